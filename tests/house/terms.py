"""Terms of an invented programme with a share of the costs; tests of the law say what differs."""

from decimal import Decimal

from stellwerk.law.terms import DayRule, FinancingType, Terms, VacancyRule

ANTEIL = Terms(
    label="Bedingungen, Fassung 1",
    financing_type=FinancingType.ANTEIL,
    monthly_rate=None,
    percent=Decimal(50),
    monthly_cap=None,
    day_rule=DayRule.CALENDAR_DAYS,
    vacancy_rule=VacancyRule.OCCUPIED_ONLY,
    longest_months=None,
    minimum_share=Decimal(0),
    is_example=False,
)
