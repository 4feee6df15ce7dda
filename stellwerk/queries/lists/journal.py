"""The list of what was done: the entries of the journal."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import JournalEntry
from stellwerk.queries import journal as ask
from stellwerk.queries.lists.bounds import since, until
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing
from stellwerk.queries.search import Searched


def _authors(rights: Rights) -> Choices:
    return [(str(person.pk), person.name) for person in ask.authors(rights)]


def _who(name: str | None) -> str:
    return name or "Stellwerk"


JOURNAL = Listing(
    key="journal",
    title=_("Journal"),
    route="journal",
    verb=Verb.READ_OFFICE,
    model=JournalEntry,
    rows=lambda rights, _on: ask.entries(rights),
    columns=(
        # An entry of a transaction that has not ended yet is no link of the chain.
        Column("nummer", _("Nummer"), ("link__position",), Kind.NUMBER),
        Column("wann", _("Wann"), ("at",), Kind.MOMENT, sort=("at",)),
        Column("wer", _("Wer"), ("by__name",), made=_who, sort=("by__name",)),
        Column("vorgang", _("Vorgang"), ("verb",), sort=("verb",), is_shown=False),
        Column("was", _("Was geschah"), ("text",), is_german=True),
        Column("pruefsumme", _("Prüfsumme"), ("link__sha256",), Kind.HASH),
    ),
    filters=(
        Filter("beginn", _("von"), since("at")),
        Filter("ende", _("bis"), until("at")),
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
