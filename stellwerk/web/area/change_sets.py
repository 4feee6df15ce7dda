"""Changes of coverage: the list, one of them, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb, require_district
from stellwerk.actions.coverage import undo
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import change_sets as ask
from stellwerk.web.area.coverage_forms import ChangeSetFilter
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf


@needs(Verb.READ_COVERAGE)
def change_sets(request: SignedIn) -> HttpResponse:
    """Show the list; a coordinator starts with the own district."""
    values = request.GET.copy()
    own = request.rights.districts(Verb.ENTER_COVERAGE)
    if "kreis" not in values and own:
        values["kreis"] = min(own)
    form = ChangeSetFilter(values)
    form.is_valid()
    wanted = form.cleaned_data
    district = wanted["kreis"].pk if wanted.get("kreis") else ""
    rows = ask.change_sets(
        request.rights, district=district, kind=wanted.get("art", ""), own=wanted.get("wer") == "ich"
    )
    page = {"form": form, "leaf": leaf(request, rows), "own": own}
    return render(request, "area/change_sets.html", page)


@needs(Verb.READ_COVERAGE)
def change_set(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.change_set(request.rights, pk)
    page = {
        "change": found,
        "leaf": leaf(request, ask.facts_of(found)),
        "may_undo": ask.may_undo(found, request.rights),
    }
    return render(request, "area/change_set.html", page)


@needs(Verb.ENTER_COVERAGE)
def change_set_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Ask once more, and take the change back on POST; a second click does nothing more."""
    found = ask.change_set(request.rights, pk)
    require_district(request.rights, Verb.ENTER_COVERAGE, str(found.district_id))
    refusal = ""
    if request.method == "POST":
        try:
            undone = undo(pk, rights=request.rights, at=clock.now())
        except Refused as no:
            refusal = no.sentence(_)
        else:
            messages.success(request, _("Die Änderung ist rückgängig gemacht."))
            return redirect("change_set", undone.pk)
    page = {"change": found, "refusal": refusal}
    return render(request, "area/change_set_undo.html", page, status=422 if refusal else 200)
