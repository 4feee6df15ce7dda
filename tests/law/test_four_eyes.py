"""Four eyes: tests of the rule."""

import pytest

from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.working import Refused


def test_another_person_may_release() -> None:
    require_other_person([1, 2], 3)


@pytest.mark.parametrize("released_by", [1, 2])
def test_nobody_who_prepared_may_release(released_by: int) -> None:
    with pytest.raises(Refused, match="nicht selbst freigeben") as refused:
        require_other_person([1, 2], released_by)

    assert refused.value.field == "released_by"


def test_a_release_without_a_recorded_preparer_is_refused() -> None:
    with pytest.raises(Refused, match="wer den Vorgang vorbereitet hat"):
        require_other_person([], 1)


def test_nobody_releases_for_somebody_who_prepared() -> None:
    with pytest.raises(Refused, match="in Vertretung für eine Person"):
        require_other_person({7}, 8, released_for=7)

    require_other_person({7}, 8, released_for=9)
