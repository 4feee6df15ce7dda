"""What the area offers: its pages with one sentence each, as far as a person may open them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb


@dataclass(frozen=True, slots=True)
class Card:
    url_name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    cards: list[Card]


def sections(rights: Rights) -> list[Section]:
    return [
        Section(_("Fördern und begleiten"), list(_rolling_out(rights))),
    ]


def _rolling_out(rights: Rights) -> Iterator[Card]:
    yield Card("waves", _("Wellen"), _("Welche Gemeinde als Nächstes einen Dienst bekommt."))
    yield Card(
        "activities", _("Tätigkeiten"), _("Sprechstunden, Workshops und Termine, und was daraus wurde.")
    )
    if rights.may(Verb.ENTER_COVERAGE) or rights.may(Verb.READ_OFFICE):
        yield Card("campaigns", _("Bestätigungsrunden"), _("Gemeinden bestätigen ihre Angaben selbst."))
    yield Card("freshness", _("Alter der Angaben"), _("Wo die Angaben alt sind."))
