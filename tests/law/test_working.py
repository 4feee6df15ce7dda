"""Working and refusal: sentences, translation, storage."""

from datetime import date
from decimal import Decimal

import pytest

from stellwerk.law.working import Refused, Step, Working, steps_from

STEP = Step("%(days)s Tage × %(rate)s %%", "1,00 €", "§ 247 BGB", {"days": "3", "rate": "4,12"})


def test_a_step_is_a_sentence_with_its_values() -> None:
    assert STEP.sentence() == "3 Tage × 4,12 %"
    assert STEP.sentence(lambda text: text.replace("Tage", "days")) == "3 days × 4,12 %"


def test_a_stored_working_comes_back_unchanged() -> None:
    working = Working(Decimal("1.00"), (STEP, Step("Summe", "1,00 €", "§ 4 LHO")))

    assert steps_from(working.rows()) == working.steps


def test_a_result_is_read_as_what_it_is() -> None:
    assert Working(date(2025, 6, 30), ()).day == date(2025, 6, 30)
    with pytest.raises(AssertionError):
        _ = Working(date(2025, 6, 30), ()).amount


def test_a_refusal_is_a_sentence_that_can_be_translated() -> None:
    refused = Refused("Bitte prüfen Sie %(what)s.", field="end", what="das Ende")

    assert str(refused) == "Bitte prüfen Sie das Ende."
    assert refused.sentence(lambda _: "Please check %(what)s.") == "Please check das Ende."
