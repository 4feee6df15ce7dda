"""What the worker does by the day: reminders before the due date, silence after it; in German time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stellwerk.gateways import clock
from stellwerk.management.opinions import work_due_opinions
from stellwerk.models import JournalEntry, OpinionRequest, OpinionState, SilenceRule
from tests.house.opinions import asked, objected

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def request_(db: None) -> OpinionRequest:
    return asked()


def on(monkeypatch: pytest.MonkeyPatch, *moment: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(*moment, tzinfo=BERLIN))  # type: ignore[arg-type]


def states(request: OpinionRequest) -> list[str]:
    return list(request.opinions.order_by("office__key").values_list("state", flat=True))


def test_some_days_before_the_due_date_the_silent_ones_are_reminded_once(
    request_: OpinionRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    objected(request_)

    on(monkeypatch, 2024, 3, 18, 12)
    assert work_due_opinions() == (0, 0)
    on(monkeypatch, 2024, 3, 19, 0, 25)
    assert work_due_opinions() == (1, 0)
    assert work_due_opinions() == (0, 0)

    assert states(request_) == [OpinionState.REMINDED, OpinionState.ANSWERED]
    assert JournalEntry.objects.get(verb="remind_offices").by is None


def test_on_the_day_of_the_question_nobody_is_reminded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(due_on=date(2024, 3, 9))

    on(monkeypatch, 2024, 3, 8, 23, 59)
    assert work_due_opinions() == (0, 0)


def test_silence_is_noted_after_midnight_in_germany(
    request_: OpinionRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, 2024, 3, 22, 23, 59)
    work_due_opinions()
    assert OpinionState.SILENT not in states(request_)

    on(monkeypatch, 2024, 3, 23, 0, 0)
    assert work_due_opinions() == (0, 1)
    assert states(request_) == [OpinionState.SILENT, OpinionState.SILENT]


def test_where_silence_says_nothing_it_stays_open(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(silence_rule=SilenceRule.WAIT)

    on(monkeypatch, 2024, 6, 1, 8)
    assert work_due_opinions() == (0, 0)
    assert states(request) == [OpinionState.ASKED, OpinionState.ASKED]
