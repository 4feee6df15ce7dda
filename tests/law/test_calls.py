"""The window of a call: both ends count, to the minute, by the clock on the wall in Germany."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stellwerk.law.calls import is_open, require_open, require_window
from stellwerk.law.working import Refused

BERLIN = ZoneInfo("Europe/Berlin")
OPENS = datetime(2024, 2, 1, 8, tzinfo=BERLIN)
CLOSES = datetime(2024, 4, 30, 18, tzinfo=BERLIN)  # summer time began in between


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - timedelta(microseconds=1), False),
        (OPENS, True),
        (CLOSES, True),
        (CLOSES + timedelta(microseconds=1), False),
        (datetime(2024, 4, 30, 16, 0, tzinfo=UTC), True),  # 18:00 in Germany
        (datetime(2024, 4, 30, 17, 0, tzinfo=UTC), False),
    ],
)
def test_both_ends_of_the_window_count(at: datetime, expected: bool) -> None:
    assert is_open(OPENS, CLOSES, at=at) is expected


def test_the_refusal_names_both_moments_in_german_time() -> None:
    with pytest.raises(
        Refused, match=r"bis 30\.04\.2024, 18:00 Uhr möglich, eingegangen ist dieser um 18:00:01"
    ):
        require_open(OPENS, CLOSES, at=datetime(2024, 4, 30, 16, 0, 1, tzinfo=UTC))
    with pytest.raises(Refused, match=r"ab 01\.02\.2024, 08:00 Uhr"):
        require_open(OPENS, CLOSES, at=datetime(2024, 1, 31, 12, tzinfo=UTC))


def test_in_time_nothing_is_refused() -> None:
    assert require_open(OPENS, CLOSES, at=CLOSES) is None


def test_a_window_ends_after_it_begins_and_on_full_minutes() -> None:
    assert require_window(OPENS, CLOSES) is None
    with pytest.raises(Refused, match="vor seinem Beginn"):
        require_window(CLOSES, OPENS)
    with pytest.raises(Refused, match="auf die Minute"):
        require_window(OPENS, CLOSES + timedelta(seconds=1))
