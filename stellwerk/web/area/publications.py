"""Publish open data: show what the next version would change, have it made, and say how far it is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stellwerk.access import Verb
from stellwerk.actions.publication_orders import ask_for_publication
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries import publications as ask
from stellwerk.queries.publication_orders import newest_order
from stellwerk.web.area.publication_forms import PublicationForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused


@needs(Verb.PUBLISH)
def publication(request: SignedIn) -> HttpResponse:
    """Show the preview of the day in the address; have it published on POST."""
    if request.method == "POST":
        return _publish(request)
    form = PublicationForm(request.GET if "day" in request.GET else None, initial={"day": clock.today()})
    return _page(request, form, preview=form.is_valid())


@needs(Verb.PUBLISH)
def publication_progress(request: SignedIn) -> HttpResponse:
    """Return the piece of the page that htmx replaces; when it is done, the whole page anew."""
    standing = newest_order()
    answer = render(request, "area/publication_progress.html", {"standing": standing})
    if request.htmx and not (standing and standing.is_open):
        answer["HX-Redirect"] = reverse("publication")
    return answer


def _publish(request: SignedIn) -> HttpResponse:
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        ask_for_publication(day=form.cleaned_data["day"], rights=request.rights, at=clock.now())
    except Refused as no:
        refused(form, no)
        return _page(request, form)
    return redirect("publication")


def _page(request: SignedIn, form: PublicationForm, *, preview: bool = False) -> HttpResponse:
    page: dict[str, object] = {"form": form, "newest": ask.latest(), "standing": newest_order()}
    if preview:
        found = ask.preview(day=form.cleaned_data["day"])
        page |= {"counts": found.counts.items(), "changes": [ask.told(*one) for one in found.first]}
        page |= {"is_different": found.is_different, "is_whole": found.is_whole}
    page["preview"] = preview
    return render(request, "area/publication.html", page, status=422 if form.errors else 200)
