"""The clock of a demonstration: it begins on its day, and never goes back while it runs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import SettingsWrapper

from stellwerk.gateways import clock


def test_a_demonstration_stands_on_its_day(settings: SettingsWrapper) -> None:
    settings.DEMO_DAY, settings.DEMO_BEGAN = date(2024, 3, 8), timezone.localdate()

    assert clock.today() == date(2024, 3, 8)


def test_past_midnight_a_demonstration_goes_on_to_the_next_day(settings: SettingsWrapper) -> None:
    settings.DEMO_DAY, settings.DEMO_BEGAN = date(2024, 3, 8), timezone.localdate() - timedelta(days=1)

    assert clock.today() == date(2024, 3, 9)


@pytest.mark.parametrize("began", [timezone.localdate(), timezone.localdate() - timedelta(days=400)])
def test_without_a_demonstration_it_is_now(settings: SettingsWrapper, began: date) -> None:
    settings.DEMO_DAY, settings.DEMO_BEGAN = None, began

    assert timezone.now() - clock.now() < timedelta(seconds=5)
