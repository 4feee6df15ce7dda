"""Open data for everybody: what there is, each version with its files, and the description for portals."""

from collections.abc import Mapping
from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import parse_etags, quote_etag
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from stellwerk.gateways.publications import folder_of
from stellwerk.law.working import N_
from stellwerk.models import Publication
from stellwerk.queries import publications as ask
from stellwerk.queries.publications import SET_ABOUT, SET_TITLE
from stellwerk.web.paging import leaf

MEDIA: Mapping[str, str] = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
}
SPELLINGS = {"ttl": "turtle", "jsonld": "json-ld"}
FOR_EVER = "public, max-age=31536000, immutable"
CONTENTS: Mapping[str, str] = {
    "README.md": N_("Was in den Dateien steht, zum Lesen"),
    "changes.csv": N_("Jede Änderung gegenüber der Fassung davor"),
    "coverage.csv": N_("Angaben je Gemeinde, Leistung und Art"),
    "coverage.json": N_("dieselben Angaben als JSON"),
    "coverage.parquet": N_("dieselben Angaben als Parquet, für große Auswertungen"),
    "datapackage.json": N_("Spalten und Regeln zum Prüfen, für Programme"),
    "indicators.csv": N_("Kennzahlen mit Definition"),
    "municipalities.csv": N_("Gemeinden mit Kreis und Einwohnenden"),
    "services.csv": N_("Leistungen mit LeiKa-Schlüssel und OZG-Leistung"),
}
NOT_OPEN = "/other-closed"  # the end of the licence that holds until the operator names one


@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    page = {"newest": ask.latest(), "title": SET_TITLE, "about": SET_ABOUT, "spellings": _spellings()}
    return render(request, "public/open_data.html", page)


@login_not_required
def open_data_set(request: HttpRequest, version: str = "latest") -> HttpResponse:
    """Show a version with its files and how to read them, and all versions with what changed."""
    versions = leaf(request, ask.published())
    shown = _version(version) if versions.total or version != "latest" else None
    page = {
        "shown": shown,
        "version": version,
        "number": f"v{shown.version}" if shown else "",
        "files": [(*file, CONTENTS.get(file[0], "")) for file in sorted(shown.files.items())]
        if shown
        else [],
        "leaf": versions,
        "versions": [(one, f"v{one.version}", ask.counts(one)[ask.COVERAGE.name]) for one in versions.page],
        "tables": ask.TABLES,
        "title": SET_TITLE,
        "about": SET_ABOUT,
    }
    return render(request, "public/open_data_set.html", {**page, **_operator()})


@login_not_required
@require_safe
def open_data_file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """Send a file of a version, or of the newest one; whoever has it already is told so."""
    found = _version(version)
    if name not in found.files:
        raise Http404
    etag = quote_etag(found.files[name]["sha256"])
    answer: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(status=304)
    else:
        file = (folder_of(settings.PUBLICATIONS, found.dataset, found.version) / name).open("rb")
        answer = FileResponse(file, content_type=MEDIA[PurePath(name).suffix])
    return _for_everybody(answer, etag=etag, caching="no-cache" if version == "latest" else FOR_EVER)


@login_not_required
def open_data_catalogue(request: HttpRequest, spelling: str) -> HttpResponseBase:  # noqa: ARG001
    # By name: describing takes a tenth of a second to load, and only portals ask for it.
    catalogue = import_string("stellwerk.queries.open_data.catalogue")
    text = catalogue().serialize(format=SPELLINGS[spelling])
    return _for_everybody(HttpResponse(text, content_type=MEDIA[f".{spelling}"]), caching="no-cache")


def _operator() -> dict[str, str]:
    named = "" if settings.DATA_LICENCE.endswith(NOT_OPEN) else settings.DATA_LICENCE
    return {"publisher": settings.PUBLISHER, "licence": named, "address": settings.BASE_URL}


def _spellings() -> list[tuple[str, str]]:
    return [(name, MEDIA[f".{name}"].split(";")[0]) for name in SPELLINGS]


def _version(version: str) -> Publication:
    if version != "latest":
        return get_object_or_404(ask.published(), version=int(version[1:]))
    found = ask.latest()
    if found is None:
        raise Http404
    return found


def _for_everybody(answer: HttpResponseBase, *, caching: str, etag: str = "") -> HttpResponseBase:
    """Let programs of other sites read it; there is nothing in it that is not public."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = caching
    if etag:
        answer["ETag"] = etag
    return answer
