"""The list of what was done: the entries of the journal."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import JournalEntry
from stellwerk.queries import journal as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing
from stellwerk.queries.search import Searched


def _link(entry: Any, field: str) -> Any:
    """An entry of a transaction that has not ended yet is no link of the chain."""
    link = getattr(entry, "link", None)
    return getattr(link, field) if link else ""


def _authors(rights: Rights) -> Choices:
    return [(str(person.pk), person.name) for person in ask.authors(rights)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


JOURNAL = Listing(
    key="journal",
    title=_("Journal"),
    route="journal",
    verb=Verb.READ_OFFICE,
    model=JournalEntry,
    rows=lambda rights, _on: ask.entries(rights),
    columns=(
        Column("nummer", _("Nummer"), lambda entry: _link(entry, "position"), Kind.NUMBER),
        Column("wann", _("Wann"), lambda entry: entry.at, Kind.MOMENT, sort=("at",)),
        Column("wer", _("Wer"), lambda entry: entry.by.name if entry.by else "Stellwerk", sort=("by__name",)),
        Column("vorgang", _("Vorgang"), lambda entry: entry.verb, sort=("verb",), is_shown=False),
        Column("was", _("Was geschah"), lambda entry: entry.text, is_german=True),
        Column("pruefsumme", _("Prüfsumme"), lambda entry: _link(entry, "sha256"), Kind.HASH),
    ),
    filters=(
        Filter("beginn", _("von"), lambda rows, day, _on: rows.filter(at__gte=_midnight(day))),
        Filter(
            "ende", _("bis"), lambda rows, day, _on: rows.filter(at__lt=_midnight(day + timedelta(days=1)))
        ),
        Filter("person", _("Person"), lambda rows, pk, _on: rows.filter(by=int(pk)), choices=_authors),
    ),
    search_label=_("Suche im Text"),
    search=Searched(fields=("text",)),
    order=("-pk",),
    counted=lambda n: (
        ngettext("%(count)s Eintrag gefunden.", "%(count)s Einträge gefunden.", n) % {"count": n}
    ),
    nothing=_("Kein Eintrag passt zu dieser Auswahl."),
)
