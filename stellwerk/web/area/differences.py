"""Differences: a row of an intake as a page shows it, what is known beside what is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.models import Channel, CoverageState, IntakeRow, RowDecision, Verdict
from stellwerk.queries.comparison import PROPOSALS
from stellwerk.queries.sheets import COLUMN_WORDS
from stellwerk.web.templatetags.german import day


@dataclass(frozen=True, slots=True)
class Box:
    """A word to correct, with the name of its input."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an intake.

    before, after  „nicht erhoben“ → „online ab 01.03.2024“
    messages       column in German (or nothing) and sentence
    boxes          what of a faulty row can be typed anew
    """

    number: int
    place: str
    service: str
    before: str
    after: str
    messages: list[tuple[str, str]]
    decision: str
    is_out: bool
    boxes: list[Box]


def lines(
    rows: Iterable[IntakeRow], *, names: Mapping[int, str], typed: Mapping[str, str] | None = None
) -> list[Line]:
    """Return rows as lines.

    names  of online services, by number
    typed  name of an input → what somebody typed there and what was refused
    """
    return [_line(row, names, typed or {}) for row in rows]


def _line(row: IntakeRow, names: Mapping[int, str], typed: Mapping[str, str]) -> Line:
    words = row.wanted.get("words", {})
    is_faulty = row.verdict == Verdict.ERROR
    return Line(
        number=row.number,
        place=row.municipality.name if row.municipality else words.get("place", ""),
        service=row.service.name if row.service else words.get("service", ""),
        before=_known(row, names),
        after=words.get("state", "") if is_faulty else _said(row.wanted, row.channel, names),
        messages=[_message(**it) for it in row.messages],
        decision=_decision(row),
        is_out=row.decision == RowDecision.DECLINED,
        boxes=_boxes(row, words, typed) if is_faulty else [],
    )


def _boxes(row: IntakeRow, words: Mapping[str, str], typed: Mapping[str, str]) -> list[Box]:
    wrong = dict.fromkeys(it["column"] for it in row.messages if it["column"] in COLUMN_WORDS)
    found = []
    for column in wrong:
        name = f"wort-{row.number}-{column}"
        label = _("Zeile %(number)s, %(column)s") % {"number": row.number, "column": _column(column)}
        found.append(Box(name, label, typed.get(name, words.get(column, ""))))
    return found


def _decision(row: IntakeRow) -> str:
    if row.intake.kind in PROPOSALS:
        reason = f": {row.reason}" if row.reason else ""
        return f"{row.get_decision_display()}{reason}"
    if row.decision == RowDecision.DECLINED:
        return _("wird ausgelassen")
    if row.verdict == Verdict.ERROR:
        return _("bitte berichtigen oder auslassen")
    return _("bleibt") if row.verdict == Verdict.SAME else _("wird übernommen")


def _known(row: IntakeRow, names: Mapping[int, str]) -> str:
    seen = row.seen
    if seen is None:
        return _("nicht erhoben")
    return _worded(
        seen.state, seen.planned_on, seen.maturity, seen.maturity_model, seen.channel, seen.valid_from,
        names.get(seen.online_service_id or 0, ""),
    )  # fmt: skip


def _said(wanted: dict[str, Any], channel: str, names: Mapping[int, str]) -> str:
    if not wanted.get("state"):
        return _("keine Angabe")
    planned, begins = wanted.get("planned_on"), wanted.get("valid_from")
    return _worded(
        wanted["state"],
        date.fromisoformat(planned) if planned else None,
        wanted.get("maturity"),
        wanted.get("maturity_model") or "",
        channel,
        date.fromisoformat(begins) if begins else None,
        names.get(wanted.get("online_service") or 0, ""),
    )


def _worded(
    state: str, planned_on: date | None, maturity: int | None, model: str, channel: str, begins: date | None,
    online_service: str,
) -> str:  # fmt: skip
    """Say what holds: „geplant für 01.10.2024“, „online (EfA), Reifegrad 3 (1.1), ab 01.03.2024“."""
    parts = [str(CoverageState(state).label)]
    if planned_on:
        parts[0] = _("geplant für %(day)s") % {"day": day(planned_on)}
    if channel != Channel.ANY:
        parts.append(str(Channel(channel).label))
    if online_service:
        parts.append(_("mit „%(name)s“") % {"name": online_service})
    if maturity is not None:
        parts.append(_("Reifegrad %(level)s (%(model)s)") % {"level": maturity, "model": model})
    if begins:
        parts.append(_("ab %(day)s") % {"day": day(begins)})
    return ", ".join(parts)


def _message(column: str, text: str, values: dict[str, str]) -> tuple[str, str]:
    return _column(column), _(text) % _translated(values) if values else _(text)


def _column(name: str) -> str:
    return _(COLUMN_WORDS[name]) if name in COLUMN_WORDS else ""


def _translated(values: dict[str, str]) -> dict[str, str]:
    return {name: _(text) if text else "" for name, text in values.items()}
