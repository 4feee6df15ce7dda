"""Comparison: what a row would change of what is known; nothing is ever written over without being shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stellwerk.law.coverage import LIVE
from stellwerk.law.working import N_, Refused
from stellwerk.models import Intake, IntakeKind, IntakeRow, IntakeState, RowDecision, Verdict
from stellwerk.queries.coverage import Cell, Fact, cells
from stellwerk.queries.readings import Reading, finding

PROPOSALS = (IntakeKind.PVOG, IntakeKind.SERVICE_LIST)
ANY = "any"
SEEN = "seen"  # the word that carries which fact a page showed
Key = tuple[str, int, str]
Said = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading and what it would change.

    seen  the fact without an end that it would replace
    """

    reading: Reading
    verdict: Verdict
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the comparison looks at.

    taken     (municipality, service, channel, first day) → row that says something of it already, and what
    declined  what was declined before, by cell: what it said, on which day and why
    """

    cells: Mapping[tuple[str, int], Cell]
    taken: dict[tuple[str, int, str, date | None], tuple[int, Said]]
    declined: Mapping[Key, tuple[Said, date, str]]


def compare(
    found: Sequence[Reading], intake: Intake, *, day: date, others: Iterable[IntakeRow] = ()
) -> list[Compared]:
    """Compare readings with what is known on a day, with each other and with other rows of the intake.

    Two queries, however many rows: what is known, and what was declined before.
    """
    sound = [reading for reading in found if not reading.findings]
    places = {reading.place for reading in sound if reading.place}
    services = {reading.service[0] for reading in sound if reading.service}
    known = Known(
        cells(sorted(places), sorted(services), day=day), _taken(others), _declined(intake, places, services)
    )
    return [_compared(reading, known, is_proposal=intake.kind in PROPOSALS) for reading in found]


def said(wanted: Mapping[str, Any]) -> Said:
    """Return what makes two rows say the same of a cell."""
    return tuple(
        wanted.get(name) or ""
        for name in ("state", "planned_on", "maturity", "maturity_model", "online_service", "url")
    )


def wanted(reading: Reading) -> dict[str, Any]:
    """Return what a row would store, and its words, as JSON."""
    return {
        "state": reading.state,
        "planned_on": reading.planned_on.isoformat() if reading.planned_on else None,
        "maturity": reading.maturity,
        "maturity_model": reading.maturity_model,
        "online_service": reading.online_service[0] if reading.online_service else None,
        "valid_from": reading.valid_from.isoformat() if reading.valid_from else None,
        "note": reading.words.get("note", "")[:500],
        "url": reading.words.get("url", "")[:400],
        "words": dict(reading.words),
    }


def _compared(reading: Reading, known: Known, *, is_proposal: bool) -> Compared:
    if is_proposal and _says_nothing(reading):
        return Compared(reading, Verdict.SAME)
    if reading.findings:
        return Compared(reading, Verdict.ERROR)
    assert reading.place
    assert reading.service
    cell = known.cells.get((reading.place, reading.service[0]))
    try:
        _choose_channel(reading, cell, is_proposal=is_proposal)
        is_double = _double(reading, known)
    except Refused as no:
        reading.find(no.field, no)
        return Compared(reading, Verdict.ERROR)
    seen = cell.open.get(reading.channel) if cell else None
    verdict = Verdict.SAME if is_double else _verdict(reading, cell, is_proposal=is_proposal)
    if verdict != Verdict.SAME and _was_declined(reading, known):
        verdict = Verdict.SAME
    if reading.words.get(SEEN, str(seen or 0)) != str(seen or 0):
        reading.remarks.append(finding("", Refused(CHANGED_MEANWHILE)))
    return Compared(reading, verdict, seen)


NO_LINK = N_("Hier steht kein Link. Das heißt nicht „kein Angebot“; es wird nichts vorgeschlagen.")


def _says_nothing(reading: Reading) -> bool:
    """Say whether a list names no link for a cell: nothing follows from that."""
    if reading.words.get("state") or [it for it in reading.findings if it["column"] != "state"]:
        return False
    reading.findings.clear()
    reading.remarks.append(finding("", Refused(NO_LINK)))
    return True


CHANGED_MEANWHILE = N_(
    "Inzwischen hat jemand diese Angabe geändert. Bitte prüfen Sie, ob Ihre noch gelten soll."
)


def _choose_channel(reading: Reading, cell: Cell | None, *, is_proposal: bool) -> None:
    """Settle the channel where nobody said one: the only one that is known, or none in particular.

    Refused: several are known, and what they come to is not what the row says.
    """
    if reading.channel:
        return
    channels = sorted({*cell.facts, *cell.open}) if cell else []
    if len(channels) > 1 and ANY not in channels:
        if cell and cell.state == reading.state and cell.fact:
            reading.channel = cell.fact.channel
            return
        if not is_proposal:
            raise Refused(SEVERAL, field="channel")
    reading.channel = channels[0] if len(channels) == 1 else ANY


SEVERAL = N_("Für diese Zelle sind mehrere Arten bekannt. Bitte geben Sie die Art an.")


def _double(reading: Reading, known: Known) -> bool:
    """Say whether an earlier row says just this.

    Refused: an earlier row says something else of the same cell from the same day.
    """
    assert reading.place
    assert reading.service
    key = reading.place, reading.service[0], reading.channel, reading.valid_from
    mine = said(wanted(reading))
    number, theirs = known.taken.setdefault(key, (reading.number, mine))
    if number == reading.number:
        return False
    if theirs != mine:
        raise Refused(
            N_(
                "Zeile %(number)s sagt für dieselbe Gemeinde und Leistung etwas anderes. Bitte berichtigen "
                "Sie eine der beiden Zeilen, oder lassen Sie eine aus und vergleichen Sie neu."
            ),
            field="service",
            number=str(number),
        )
    reading.remarks.append(finding("", Refused(N_("Steht schon in Zeile %(number)s."), number=str(number))))
    return True


def _verdict(reading: Reading, cell: Cell | None, *, is_proposal: bool) -> Verdict:
    """Say whether a row is new, deviates or says what is known; what it leaves open stays as it is."""
    fact = cell.facts.get(reading.channel) if cell else None
    if is_proposal and cell and cell.state == reading.state == LIVE and not _names_another(reading, fact):
        return Verdict.SAME
    if fact is None:
        return Verdict.NEW
    if fact.state == reading.state == LIVE and reading.maturity is None:
        reading.maturity, reading.maturity_model = fact.maturity, fact.maturity_model
    if fact.state == reading.state and reading.online_service is None and fact.online_service:
        reading.online_service = fact.online_service, ""
    return Verdict.SAME if _says_the_same(reading, fact) else Verdict.CHANGED


def _names_another(reading: Reading, fact: Fact | None) -> bool:
    """Say whether a list names another online service than the one known for a channel that is live."""
    named = reading.online_service
    return named is not None and fact is not None and fact.state == LIVE and fact.online_service != named[0]


def _says_the_same(reading: Reading, fact: Fact) -> bool:
    note = reading.words.get("note", "")
    begins_earlier = bool(reading.words.get("valid_from")) and reading.valid_from != fact.valid_from
    return (
        (reading.state, reading.planned_on, reading.maturity, reading.maturity_model)
        == (fact.state, fact.planned_on, fact.maturity, fact.maturity_model)
        and (not note or note[:500] == fact.note)
        and (reading.online_service is None or reading.online_service[0] == fact.online_service)
        and not (begins_earlier and reading.valid_from and reading.valid_from < fact.valid_from)
    )


def _was_declined(reading: Reading, known: Known) -> bool:
    """Say whether the very same was declined before; it is remarked, not proposed again."""
    assert reading.place
    assert reading.service
    earlier = known.declined.get((reading.place, reading.service[0], reading.channel))
    if earlier is None or earlier[0] != said(wanted(reading)):
        return False
    text = N_("Am %(day)s abgelehnt: %(reason)s")
    no = Refused(text, day=f"{earlier[1]:%d.%m.%Y}", reason=earlier[2])
    reading.remarks.append(finding("", no))
    return True


def _taken(others: Iterable[IntakeRow]) -> dict[tuple[str, int, str, date | None], tuple[int, Said]]:
    return {
        (
            row.municipality_id,
            row.service_id,
            row.channel,
            date.fromisoformat(row.wanted["valid_from"]) if row.wanted.get("valid_from") else None,
        ): (row.number, said(row.wanted))
        for row in others
        if row.municipality_id and row.service_id
    }


def _declined(intake: Intake, places: set[str], services: set[int]) -> dict[Key, tuple[Said, date, str]]:
    if intake.kind not in PROPOSALS:
        return {}
    rows = IntakeRow.objects.filter(
        decision=RowDecision.DECLINED,
        intake__kind=intake.kind,
        intake__district=intake.district_id,
        municipality__in=places,
        service__in=services,
    ).exclude(intake__state=IntakeState.DISCARDED)
    values = rows.order_by("pk").values_list(
        "municipality_id", "service_id", "channel", "wanted", "intake__at", "reason"
    )
    return {
        (str(place), int(service or 0), channel): (said(words), at.date(), reason)
        for place, service, channel, words, at, reason in values
    }
