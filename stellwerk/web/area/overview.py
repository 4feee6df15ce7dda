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
    """Return the pages a person may open, in the order of the work; no section without a page."""
    made = [
        Section(_("Stand erfassen"), list(_entering(rights))),
        Section(_("Stand ansehen"), list(_looking())),
        Section(_("Planen und begleiten"), list(_rolling_out(rights))),
        Section(_("Prüfen und nachvollziehen"), list(_checking(rights))),
        Section(_("Katalog und offene Daten"), list(_catalogue(rights))),
    ]
    return [section for section in made if section.cards]


def _entering(rights: Rights) -> Iterator[Card]:
    if not rights.may(Verb.ENTER_COVERAGE):
        return
    yield Card("grid", _("Raster"), _("Gemeinden und Leistungen in einer Tabelle, ein Buchstabe je Feld."))
    yield Card("intake_paste", _("Tabelle einfügen"), _("Zeilen aus Excel einfügen und vergleichen."))
    yield Card("intake_file", _("Datei einlesen"), _("CSV oder XLSX, mit Vorlage und Probelauf."))
    yield Card("bulk", _("Für viele zugleich"), _("Ein Stand für viele Gemeinden auf einmal."))
    yield Card("intake_compare", _("Mit Listen abgleichen"), _("PVOG-Abzug und Onlinedienst-Liste."))


def _looking() -> Iterator[Card]:
    yield Card("figures", _("Kennzahlen"), _("Anteile mit Definition, Quelle und Stand, zum Mitnehmen."))
    yield Card("area_map", _("Karte der Kreise"), _("Anteile je Kreis, als Karte und als Tabelle."))
    yield Card("area_municipalities", _("Karte der Gemeinden"), _("Anteile je Gemeinde eines Kreises."))
    yield Card("area_heat_map", _("Wärmebild"), _("Leistungen und Gemeinden auf einen Blick."))
    yield Card("area_over_time", _("Verlauf"), _("Wie sich der Stand Monat für Monat ändert."))
    yield Card("municipalities", _("Gemeinden"), _("Was in einer Gemeinde online ist, und seit wann."))


def _rolling_out(rights: Rights) -> Iterator[Card]:
    yield Card("waves", _("Wellen"), _("Welche Gemeinde als Nächstes einen Dienst bekommt."))
    yield Card("activities", _("Tätigkeiten"), _("Sprechstunden, Workshops, Termine, und was folgte."))
    if rights.may(Verb.ENTER_COVERAGE) or rights.may(Verb.READ_OFFICE):
        yield Card("campaigns", _("Bestätigungsrunden"), _("Gemeinden bestätigen ihre Angaben selbst."))
        yield Card("town_halls", _("Anschriften der Gemeinden"), _("Wohin die Schreiben an Gemeinden gehen."))


def _checking(rights: Rights) -> Iterator[Card]:
    yield Card("freshness", _("Alter der Angaben"), _("Wo Angaben alt sind oder fehlen."))
    yield Card("inquiries", _("Rückfragen"), _("Fragen zu einzelnen Angaben und ihre Antworten."))
    yield Card("change_sets", _("Änderungen"), _("Wer was wann geändert hat; hier wird rückgängig gemacht."))
    if rights.may(Verb.ENTER_COVERAGE) or rights.may(Verb.READ_OFFICE):
        yield Card("intakes", _("Eingänge"), _("Was eingelesen wurde und noch zu prüfen ist."))
        yield Card(
            "mismatches", _("Abweichungen von Listen"), _("Hier online und im PVOG nicht, und umgekehrt.")
        )


def _catalogue(rights: Rights) -> Iterator[Card]:
    yield Card("services", _("Leistungskatalog"), _("Leistungen mit Schlüsseln und Rechtsgrundlagen."))
    yield Card("online_services", _("Onlinedienste"), _("Dienste, die Gemeinden nutzen, und wer sie pflegt."))
    yield Card("priority_lists", _("Prioritätenlisten"), _("Welche Leistungen zuerst drankommen."))
    yield Card("open_data", _("Offene Daten"), _("Zum Herunterladen und Weiterverwenden."))
    yield Card("tokens", _("Schlüssel für die Schnittstelle"), _("Für Programme, die lesen oder ergänzen."))
    if rights.may(Verb.PUBLISH):
        yield Card("publication", _("Veröffentlichen"), _("Eine neue Fassung der offenen Daten."))
