"""Deadlines: worked cases of announcement, appeal and other periods."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stellwerk.law.deadlines import Channel, announced_on, appeal_period, period_end
from stellwerk.law.figures import load_figures
from stellwerk.law.working import Refused

EXAMPLES = tomllib.loads(
    (Path(__file__).parents[1] / "examples" / "deadlines.toml").read_text(encoding="utf-8")
)
FIGURES = load_figures()


@pytest.mark.parametrize("case", EXAMPLES["appeal"], ids=lambda case: case["name"])
def test_worked_appeal_period(case: dict[str, Any]) -> None:
    appeal = appeal_period(case["dispatched_on"], channel=Channel(case["channel"]), figures=FIGURES)

    assert appeal.announced.day == case["announced"]
    assert appeal.announced_shifted.day == case["announced_shifted"]
    assert appeal.ends.day == case["ends"]
    assert appeal.ends_shifted.day == case["ends_shifted"]
    assert appeal.final_from_safe == case["final_from_safe"]


@pytest.mark.parametrize("case", EXAMPLES["period"], ids=lambda case: case["name"])
def test_worked_period(case: dict[str, Any]) -> None:
    length = {unit: case.get(unit, 0) for unit in ("months", "weeks", "days")}

    working = period_end(case["event_on"], **length, shift=case.get("shift", True))

    assert working.day == case["ends"]


def test_the_working_says_why_a_period_moves() -> None:
    appeal = appeal_period(date(2025, 3, 28), channel=Channel.POST, figures=FIGURES)

    assert (
        appeal.announced.steps[0].sentence()
        == "zur Post gegeben am 28.03.2025; bekannt gegeben am 4. Tag danach"
    )
    assert appeal.ends.steps[1].sentence() == (
        "Der 01.05.2025 ist ein Feiertag (Erster Mai); es zählt der nächste Werktag."
    )
    assert appeal.ends.steps[1].value == "02.05.2025"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2024, 3, 9), "Der 09.03.2024 ist ein Samstag; es zählt der nächste Werktag."),
        (date(2024, 3, 10), "Der 10.03.2024 ist ein Sonntag; es zählt der nächste Werktag."),
    ],
)
def test_weekends_are_named(day: date, reason: str) -> None:
    assert period_end(day, days=0).steps[-1].sentence() == reason


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        ({"months": 3}, "Ereignis am 08.03.2024, Frist 3 Monate"),
        ({"weeks": 1}, "Ereignis am 08.03.2024, Frist 1 Woche"),
        ({"weeks": 4}, "Ereignis am 08.03.2024, Frist 4 Wochen"),
        ({"days": 10}, "Ereignis am 08.03.2024, Frist in Tagen: 10"),
        ({"months": 1, "days": 5}, "Ereignis am 08.03.2024, Frist in Monaten: 1, in Wochen: 0, in Tagen: 5"),
    ],
)
def test_the_length_of_a_period_is_named(length: dict[str, int], sentence: str) -> None:
    assert period_end(date(2024, 3, 8), **length).steps[0].sentence() == sentence


def test_a_dispatch_before_the_first_known_rule_is_refused() -> None:
    with pytest.raises(Refused, match=r"16\.02\.2021"):
        appeal_period(date(2021, 2, 16), channel=Channel.POST, figures=FIGURES)


def test_the_fiction_days_of_the_portal_do_not_matter() -> None:
    working = announced_on(date(2026, 1, 27), channel=Channel.PORTAL, fiction_days=99, shift=False)

    assert working.day == date(2026, 1, 28)
    assert working.steps[0].source == "§ 41 Abs. 2a LVwVfG"
