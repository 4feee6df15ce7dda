"""The amendment notice: one case, from which its facts, its tables and its attached data are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stellwerk.law.money import ZERO, cents, euro
from stellwerk.law.periods import Period, german
from stellwerk.law.working import Working
from stellwerk.letters.facts import Fact, Table
from stellwerk.letters.placeholders import fill_line

SCHEMA = "urn:stellwerk:schema:notice:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCase:
    """What one amendment notice decides. Texts are German, as they stand in the letter.

    recipient        "Landkreis Böblingen"; ags is its official key
    number           1 for the first amendment notice
    amended_on       day and file number of the notice that is amended
    old, new         funding period before and after; both begin on the same day
    before, added    euro per budget year
    goals            one goal or indicator a line
    court            "Verwaltungsgericht Stuttgart"; court_seat is the place
    remedy           the whole sentence, see ``remedy_sentence``
    """

    recipient: str
    ags: str
    file_number: str
    number: int
    amended_on: date
    amended_file_number: str
    decided_on: date
    programme: str
    legal_basis: str
    measure: str
    purpose: str
    goals: str
    grant_kind: str
    grant_form: str
    financing_type: str
    eligible_expenditure: str
    old: Period
    new: Period
    before: Mapping[int, Decimal]
    added: Mapping[int, Decimal]
    reason: str
    associations: str
    conditions: str
    proof_office: str
    court: str
    court_seat: str
    remedy: str
    working: Working
    is_example: bool

    @property
    def years(self) -> list[int]:
        return sorted({*self.before, *self.added})

    @property
    def total_before(self) -> Decimal:
        return sum(self.before.values(), ZERO)

    @property
    def total_added(self) -> Decimal:
        return sum(self.added.values(), ZERO)


def notice_facts(case: NoticeCase) -> dict[str, Fact]:
    """Return the value of every placeholder an amendment notice may use."""
    return {
        "empfänger": case.recipient,
        "bescheid_nummer": str(case.number),
        "ausgangsbescheid_datum": german(case.amended_on),
        "ausgangsbescheid_aktenzeichen": case.amended_file_number,
        "programm": case.programme,
        "rechtsgrundlage": case.legal_basis,
        "maßnahme": case.measure,
        "zuwendungszweck": case.purpose,
        "ziele": case.goals,
        "zuwendungsart": case.grant_kind,
        "zuwendungsform": case.grant_form,
        "finanzierungsart": case.financing_type,
        "zuwendungsfähige_ausgaben": case.eligible_expenditure,
        "beginn": german(case.new.start),
        "ende_bisher": german(case.old.last_day),
        "ende_neu": german(case.new.last_day),
        "betrag_bisher": euro(case.total_before),
        "betrag_hinzu": euro(case.total_added),
        "betrag_neu": euro(case.total_before + case.total_added),
        "begründung": case.reason,
        "verbände": case.associations,
        "nebenbestimmungen": case.conditions,
        "nachweis_stelle": case.proof_office,
        "gericht": case.court,
        "gericht_sitz": case.court_seat,
        "rechtsbehelf": case.remedy,
        "tabelle:jahresbeträge": tranche_table(case),
        "berechnung": working_table(case.working),
    }


def remedy_sentence(text: str, *, court: str, seat: str) -> str:
    """Return the instruction on the right to appeal for one recipient.

    Law: § 37 Abs. 6 LVwVfG; the court follows the recipient's seat (§ 52 Nr. 3 VwGO, not confirmed).
    """
    return fill_line(text, {"gericht": court, "gericht_sitz": seat}, label="Rechtsbehelfsbelehrung")


def tranche_table(case: NoticeCase) -> Table:
    """Return the amounts by budget year: granted before, added, new (VV Nr. 4.2.9 zu § 44 LHO)."""
    rows = [_amounts(str(year), *_split(case, year)) for year in case.years]
    return Table(
        header=("Haushaltsjahr", "bereits bewilligt", "kommt hinzu", "neu insgesamt"),
        rows=(*rows, _amounts("Summe", case.total_before, case.total_added)),
        align="lrrr",
        widths=(1, 1, 1, 1),
        has_total=True,
    )


def working_table(working: Working) -> Table:
    """Return the steps of a working: what, how much, on which ground."""
    return Table(
        header=("Rechenschritt", "Ergebnis", "Grundlage"),
        rows=tuple((step.sentence(), step.value, step.source) for step in working.steps),
        align="lrl",
        widths=(10, 4, 6),
    )


def notice_data(case: NoticeCase, *, authority: str, text_label: str) -> dict[str, Any]:
    """Return the notice as data for the recipient's system; schema/notice.schema.json describes it."""
    return {
        "schema": SCHEMA,
        "kind": "amendment_notice",
        "issuing_authority": authority,
        "recipient": {"name": case.recipient, "ags": case.ags},
        "file_number": case.file_number,
        "notice_number": case.number,
        "amends": {"decided_on": case.amended_on.isoformat(), "file_number": case.amended_file_number},
        "decided_on": case.decided_on.isoformat(),
        "programme": case.programme,
        "measure": case.measure,
        "financing_type": case.financing_type,
        "period": {
            "first_day": case.new.start.isoformat(),
            "last_day_before": case.old.last_day.isoformat(),
            "last_day": case.new.last_day.isoformat(),
        },
        "currency": "EUR",
        "amounts_by_year": [{"year": year} | _exact(*_split(case, year)) for year in case.years],
        "total": _exact(case.total_before, case.total_added),
        "working": [
            {"text": step.sentence(), "value": step.value, "source": step.source}
            for step in case.working.steps
        ],
        "remedy": {"text": case.remedy, "court": case.court, "seat": case.court_seat},
        "text_version": text_label,
        "is_example": case.is_example,
    }


def _split(case: NoticeCase, year: int) -> tuple[Decimal, Decimal]:
    return case.before.get(year, ZERO), case.added.get(year, ZERO)


def _amounts(word: str, before: Decimal, added: Decimal) -> tuple[str, ...]:
    return word, euro(before), euro(added), euro(before + added)


def _exact(before: Decimal, added: Decimal) -> dict[str, str]:
    return {"before": str(cents(before)), "added": str(cents(added)), "after": str(cents(before + added))}
