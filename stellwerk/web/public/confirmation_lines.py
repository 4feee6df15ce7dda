"""The lines of a municipality's list as a form: what is said instead, and what changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from stellwerk.actions.confirmations import Cell, Correction
from stellwerk.law.coverage import LIVE, PLANNED, STATES, day
from stellwerk.law.working import N_, Refused
from stellwerk.models import CoverageFact
from stellwerk.queries.campaigns import Line

NO_DAY = N_("Für „geplant“ fehlt der Tag. Bitte geben Sie an, wann der Dienst online sein soll.")


@dataclass(frozen=True, slots=True)
class Row:
    """One line on the page.

    state, day  what the form shows: as typed, or as known
    was         the fact that was shown, where it has changed since
    """

    line: Line
    state: str
    day: str
    error: str = ""
    has_changed: bool = False
    was: CoverageFact | None = None

    @property
    def name(self) -> str:
        return f"{self.line.service.key}-{self.line.channel}"

    @property
    def seen(self) -> str:
        return f"{self.name}:{self.line.seen or ''}"


def shown(lines: Sequence[Line]) -> list[Row]:
    """Return the rows of a page that is opened."""
    return [Row(line, *_known(line)) for line in lines]


def seen_in(posted: QueryDict, ags: str) -> dict[Cell, int | None]:
    """Return which fact each line showed; what makes no sense is left out, and so counts as changed."""
    found: dict[Cell, int | None] = {}
    for text in posted.getlist("seen"):
        name, _colon, fact = text.partition(":")
        key, _dash, channel = name.partition("-")
        if not fact or fact.isdecimal():
            found[ags, key, channel] = int(fact) if fact else None
    return found


def typed(lines: Sequence[Line], posted: QueryDict) -> tuple[list[Row], dict[Cell, Correction]]:
    """Return the rows as typed, each with what is wrong, and what is said instead of what we knew."""
    rows: list[Row] = []
    said: dict[Cell, Correction] = {}
    for line in lines:
        name = f"{line.service.key}-{line.channel}"
        state, text = posted.get(f"stand-{name}", ""), posted.get(f"tag-{name}", "").strip()
        row, correction = _read(line, state if state in STATES else "", text)
        rows.append(row)
        if correction is not None:
            said[line.cell] = correction
    return rows, said


def compared(rows: Sequence[Row], seen: Mapping[Cell, int | None]) -> list[Row]:
    """Mark the rows that somebody changed since the page was shown, with what it showed then."""
    before = {row.name: seen.get(row.line.cell) or 0 for row in rows if _is_stale(row.line, seen)}
    places = {row.line.ags for row in rows}
    shown_then = CoverageFact.objects.filter(pk__in=before.values(), municipality__in=places)
    facts = {fact.pk: fact for fact in shown_then.order_by("pk")}
    return [
        replace(row, has_changed=True, was=facts.get(before[row.name])) if row.name in before else row
        for row in rows
    ]


def _is_stale(line: Line, seen: Mapping[Cell, int | None]) -> bool:
    return line.cell not in seen or seen[line.cell] != line.seen


def _known(line: Line) -> tuple[str, str]:
    fact = line.fact
    if fact is None:
        return "", ""
    on = fact.planned_on if fact.state == PLANNED else fact.valid_from if fact.state == LIVE else None
    return fact.state, on.isoformat() if on else ""


def _read(line: Line, state: str, text: str) -> tuple[Row, Correction | None]:
    known = _known(line)
    try:
        on: date | None = day(text) if text and state in (LIVE, PLANNED) else None
    except Refused as no:
        return Row(line, state, text, no.sentence(gettext)), None
    if state == PLANNED and on is None:
        return Row(line, state, text, gettext(NO_DAY)), None
    is_same = state == known[0] and (on is None or on.isoformat() == known[1])
    correction = None if is_same or not state else Correction(state, on)
    return Row(line, state, on.isoformat() if on else ""), correction
