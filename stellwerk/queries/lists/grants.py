"""The list of grants."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import Grant, Office
from stellwerk.queries import grants as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing
from stellwerk.queries.programmes import programmes
from stellwerk.queries.search import Related, Searched

COLUMNS = (
    Column(
        "empfaenger",
        gettext_lazy("Empfängerin oder Empfänger"),
        lambda grant: grant.recipient.name,
        sort=("recipient__name",),
        link=lambda grant: ("grant", grant.pk),
    ),
    Column(
        "aktenzeichen", gettext_lazy("Aktenzeichen"), lambda grant: grant.file_number, sort=("file_number",)
    ),
    Column(
        "programm",
        gettext_lazy("Programm"),
        lambda grant: grant.programme.name,
        sort=("programme__name",),
        is_german=True,
        is_shown=False,
    ),
    Column("beginn", gettext_lazy("Beginn"), lambda grant: grant.starts_on, Kind.DAY, sort=("starts_on",)),
    Column(
        "ende",
        gettext_lazy("letzter Tag"),
        lambda grant: grant.period_end and grant.period_end - timedelta(days=1),
        Kind.DAY,
        sort=("period_end",),
    ),
    Column(
        "betrag",
        gettext_lazy("bewilligt in Euro"),
        lambda grant: grant.granted_total,
        Kind.EURO,
        sort=("granted_total",),
    ),
    Column(
        "stelle",
        gettext_lazy("Stelle"),
        lambda grant: grant.staffing_status,
        Kind.STATE,
        words=ask.STAFFING,
    ),
    Column(
        "beispiel",
        gettext_lazy("Beispielwerte"),
        lambda grant: _("ja") if grant.is_example else _("nein"),
        is_shown=False,
    ),
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
