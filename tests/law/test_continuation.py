"""Continuation: worked cases, refusals, properties."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.continuation import GrantedState, continue_grant
from stellwerk.law.periods import through
from stellwerk.law.terms import CostPlan, DayRule, FinancingType, Staffing, Terms, VacancyRule
from stellwerk.law.working import Refused

EXAMPLES = tomllib.loads(
    (Path(__file__).parents[1] / "examples" / "continuation.toml").read_text(encoding="utf-8")
)
DAY = timedelta(days=1)


def terms(**values: Any) -> Terms:
    money = {
        name: Decimal(values[name]) for name in ("monthly_rate", "percent", "monthly_cap") if name in values
    }
    return Terms(
        label="Fördergrundsätze, Fassung 2",
        financing_type=FinancingType(values["financing_type"]),
        monthly_rate=money.get("monthly_rate"),
        percent=money.get("percent"),
        monthly_cap=money.get("monthly_cap"),
        day_rule=DayRule(values["day_rule"]),
        vacancy_rule=VacancyRule(values["vacancy_rule"]),
        longest_months=values.get("longest_months"),
        minimum_share=Decimal(values.get("minimum_share", "0")),
        is_example=True,
    )


def state(case: dict[str, Any]) -> GrantedState:
    staffing = tuple(
        Staffing(
            person["start"],
            person["last_day"] + DAY if "last_day" in person else None,
            Decimal(person["share"]),
        )
        for person in case["staffing"]
    )
    costs = (
        CostPlan(**{name: Decimal(value) for name, value in case["costs"].items()})
        if "costs" in case
        else None
    )
    period = through(case["start"], case["last_day"])
    granted = {2022: Decimal("15000.00"), 2023: Decimal("60000.00")}
    return GrantedState(period.start, period.end, Decimal(case["approved_share"]), staffing, costs, granted)


def filled(case: dict[str, Any]) -> dict[str, Any]:
    defaults = EXAMPLES["defaults"]
    return {**defaults, **case, "terms": {**defaults["terms"], **case.get("terms", {})}}


PLAIN = filled({})


@pytest.mark.parametrize("case", EXAMPLES["case"], ids=lambda case: case["name"])
def test_worked_case(case: dict[str, Any]) -> None:
    case = filled(case)
    new_end = case["new_last_day"] + DAY

    result = continue_grant(state(case), new_end=new_end, terms=terms(**case["terms"]))

    added = {int(year): Decimal(amount) for year, amount in case["added"].items()}
    assert result.added == added
    assert result.working.amount == sum(added.values())
    assert result.total_after == Decimal("75000.00") + sum(added.values())
    assert result.months == Decimal(case["months"])
    assert result.changes is case.get("changes", True)
    assert result.new_end == max(new_end, case["last_day"] + DAY)
    if "says" in case:
        assert case["says"] in [step.sentence() for step in result.working.steps]


def test_the_working_names_rate_period_and_terms_in_few_steps() -> None:
    result = continue_grant(state(PLAIN), new_end=date(2025, 7, 1), terms=terms(**PLAIN["terms"]))

    assert [(step.sentence(), step.value) for step in result.working.steps] == [
        (
            "Der Bewilligungszeitraum wird über den 30.09.2024 hinaus bis zum 30.06.2025 verlängert.",
            "30.06.2025",
        ),
        ("Festbetrag je Monat und Vollzeitstelle", "5.000,00 €"),
        ("2024: 3 volle Monate × 5.000,00 € × Stellenanteil 1,0", "15.000,00 €"),
        ("2025: 6 volle Monate × 5.000,00 € × Stellenanteil 1,0", "30.000,00 €"),
        ("Zusätzlicher Betrag für 01.10.2024 bis 30.06.2025", "45.000,00 €"),
    ]
    assert result.working.steps[1].source == "Fördergrundsätze, Fassung 2 (Beispielwert)"


def test_a_new_end_before_the_first_day_is_refused() -> None:
    with pytest.raises(
        Refused, match=r"Das neue Ende 30\.09\.2022 liegt vor dem Beginn .* 01\.10\.2022"
    ) as refused:
        continue_grant(state(PLAIN), new_end=date(2022, 10, 1), terms=terms(**PLAIN["terms"]))

    assert refused.value.field == "new_end"


def test_a_new_end_beyond_the_longest_duration_is_refused_with_the_last_possible_day() -> None:
    limited = terms(**PLAIN["terms"], longest_months=32)

    assert continue_grant(state(PLAIN), new_end=date(2025, 6, 1), terms=limited).changes
    with pytest.raises(Refused, match=r"längstens 32 Monate gefördert, hier also bis zum 31\.05\.2025"):
        continue_grant(state(PLAIN), new_end=date(2025, 6, 2), terms=limited)


def test_a_grant_that_runs_long_enough_is_not_measured_against_the_longest_duration() -> None:
    limited = terms(**PLAIN["terms"], longest_months=12)

    assert not continue_grant(state(PLAIN), new_end=date(2024, 10, 1), terms=limited).changes


SHARES = st.sampled_from([Decimal("0.5"), Decimal("0.75"), Decimal("1")])
PEOPLE = st.builds(
    Staffing,
    start=st.dates(date(2022, 7, 1), date(2025, 6, 30)),
    end=st.none(),
    share=SHARES,
)


@given(
    start=st.dates(date(2022, 7, 1), date(2023, 12, 31)),
    days=st.integers(1, 900),
    new_end=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    people=st.lists(PEOPLE, max_size=3),
    day_rule=st.sampled_from(DayRule),
    vacancy_rule=st.sampled_from(VacancyRule),
)
def test_a_continuation_never_shortens_and_never_takes_away(
    start: date,
    days: int,
    new_end: date,
    people: list[Staffing],
    day_rule: DayRule,
    vacancy_rule: VacancyRule,
) -> None:
    granted = GrantedState(
        start, start + days * DAY, Decimal(1), tuple(people), None, {2023: Decimal("1.00")}
    )
    rule = {"financing_type": "festbetrag", "monthly_rate": "5123.45", "vacancy_rule": vacancy_rule}

    result = continue_grant(granted, new_end=new_end, terms=terms(**rule, day_rule=day_rule))

    assert result.new_end == max(granted.end, new_end)
    assert all(amount > 0 for amount in result.added.values())
    assert result.total_after == result.total_before + sum(result.added.values())
    assert result.changes or not result.added
