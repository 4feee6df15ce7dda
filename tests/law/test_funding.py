"""Funding: shares over time, day rules, financing types, properties."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.law.funding import funding, monthly_amount
from stellwerk.law.months import UNITS, month_parts
from stellwerk.law.periods import Period, through
from stellwerk.law.staffing import occupied_runs
from stellwerk.law.terms import CostPlan, DayRule, FinancingType, Staffing, Terms, VacancyRule
from stellwerk.law.working import Refused

TERMS = Terms(
    label="Fördergrundsätze, Fassung 1",
    financing_type=FinancingType.FESTBETRAG,
    monthly_rate=Decimal("5123.45"),
    percent=None,
    monthly_cap=None,
    day_rule=DayRule.CALENDAR_DAYS,
    vacancy_rule=VacancyRule.OCCUPIED_ONLY,
    longest_months=None,
    minimum_share=Decimal(0),
    is_example=False,
)
COSTS = CostPlan(Decimal("6123.45"), Decimal("500.00"), Decimal("250.50"))
WHOLE = (Staffing(date(2022, 1, 1), None, Decimal(1)),)


def test_two_years_are_split_by_calendar_year() -> None:
    result = funding(
        through(date(2022, 10, 1), date(2024, 9, 30)),
        approved_share=Decimal(1),
        staffing=WHOLE,
        terms=TERMS,
        costs=None,
    )

    assert result.by_year == {
        2022: Decimal("15370.35"),
        2023: Decimal("61481.40"),
        2024: Decimal("46111.05"),
    }
    assert result.working.amount == Decimal("122962.80")
    assert result.months == 24
    assert len(result.working.steps) == 4


def test_a_year_without_funding_is_listed_with_nothing() -> None:
    result = funding(
        Period(date(2024, 7, 1), date(2025, 7, 1)),
        approved_share=Decimal(1),
        staffing=(Staffing(date(2025, 1, 1), None, Decimal(1)),),
        terms=TERMS,
        costs=None,
    )

    assert result.by_year == {2024: 0, 2025: Decimal("30740.70")}


def test_a_share_below_the_minimum_is_not_funded_and_the_working_says_so() -> None:
    people = (
        Staffing(date(2025, 1, 1), date(2025, 3, 1), Decimal("0.4")),
        Staffing(date(2025, 3, 1), None, Decimal("0.8")),
    )

    result = funding(
        through(date(2025, 1, 1), date(2025, 6, 30)),
        approved_share=Decimal(1),
        staffing=people,
        terms=replace(TERMS, minimum_share=Decimal("0.5")),
        costs=None,
    )

    assert result.by_year == {2025: Decimal("16395.04")}
    assert (
        "Für die Zeit vom 01.01.2025 bis 28.02.2025 ist die Stelle nicht durchgehend mit dem Mindestanteil "
        "von 0,5 besetzt; dafür wird nichts gewährt."
    ) in [step.sentence() for step in result.working.steps]


def test_an_approved_share_below_the_minimum_is_refused() -> None:
    with pytest.raises(Refused, match=r"Stellenanteil von 0,4 liegt unter dem Mindestanteil von 0,5"):
        funding(
            through(date(2025, 1, 1), date(2025, 6, 30)),
            approved_share=Decimal("0.4"),
            staffing=WHOLE,
            terms=replace(TERMS, minimum_share=Decimal("0.5")),
            costs=None,
        )


@pytest.mark.parametrize("share", ["0", "-0.5", "1.01"])
def test_an_impossible_approved_share_is_our_mistake(share: str) -> None:
    with pytest.raises(ValueError, match="approved share"):
        funding(
            through(date(2025, 1, 1), date(2025, 6, 30)),
            approved_share=Decimal(share),
            staffing=WHOLE,
            terms=TERMS,
            costs=None,
        )


@pytest.mark.parametrize(
    ("financing_type", "values", "expected"),
    [
        (FinancingType.FESTBETRAG, {}, "5123.45"),
        (FinancingType.ANTEIL, {"percent": Decimal("62.5")}, "3827.15625"),
        (FinancingType.ANTEIL, {"percent": Decimal("62.5"), "monthly_cap": Decimal("3800")}, "3800"),
        (FinancingType.FEHLBEDARF, {}, "5372.95"),
        (FinancingType.FEHLBEDARF, {"monthly_cap": Decimal("5000")}, "5000"),
        (FinancingType.VOLL, {}, "6123.45"),
        (FinancingType.VOLL, {"monthly_cap": Decimal("6123.45")}, "6123.45"),
    ],
)
def test_the_monthly_amount_follows_the_financing_type(
    financing_type: FinancingType, values: dict[str, Decimal], expected: str
) -> None:
    terms = replace(TERMS, financing_type=financing_type, **values)

    assert monthly_amount(terms, COSTS).amount == Decimal(expected)


def test_own_funds_beyond_the_expenditure_leave_no_gap() -> None:
    rich = replace(COSTS, own_monthly=Decimal("7000"))

    assert monthly_amount(replace(TERMS, financing_type=FinancingType.FEHLBEDARF), rich).amount == 0


def test_a_share_is_explained_with_its_percentage() -> None:
    terms = replace(TERMS, financing_type=FinancingType.ANTEIL, percent=Decimal("62.50"))

    step = monthly_amount(terms, COSTS).steps[0]

    assert step.sentence() == "Anteil je Monat: 62,5 % von 6.123,45 € zuwendungsfähigen Ausgaben"
    assert step.value == "3.827,1563 €"


@pytest.mark.parametrize(
    ("terms", "costs", "field"),
    [
        (replace(TERMS, monthly_rate=None), None, "monthly_rate"),
        (replace(TERMS, financing_type=FinancingType.ANTEIL), COSTS, "percent"),
        (replace(TERMS, financing_type=FinancingType.VOLL), None, "costs"),
    ],
)
def test_a_missing_value_of_the_terms_is_refused_by_name(
    terms: Terms, costs: CostPlan | None, field: str
) -> None:
    with pytest.raises(Refused, match=r"Fördergrundsätze, Fassung 1.*Bitte") as refused:
        monthly_amount(terms, costs)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "last", "thirtieths"),
    [
        (date(2025, 1, 31), date(2025, 1, 31), 0),
        (date(2025, 1, 2), date(2025, 1, 31), 29),
        (date(2025, 1, 1), date(2025, 1, 30), 30),
        (date(2025, 2, 1), date(2025, 2, 27), 27),
        (date(2025, 2, 15), date(2025, 2, 28), 16),
        (date(2024, 2, 28), date(2024, 2, 29), 3),
        (date(2025, 4, 15), date(2025, 5, 14), 30),
    ],
)
def test_thirtieths_fill_up_february_and_ignore_the_31st(first: date, last: date, thirtieths: int) -> None:
    period = through(first, last)

    units = sum(part.units for part in month_parts(period.start, period.end, DayRule.THIRTIETHS))

    assert units == thirtieths * UNITS // 30


def test_overlapping_people_add_up_to_the_approved_share_at_most() -> None:
    people = [
        Staffing(date(2025, 1, 1), date(2025, 4, 1), Decimal("0.5")),
        Staffing(date(2025, 3, 1), None, Decimal("0.5")),
    ]

    runs = occupied_runs(Period(date(2025, 1, 1), date(2025, 7, 1)), people, approved_share=Decimal("0.75"))

    assert [(run.start, run.share) for run in runs] == [
        (date(2025, 1, 1), Decimal("0.5")),
        (date(2025, 3, 1), Decimal("0.75")),
        (date(2025, 4, 1), Decimal("0.5")),
    ]


DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))
SHARES = st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.615"), Decimal("1")])


@st.composite
def staffing(draw: st.DrawFn) -> Staffing:
    start = draw(DAYS)
    length = draw(st.none() | st.integers(1, 500))
    return Staffing(start, None if length is None else start + timedelta(days=length), draw(SHARES))


PEOPLE = st.lists(staffing(), max_size=3)
RULES = st.sampled_from(DayRule)
RATES = st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2)


@given(start=DAYS, length=st.integers(1, 1100), people=PEOPLE, rule=RULES, rate=RATES)
def test_the_total_is_the_sum_of_the_years(
    start: date, length: int, people: list[Staffing], rule: DayRule, rate: Decimal
) -> None:
    terms = replace(TERMS, day_rule=rule, monthly_rate=rate)
    period = Period(start, start + timedelta(days=length))

    result = funding(period, approved_share=Decimal(1), staffing=people, terms=terms, costs=None)

    assert result.working.amount == sum(result.by_year.values())
    assert set(result.by_year) == set(range(period.start.year, period.last_day.year + 1))
    assert all(amount == round(amount, 2) >= 0 for amount in result.by_year.values())


@given(
    start=DAYS,
    months=st.integers(1, 12),
    after=st.integers(1, 400),
    people=PEOPLE,
    rule=RULES,
    vacancy=st.sampled_from(VacancyRule),
)
def test_cutting_at_the_turn_of_a_month_keeps_the_sum(
    start: date, months: int, after: int, people: list[Staffing], rule: DayRule, vacancy: VacancyRule
) -> None:
    terms = replace(TERMS, day_rule=rule, vacancy_rule=vacancy)
    index = start.year * 12 + start.month - 1 + months
    cut = date(index // 12, index % 12 + 1, 1)
    end = cut + timedelta(days=after)

    whole, before, rest = (
        funding(period, approved_share=Decimal(1), staffing=people, terms=terms, costs=None).by_year
        for period in (Period(start, end), Period(start, cut), Period(cut, end))
    )

    for year, amount in whole.items():
        parts = before.get(year, Decimal(0)) + rest.get(year, Decimal(0))
        assert abs(amount - parts) <= Decimal("0.01")


@given(start=DAYS, days=st.integers(1, 400), cut=st.integers(1, 400), rule=RULES)
def test_parts_of_a_month_add_up_wherever_they_are_cut(
    start: date, days: int, cut: int, rule: DayRule
) -> None:
    middle, end = start + timedelta(days=min(cut, days)), start + timedelta(days=days + 1)

    whole, left, right = (
        sum(part.units for part in month_parts(first, last, rule))
        for first, last in ((start, end), (start, middle), (middle, end))
    )

    if rule is DayRule.FULL_MONTHS:
        assert whole == left + right - (UNITS if middle.day != 1 else 0)
    else:
        assert whole == left + right
