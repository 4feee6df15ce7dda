"""The list of grants."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import Grant, Office
from stellwerk.queries import grants as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing
from stellwerk.queries.programmes import programmes
from stellwerk.queries.search import Related, Searched


def _last_day(end: date | None) -> date | None:
    return end - timedelta(days=1) if end else None


def _yes_or_no(is_so: bool) -> str:
    return _("ja") if is_so else _("nein")


COLUMNS = (
    Column(
        "empfaenger",
        gettext_lazy("Empfängerin oder Empfänger"),
        ("recipient__name",),
        sort=("recipient__name",),
        link=("grant", "pk"),
    ),
    Column("aktenzeichen", gettext_lazy("Aktenzeichen"), ("file_number",), sort=("file_number",)),
    Column(
        "programm",
        gettext_lazy("Programm"),
        ("programme__name",),
        sort=("programme__name",),
        is_german=True,
        is_shown=False,
    ),
    Column("beginn", gettext_lazy("Beginn"), ("starts_on",), Kind.DAY, sort=("starts_on",)),
    Column(
        "ende",
        gettext_lazy("letzter Tag"),
        ("period_end",),
        Kind.DAY,
        made=_last_day,
        sort=("period_end",),
    ),
    Column(
        "betrag",
        gettext_lazy("bewilligt in Euro"),
        ("granted_total",),
        Kind.EURO,
        sort=("granted_total",),
    ),
    Column("stelle", gettext_lazy("Stelle"), ("staffing_status",), Kind.STATE, words=ask.STAFFING),
    Column("beispiel", gettext_lazy("Beispielwerte"), ("is_example",), made=_yes_or_no, is_shown=False),
)


def _programmes(rights: Rights) -> Choices:
    return [(one.slug, one.name) for one in programmes(rights)]


def _staffing(_rights: Rights) -> Choices:
    return list(ask.STAFFING.items())


FILTERS = (
    Filter(
        "programm",
        gettext_lazy("Programm"),
        lambda rows, slug, _on: rows.filter(programme__slug=slug),
        choices=_programmes,
    ),
    Filter(
        "stand",
        gettext_lazy("Stelle"),
        lambda rows, key, _on: rows.filter(staffing_status=key),
        choices=_staffing,
    ),
    Filter(
        "endet_bis",
        gettext_lazy("Förderung läuft aus bis"),
        lambda rows, day, on: rows.filter(period_end__gt=on, period_end__lte=day + timedelta(days=1)),
    ),
)

GRANTS = Listing(
    key="zuwendungen",
    title=gettext_lazy("Zuwendungen"),
    route="grants",
    verb=Verb.READ_OFFICE,
    model=Grant,
    rows=lambda rights, on: ask.grants(rights, on=on),
    columns=COLUMNS,
    filters=FILTERS,
    search_label=gettext_lazy("Suche nach Stelle oder Aktenzeichen"),
    search=Searched(fields=("file_number",), related=(Related("recipient", Office, "name"),)),
    order=("recipient__name", "pk"),
    counted=lambda n: (
        ngettext("%(count)s Zuwendung gefunden.", "%(count)s Zuwendungen gefunden.", n) % {"count": n}
    ),
    nothing=gettext_lazy("Keine Zuwendung passt zu dieser Auswahl. Bitte ändern oder leeren Sie die Filter."),
)
