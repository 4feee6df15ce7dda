"""Reforms of municipalities: what may be said of the successors from what was known of their predecessors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from stellwerk.law.coverage import LIVE, NONE, NOT_RESPONSIBLE, PLANNED, weakest
from stellwerk.law.working import N_, Refused

CONFIDENCE = ("low", "medium", "high")
WORDS = {
    LIVE: N_("online"),
    PLANNED: N_("geplant"),
    NONE: N_("kein Angebot"),
    NOT_RESPONSIBLE: N_("nicht zuständig"),
}


class ReformKind(StrEnum):
    MERGE = "merge"  # several become a new one
    SPLIT = "split"  # one becomes several new ones
    MOVE = "move"  # the same municipality gets another key
    ABSORB = "absorb"  # one or several become part of one that goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What holds of a cell from ``start`` to ``end`` (half-open), as far as a reform carries it over."""

    start: date
    end: date | None
    state: str
    planned_on: date | None = None
    maturity: int | None = None
    maturity_model: str = ""
    online_service_id: int | None = None
    source: str
    confidence: str
    checked_by: str = ""
    checked_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A predecessor by name, with what is known of one cell from the day of the reform on."""

    name: str
    pieces: Sequence[Piece]


def require_fitting(kind: ReformKind, old: Sequence[str], new: Sequence[str]) -> None:
    """Refuse keys that do not fit the kind of reform.

    Law: §§ 8, 9 GemO (changes of the territory of municipalities).
    """
    several_old, several_new = len(old) > 1, len(new) > 1
    fits = {
        ReformKind.MERGE: several_old and not several_new,
        ReformKind.SPLIT: several_new and not several_old,
        ReformKind.MOVE: not several_old and not several_new,
        ReformKind.ABSORB: not several_new,
    }[kind]
    if not old or not new or not fits or set(old) & set(new) or len({*old, *new}) != len(old) + len(new):
        raise Refused(
            N_(
                "Diese Schlüssel passen nicht zur Art der Reform. Ein Zusammenschluss hat mehrere alte "
                "und einen neuen, eine Teilung einen alten und mehrere neue, ein Schlüsselwechsel je einen, "
                "eine Eingemeindung eine bestehende Gemeinde als Ziel. Bitte geben Sie sie anders an."
            )
        )


def carried(kind: ReformKind, parts: Sequence[Part], day: date) -> list[Piece]:
    """Return what is said of a cell of each successor from the day on; nothing if a part was not collected.

    A merged municipality is live only where all parts were; else the weakest counts, and the note says why.
    Law: §§ 8, 9 GemO; how coverage follows is our own rule (docs/decisions/0007-reforms.md).
    """
    if kind == ReformKind.ABSORB:
        return []  # the one that goes on is the same authority: what is known of it stays true
    if kind == ReformKind.MOVE:
        return [replace(it, start=max(it.start, day)) for it in sorted(parts[0].pieces, key=_start)]
    joined: list[Piece] = []
    for piece in _segments(parts, day):
        if (
            joined
            and joined[-1].end == piece.start
            and replace(joined[-1], end=piece.end) == replace(piece, start=joined[-1].start)
        ):
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return [_less_sure(piece) for piece in joined] if kind == ReformKind.SPLIT else joined


def _segments(parts: Sequence[Part], day: date) -> Iterator[Piece]:
    """Yield one piece for each stretch of time in which no part changes."""
    pieces = [piece for part in parts for piece in part.pieces]
    edges = sorted(
        {max(it.start, day) for it in pieces} | {it.end for it in pieces if it.end and it.end > day}
    )
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        held = [(part.name, piece) for part in parts for piece in part.pieces if _holds(piece, start)]
        if held and len(held) == len(parts):
            yield _together(held, start, end)


def _start(piece: Piece) -> date:
    return piece.start


def _holds(piece: Piece, day: date) -> bool:
    return piece.start <= day and (piece.end is None or piece.end > day)


def _together(held: Sequence[tuple[str, Piece]], start: date, end: date | None) -> Piece:
    pieces = [piece for _name, piece in held]
    state = _merged_state([piece.state for piece in pieces])
    oldest = min(pieces, key=lambda piece: piece.checked_on)
    days = [piece.planned_on for piece in pieces if piece.planned_on]
    models = {piece.maturity_model for piece in pieces}
    levels = [piece.maturity for piece in pieces if piece.maturity is not None]
    named = {piece.online_service_id for piece in pieces}
    has_level = state == LIVE and len(models) == 1 and len(levels) == len(pieces)
    return Piece(
        start=start,
        end=end,
        state=state,
        planned_on=max(days) if state == PLANNED else None,
        maturity=min(levels) if has_level else None,
        maturity_model=models.pop() if has_level else "",
        online_service_id=named.pop() if len(named) == 1 and state in (LIVE, PLANNED) else None,
        source=oldest.source,
        confidence=min((piece.confidence for piece in pieces), key=CONFIDENCE.index),
        checked_by=oldest.checked_by,
        checked_on=oldest.checked_on,
        note="Gebietsreform: " + ", ".join(f"{name} {WORDS[piece.state]}" for name, piece in held),
    )


def _merged_state(states: Sequence[str]) -> str:
    """Only where nobody was responsible nobody is; else who was not had no offer."""
    if set(states) == {NOT_RESPONSIBLE}:
        return NOT_RESPONSIBLE
    return weakest(NONE if state == NOT_RESPONSIBLE else state for state in states)


def _less_sure(piece: Piece) -> Piece:
    """Of the parts of a split nobody has looked yet whether they go on with what there was."""
    return replace(piece, confidence=CONFIDENCE[0])
