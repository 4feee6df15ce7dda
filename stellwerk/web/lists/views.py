"""Views of a list that people keep: one link leads back to the same filters, sorting and columns."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.actions.lists import forget_view, save_view
from stellwerk.gateways import clock
from stellwerk.models import SavedView
from stellwerk.queries.lists import all_lists as ask
from stellwerk.web.guards import SignedIn, signed_in
from stellwerk.web.lists.forms import ViewForm


@signed_in
def saved_view(request: SignedIn, pk: int) -> HttpResponse:
    """Lead to the list as it was kept; what of it one may see, the list itself decides."""
    kept = ask.view(request.rights, pk)
    return redirect(_address(kept, ask.listing(kept.list, request.rights).route))


@signed_in
def saved_view_save(request: SignedIn, key: str) -> HttpResponse:
    listing, form = ask.listing(key, request.rights), ViewForm(request.POST or None)
    if not form.is_valid():
        if request.method == "POST":
            messages.error(request, _("Bitte geben Sie der Ansicht einen Namen."))
        return redirect(listing.route)
    kept = save_view(key, **form.cleaned_data, rights=request.rights, at=clock.now())
    link = request.build_absolute_uri(reverse("saved_view", args=[kept.pk]))
    done = _("Die Ansicht „%(name)s“ ist gespeichert. Ihr Link: %(link)s")
    messages.success(request, done % {"name": kept.name, "link": link})
    return redirect(_address(kept, listing.route))


@signed_in
def saved_view_forget(request: SignedIn, pk: int) -> HttpResponse:
    kept = ask.view(request.rights, pk)
    listing = ask.listing(kept.list, request.rights)
    if request.method == "POST":
        forget_view(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Die Ansicht „%(name)s“ ist gelöscht.") % {"name": kept.name})
    return redirect(listing.route)


def _address(kept: SavedView, route: str) -> str:
    return f"{reverse(route)}?{kept.query}" if kept.query else reverse(route)
