"""Waves: they have days, never wait for themselves, and name a municipality once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from stellwerk.models import Municipality, Service, Wave, WaveTarget
from tests.house.cases import ASKED_AT, person

Breaks = Callable[..., None]


@pytest.fixture
def wave(db: None) -> Wave:
    service, _is_new = Service.objects.get_or_create(
        key="99012008001000", defaults={"name": "Baugenehmigung", "source": "Test"}
    )
    return Wave.objects.create(
        title="Welle 1",
        service=service,
        district_id="08115",
        starts_on=date(2024, 3, 11),
        due_on=date(2024, 5, 31),
        by=person("koordination").person,
        created_at=ASKED_AT,
    )


def test_a_wave_ends_on_its_first_day_at_the_earliest(wave: Wave, copy_breaks: Breaks) -> None:
    Wave.objects.filter(pk=wave.pk).update(due_on=wave.starts_on)

    copy_breaks("wave_has_days", wave, due_on=date(2024, 3, 10))


def test_a_wave_does_not_wait_for_itself(wave: Wave) -> None:
    with pytest.raises(IntegrityError, match="wave_does_not_wait_for_itself"), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(after=F("id"))


def test_a_municipality_is_in_a_wave_once(wave: Wave, copy_breaks: Breaks) -> None:
    place = Municipality.objects.get(ags="08115003")
    target = WaveTarget.objects.create(wave=wave, municipality=place, planned_on=date(2024, 4, 2))

    copy_breaks("wave_target_once", target)
