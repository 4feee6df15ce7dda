"""Lists to take along: asked for here, written by a worker, fetched by whoever asked."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from stellwerk.actions.lists import UNDER_WAY, ask_for_export
from stellwerk.gateways import clock
from stellwerk.gateways.list_files import MEDIA_TYPES
from stellwerk.models import ExportKind, ExportState, ListExport
from stellwerk.queries.lists import all_lists as ask
from stellwerk.web.guards import SignedIn, signed_in
from stellwerk.web.paging import leaf


@signed_in
def list_exports(request: SignedIn) -> HttpResponse:
    shown = leaf(request, ask.exports(request.rights))
    rows = [(export, ask.LISTS[export.list].title) for export in shown.page if export.list in ask.LISTS]
    return render(request, "lists/exports.html", {"leaf": shown, "rows": rows})


@signed_in
def list_export(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.export(request.rights, pk)
    listing = ask.listing(found.list, request.rights)
    page = {
        "export": found,
        "title": listing.title,
        "back": f"{reverse(listing.route)}?{found.query}",
        "is_under_way": found.state in UNDER_WAY,
        "is_there": _is_there(found, clock.now()),
    }
    return render(request, "lists/export.html", page)


@signed_in
def list_export_ask(request: SignedIn, key: str) -> HttpResponse:
    listing = ask.listing(key, request.rights)
    kind = request.POST.get("kind", "")
    if request.method != "POST" or kind not in ExportKind.values:
        return redirect(listing.route)
    asked = ask_for_export(
        key,
        kind=kind,
        query=request.POST.get("query", ""),
        language=get_language() or "de",
        rights=request.rights,
        at=clock.now(),
    )
    return redirect("list_export", asked.pk)


@signed_in
def list_export_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """Hand over a file that is ready, under a name that says what is in it."""
    found = ask.export(request.rights, pk)
    ask.listing(found.list, request.rights)
    if not _is_there(found, clock.now()):
        raise Http404
    try:
        file = (Path(settings.EXPORTS) / found.file).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = f"{found.list}-{timezone.localtime(found.asked_at):%Y-%m-%d-%H%M}.{found.kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPES[found.kind])


def _is_there(export: ListExport, now: datetime) -> bool:
    return export.state == ExportState.READY and export.expires_at is not None and export.expires_at > now
