"""Sheets: which column means what, and each row of a sheet as the words somebody typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stellwerk.law.working import N_, Refused

# What people call a column; the first name is the one of the template. Spelling, case and marks do not count.
NAMES: Mapping[str, tuple[str, ...]] = {
    "place": ("Gemeinde", "Gemeindename", "Kommune", "Ort", "Stadt", "Name der Gemeinde", "Stadt/Gemeinde"),
    "ags": ("AGS", "Gemeindeschlüssel", "amtlicher Gemeindeschlüssel", "ARS", "Regionalschlüssel",
            "Gemeindekennziffer"),
    "service": ("Leistung", "Leistungsname", "Name der Leistung", "Verwaltungsleistung", "LeiKa-Leistung",
                "Leistungsbezeichnung"),
    "key": ("LeiKa", "LeiKa-Schlüssel", "LeiKa-ID", "Leistungsschlüssel", "Schlüssel", "LeiKa-Nr"),
    "state": ("Stand", "Status", "Zustand", "Verfügbarkeit", "online"),
    "planned_on": ("geplant für", "geplant", "geplant am", "geplant ab", "Termin", "Plandatum"),
    "maturity": ("Reifegrad", "Reifegradstufe", "Stufe"),
    "model": ("Reifegradmodell", "Modell"),
    "channel": ("Art", "Art des Dienstes", "Prozessart", "Weg"),
    "valid_from": ("gilt ab", "gültig ab", "seit", "online seit", "ab", "Datum", "date", "gemeldet am"),
    "note": ("Bemerkung", "Bemerkungen", "Notiz", "Kommentar", "Hinweis"),
    "url": ("URL", "Link", "Adresse", "Onlinedienst-URL", "Internetadresse"),
    "online_service": ("Onlinedienst", "Name des Onlinedienstes", "Dienst"),
}  # fmt: skip
# Without a head, columns come in this order; a municipality and a service are a key or a name.
ORDER = (
    "place",
    "service",
    "state",
    "planned_on",
    "maturity",
    "channel",
    "valid_from",
    "note",
    "online_service",
)
SHEET = ("place", "service", "state")
PROPOSAL = ("place", "service")
COLUMN_WORDS = {
    "place": N_("Gemeinde"),
    "service": N_("Leistung"),
    "state": N_("Stand"),
    "planned_on": N_("geplant für"),
    "maturity": N_("Reifegrad"),
    "channel": N_("Art"),
    "valid_from": N_("gilt ab"),
    "note": N_("Bemerkung"),
    "online_service": N_("Onlinedienst"),
    "email": N_("E-Mail"),
}
SPELLING = re.compile(r"[^0-9a-zäöüß]")
# The sheet to fill in: its head, two rows that show how, and what some columns (from 0) may contain.
TEMPLATE = (
    ("Gemeinde", "Leistung", "Stand", "geplant für", "Reifegrad", "Art", "gilt ab", "Bemerkung",
     "Onlinedienst"),
    (
        ("08136088", "99107023017000", "online", "", "3 (1.1)", "EfA", "01.03.2024",
         "Beispielzeile, bitte löschen", ""),
        ("Heubach", "99102013002000", "geplant", "01.10.2024", "", "", "",
         "Beispielzeile, bitte löschen", ""),
    ),
    {
        2: ("online", "geplant", "kein Angebot", "nicht zuständig"),
        5: ("EfA", "Standardprozess", "Universalprozess", "eigener Dienst"),
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of a sheet as somebody typed it.

    number  as people count rows in the sheet, the head included
    words   column → text; columns without text are missing
    """

    number: int
    words: Mapping[str, str] = field(default_factory=dict)


def spelled(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what people call columns, as it is compared, with the column."""
    return {SPELLING.sub("", name.lower()): word for word, called in names.items() for name in called}


_KNOWN = spelled(NAMES)


def typed_rows(
    rows: Sequence[Sequence[str]],
    *,
    order: Sequence[str] = ORDER,
    needs: Sequence[str] = SHEET,
    known: Mapping[str, str] = _KNOWN,
) -> list[Typed]:
    """Return the rows of a sheet below its head; empty rows are left out.

    order  the columns where the sheet has no head
    needs  the columns without which nothing can be said
    known  other columns than those of coverage, as ``spelled`` returns them

    Refused: nothing in it, or a head that lacks a column.
    """
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not filled:
        raise Refused(N_("Die Tabelle ist leer. Bitte fügen Sie mindestens eine Zeile ein."))
    places = _head(filled[0][1], known)
    if places is None:
        return [Typed(number, _words(row, dict(enumerate(order)))) for number, row in filled]
    _require(places.values(), needs)
    found = [Typed(number, _words(row, places)) for number, row in filled[1:]]
    if not found:
        raise Refused(N_("Unter der Kopfzeile steht nichts. Bitte fügen Sie mindestens eine Zeile ein."))
    return found


def _head(row: Sequence[str], known: Mapping[str, str]) -> dict[int, str] | None:
    """Return what each column means; None, where the row is no head: it names fewer than two columns."""
    places: dict[int, str] = {}
    for place, cell in enumerate(row):
        word = known.get(SPELLING.sub("", cell.lower()))
        if word and word not in places.values():
            places[place] = word
    return places if len(places) > 1 else None


def _require(found: Iterable[str], needs: Sequence[str]) -> None:
    there = {_whole(word) for word in found}
    for word in needs:
        if word not in there:
            raise Refused(
                N_(
                    "In der Kopfzeile fehlt die Spalte „%(column)s“. Bitte ergänzen Sie sie, "
                    "oder lassen Sie die Kopfzeile weg und halten Sie die angegebene Reihenfolge ein."
                ),
                column=COLUMN_WORDS[word],
            )


def _whole(word: str) -> str:
    return {"ags": "place", "key": "service"}.get(word, word)


def _words(row: Sequence[str], places: Mapping[int, str]) -> dict[str, str]:
    """Return the words of a row; a key says more than the name beside it, a level belongs to its model."""
    words = {word: row[place] for place, word in places.items() if place < len(row) and row[place]}
    for key, whole in (("ags", "place"), ("key", "service")):
        if text := words.pop(key, ""):
            words[whole] = text
    model = words.pop("model", "")
    if model and words.get("maturity", "").isdigit():
        words["maturity"] = f"{words['maturity']} ({model.split()[-1]})"
    return words


def proposed(rows: Sequence[Typed], *, district: str, needs_link: bool) -> list[Typed]:
    """Return the rows of a list that concern a district, saying „online“ where the list says so.

    needs_link  a row says so only by a link; otherwise by being in the list

    Refused: none concerns the district.
    """
    own = [row for row in rows if not _is_elsewhere(row.words.get("place", ""), district)]
    if not own:
        raise Refused(
            N_("Keine Zeile betrifft diesen Landkreis. Bitte prüfen Sie, ob es der richtige Abzug ist.")
        )
    return [
        Typed(row.number, {**row.words, "state": row.words.get("state") or "online"})
        if row.words.get("url") or not needs_link
        else Typed(row.number, {word: text for word, text in row.words.items() if word != "state"})
        for row in own
    ]


def _is_elsewhere(place: str, district: str) -> bool:
    """Say whether a key is of another district; the zero in front may be lost."""
    digits = re.sub(r"[\s.'’]", "", place)
    if not re.fullmatch(r"\d{7,12}", digits):
        return False
    return not digits.zfill(8 if len(digits) < 9 else 12).startswith(district)
