"""Reforms: what the successors get, piece by piece, and what cannot be said of them."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.coverage import STRENGTH
from stellwerk.law.reforms import Part, Piece, ReformKind, carried, require_fitting
from stellwerk.law.working import Refused

DAY = date(2026, 1, 1)
LONG_AGO = date(2024, 5, 1)


def piece(state: str = "live", start: date = LONG_AGO, end: date | None = None, **more: Any) -> Piece:
    values: dict[str, Any] = {"source": "coordinator", "confidence": "high", "checked_on": date(2025, 9, 3)}
    return Piece(start=start, end=end, state=state, **(values | more))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("live", "live"), "live"),
        (("live", "none"), "none"),
        (("live", "planned", "live"), "planned"),
        (("planned", "none"), "none"),
        (("not_responsible", "not_responsible"), "not_responsible"),
        (("live", "not_responsible"), "none"),
    ],
)
def test_the_weakest_part_decides(states: tuple[str, ...], expected: str) -> None:
    (state,) = [
        it.state
        for it in carried(
            ReformKind.MERGE,
            [
                Part(str(n), [piece(s, planned_on=DAY if s == "planned" else None)])
                for n, s in enumerate(states)
            ],
            DAY,
        )
    ]

    assert state == expected


def test_a_part_that_was_not_collected_leaves_nothing_to_say() -> None:
    assert carried(ReformKind.MERGE, [Part("Ort 1", [piece()]), Part("Ort 2", [])], DAY) == []


def test_the_note_says_which_part_was_what_and_the_doubts_add_up() -> None:
    (made,) = carried(
        ReformKind.MERGE,
        [
            Part("Adorf", [piece(maturity=3, maturity_model="1.1")]),
            Part("Bdorf", [piece(maturity=2, maturity_model="1.1", confidence="low", checked_on=LONG_AGO)]),
        ],
        DAY,
    )

    assert made.note == "Gebietsreform: Adorf online, Bdorf online"
    assert (made.start, made.end) == (DAY, None)
    assert (made.maturity, made.maturity_model, made.confidence) == (2, "1.1", "low")
    assert made.checked_on == LONG_AGO


def test_levels_of_two_models_are_not_made_one() -> None:
    first, second = piece(maturity=3, maturity_model="1.1"), piece(maturity=2, maturity_model="2.0")

    (made,) = carried(ReformKind.MERGE, [Part("Adorf", [first]), Part("Bdorf", [second])], DAY)

    assert (made.maturity, made.maturity_model) == (None, "")


def test_what_was_entered_after_the_day_follows_in_time() -> None:
    """A reform is often recorded weeks later; by then somebody has gone on under the old key."""
    later = date(2026, 2, 1)
    first = Part("Adorf", [piece("none", end=later), piece("live", start=later)])

    made = carried(ReformKind.MERGE, [first, Part("Bdorf", [piece()])], DAY)

    assert [(it.state, it.start, it.end) for it in made] == [("none", DAY, later), ("live", later, None)]


def test_the_day_planned_last_counts() -> None:
    days = date(2026, 5, 1), date(2026, 9, 1)
    parts = [Part(str(day), [piece("planned", planned_on=day)]) for day in days]

    (made,) = carried(ReformKind.MERGE, parts, DAY)

    assert made.planned_on == days[1]


def test_another_key_changes_nothing_else() -> None:
    known = piece(maturity=5, maturity_model="2.0", note="angerufen")

    (made,) = carried(ReformKind.MOVE, [Part("Adorf", [known])], DAY)

    assert made == piece(start=DAY, maturity=5, maturity_model="2.0", note="angerufen")


def test_of_the_parts_of_a_split_nobody_is_sure() -> None:
    (made,) = carried(ReformKind.SPLIT, [Part("Adorf", [piece()])], DAY)

    assert (made.state, made.confidence) == ("live", "low")


def test_who_absorbs_goes_on_as_before() -> None:
    assert carried(ReformKind.ABSORB, [Part("Adorf", [piece()])], DAY) == []


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(STRENGTH), st.integers(1, 400)), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_pieces_follow_one_another_and_are_never_stronger_than_any_part(
    timelines: list[list[tuple[str, int]]],
) -> None:
    parts = [Part(str(number), list(_timeline(steps))) for number, steps in enumerate(timelines)]

    made = carried(ReformKind.MERGE, parts, DAY)

    assert all(one.end is not None and one.end <= two.start for one, two in pairwise(made))
    for it in made:
        assert it.start >= DAY
        held = [
            p for part in parts for p in part.pieces if p.start <= it.start and (p.end or date.max) > it.start
        ]
        assert len(held) == len(parts)
        assert it.state != "live" or {p.state for p in held} == {"live"}


def _timeline(steps: list[tuple[str, int]]) -> list[Piece]:
    days = [LONG_AGO]
    for _state, length in steps:
        days.append(date.fromordinal(days[-1].toordinal() + length))
    ends = [*days[1:-1], None]
    return [
        piece(state, start, end, planned_on=DAY if state == "planned" else None)
        for (state, _length), start, end in zip(steps, days, ends, strict=False)
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("merge", ["1"], ["2"]),
        ("merge", ["1", "2"], ["2"]),
        ("merge", ["1", "2"], []),
        ("split", ["1"], ["2"]),
        ("move", ["1"], ["2", "3"]),
        ("move", ["1"], ["1"]),
        ("absorb", [], ["2"]),
        ("merge", ["1", "1"], ["2"]),
    ],
)
def test_keys_that_do_not_fit_are_refused(kind: str, old: list[str], new: list[str]) -> None:
    with pytest.raises(Refused, match="passen nicht zur Art der Reform"):
        require_fitting(ReformKind(kind), old, new)
