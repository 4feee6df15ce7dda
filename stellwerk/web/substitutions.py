"""Substitutions: see them, arrange one, act in one, leave it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.actions.substitutions import arrange_substitution, end_substitution
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import substitutions as ask
from stellwerk.web.guards import SignedIn, reads_personal, signed_in
from stellwerk.web.paging import leaf
from stellwerk.web.people_forms import SubstitutionForm
from stellwerk.web.refusals import refused


@signed_in
@reads_personal
def substitutions(request: SignedIn) -> HttpResponse:
    page = {
        "leaf": leaf(request, ask.substitutions(request.rights)),
        "open": ask.open_to(request.rights.person, on=clock.today()),
        "may_end": set(ask.principals_to_keep(request.rights).values_list("pk", flat=True)),
        "today": clock.today(),
    }
    return render(request, "people/substitutions.html", page)


@signed_in
@reads_personal
def substitution_new(request: SignedIn) -> HttpResponse:
    principals = ask.principals_to_keep(request.rights)
    form = SubstitutionForm(request.POST or None, principals=principals, person=request.rights.person)
    if form.is_valid():
        try:
            arrange_substitution(**form.cleaned_data, rights=request.rights, at=clock.now())
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Vertretung ist eingetragen."))
            return redirect("substitutions")
    page = {"form": form, "has_colleagues": form.fields["substitute"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "people/substitution_new.html", page, status=422 if form.errors else 200)


@signed_in
def substitution_end(request: SignedIn, pk: int) -> HttpResponse:
    get_object_or_404(ask.substitutions(request.rights), pk=pk)
    if request.method == "POST":
        end_substitution(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("substitutions")


@signed_in
def substitution_begin(request: SignedIn, pk: int) -> HttpResponse:
    """Act for somebody from now on, until one leaves it or signs out."""
    one = get_object_or_404(ask.open_to(request.rights.person, on=clock.today()), pk=pk)
    if request.method == "POST":
        request.session["substitution"] = one.pk
        said = _("Sie handeln jetzt in Vertretung für %(name)s.")
        messages.success(request, said % {"name": one.principal.name})
        return redirect("start")
    return redirect("substitutions")


@signed_in
def substitution_leave(request: SignedIn) -> HttpResponse:
    if request.method == "POST" and request.session.pop("substitution", None):
        messages.success(request, _("Sie handeln wieder für sich selbst."))
    return redirect("start")
