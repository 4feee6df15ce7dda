"""Publish open data: show what the next version would change, and publish it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.publications import publish
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import publications as ask
from stellwerk.web.area.publication_forms import PublicationForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused


@needs(Verb.PUBLISH)
def publication(request: SignedIn) -> HttpResponse:
    """Show the preview of the day in the address; publish on POST."""
    if request.method == "POST":
        return _publish(request)
    form = PublicationForm(request.GET if "day" in request.GET else None, initial={"day": clock.today()})
    return _page(request, form, preview=form.is_valid())


def _publish(request: SignedIn) -> HttpResponse:
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        outcome = publish(day=form.cleaned_data["day"], rights=request.rights, at=clock.now())
    except Refused as no:
        refused(form, no)
        return _page(request, form)
    if outcome.is_new:
        text = _("Fassung %(version)s ist veröffentlicht.")
    else:
        text = _("Seit Fassung %(version)s hat sich nichts geändert; eine neue Fassung ist nicht nötig.")
    messages.success(request, text % {"version": outcome.publication.version})
    return redirect("open_data_set")


def _page(request: SignedIn, form: PublicationForm, *, preview: bool = False) -> HttpResponse:
    page: dict[str, object] = {"form": form, "newest": ask.latest()}
    if preview:
        found = ask.preview(day=form.cleaned_data["day"])
        page |= {"counts": found.counts.items(), "changes": [ask.told(*one) for one in found.first]}
        page |= {"is_different": found.is_different, "is_whole": found.is_whole}
    page["preview"] = preview
    return render(request, "area/publication.html", page, status=422 if form.errors else 200)
