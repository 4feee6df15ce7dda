"""Opinions: the last day, silence, lateness, and what must be settled first."""

from datetime import date

import pytest

from stellwerk.law.opinions import is_late, is_silent, last_day, require_due_day, require_settled
from stellwerk.law.working import Refused


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (date(2024, 3, 22), date(2024, 3, 22)),  # a Friday
        (date(2024, 3, 23), date(2024, 3, 25)),  # a Saturday
        (date(2024, 3, 29), date(2024, 4, 2)),  # Good Friday, then Easter
        (date(2024, 11, 1), date(2024, 11, 4)),  # All Saints, a holiday of this Land
    ],
)
def test_a_due_day_that_is_no_working_day_moves_on(due_on: date, last: date) -> None:
    working = last_day(due_on)

    assert working.day == last
    assert working.steps[-1].source == ("§ 31 Abs. 2 LVwVfG" if due_on == last else "§ 31 Abs. 3 LVwVfG")


def test_an_answer_on_the_moved_day_is_in_time_and_one_on_the_next_is_late() -> None:
    assert not is_late(date(2024, 3, 29), date(2024, 4, 2))
    assert is_late(date(2024, 3, 29), date(2024, 4, 3))


def test_silence_counts_only_where_the_rule_says_so_and_the_day_is_over() -> None:
    due_on = date(2024, 3, 22)

    assert not is_silent("consent", due_on, on=due_on)
    assert is_silent("consent", due_on, on=date(2024, 3, 23))
    assert not is_silent("wait", due_on, on=date(2024, 12, 31))


def test_a_due_day_leaves_time() -> None:
    require_due_day(date(2024, 3, 9), asked_on=date(2024, 3, 8))

    with pytest.raises(Refused, match=r"nach dem 08\.03\.2024"):
        require_due_day(date(2024, 3, 8), asked_on=date(2024, 3, 8))


@pytest.mark.parametrize(
    ("unanswered", "untreated", "words"),
    [(1, 0, "Es fehlen noch 1 Stellungnahmen"), (0, 2, "2 Punkte"), (1, 2, "Es fehlen noch 1")],
)
def test_an_open_answer_or_point_keeps_the_rest_waiting(unanswered: int, untreated: int, words: str) -> None:
    require_settled(unanswered=0, untreated=0)

    with pytest.raises(Refused, match=words):
        require_settled(unanswered=unanswered, untreated=untreated)
