"""Indicators by interface: everybody reads what they mean, their figures come with a token."""

import pytest

from stellwerk.queries.indicators import INDICATORS
from tests.api.conftest import Ask


def test_everybody_reads_what_an_indicator_counts(ask: Ask) -> None:
    answer = ask("indicators").json()

    assert {one["key"] for one in answer} == set(INDICATORS)
    assert all(one["definition"] and one["source"] for one in answer)


def test_figures_come_with_a_token_only(ask: Ask) -> None:
    assert ask("indicators/municipalities").status_code == 401


@pytest.mark.parametrize("key", ["gibt-es-nicht", "1", "None"])
def test_an_unknown_indicator_is_not_found(ask: Ask, key: str) -> None:
    assert ask(f"indicators/{key}", "pruefung").status_code == 404


def test_an_unknown_dimension_is_named(ask: Ask) -> None:
    answer = ask("indicators/municipalities", "pruefung", by="haarfarbe")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "by")
