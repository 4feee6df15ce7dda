"""The clock of a demonstration: it is behind by whole days, and never goes back while it runs."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from config.env import ZONE, demo_behind
from stellwerk.gateways import clock


def test_a_demonstration_begins_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STELLWERK_DEMO_DAY", "2024-03-08")
    monkeypatch.delenv("STELLWERK_DEMO_BEHIND", raising=False)

    before = datetime.now(ZoneInfo(ZONE))
    began = before - demo_behind()

    assert (began.date(), began.time()) == (date(2024, 3, 8), before.time())


def test_processes_that_follow_are_behind_by_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STELLWERK_DEMO_BEHIND", raising=False)
    first = demo_behind()

    monkeypatch.setenv("STELLWERK_DEMO_DAY", "2020-01-01")

    assert demo_behind() == first


def test_past_midnight_it_goes_on_to_the_next_day(settings: Any) -> None:
    settings.DEMO_BEHIND = timezone.localdate() - timedelta(days=1) - date(2024, 3, 8)

    assert clock.today() == date(2024, 3, 9)


def test_a_clock_that_is_not_behind_tells_the_moment(settings: Any) -> None:
    settings.DEMO_BEHIND = timedelta()

    assert abs(timezone.now() - clock.now()) < timedelta(seconds=5)
