"""Funding terms, costs and staffing of a post as plain values; models hand them to the law."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FinancingType(StrEnum):
    """How a grant relates to the expenditure (Finanzierungsart, VV Nr. 2 zu § 44 LHO)."""

    FESTBETRAG = "festbetrag"
    ANTEIL = "anteil"
    FEHLBEDARF = "fehlbedarf"
    VOLL = "voll"


class DayRule(StrEnum):
    """How a broken month counts. No statute says; the terms of the programme do."""

    CALENDAR_DAYS = "calendar_days"  # days of the month / its calendar days
    THIRTIETHS = "thirtieths"  # every month has 30 days: the 31st adds nothing, February is filled up
    FULL_MONTHS = "full_months"  # every month begun counts whole


class VacancyRule(StrEnum):
    """What is funded while nobody, or too little of somebody, fills the post."""

    OCCUPIED_ONLY = "occupied_only"  # the occupied share, never more than the approved one
    APPROVED_SHARE = "approved_share"  # the approved share, occupied or not


@dataclass(frozen=True, slots=True)
class Terms:
    """The funding terms of a programme in one version.

    label           name and version, shown as source: "Fördergrundsätze, Fassung 1"
    monthly_rate    euro per 1.0 full-time share and month (Festbetrag)
    percent         percent of the eligible expenditure (Anteil)
    monthly_cap     euro per 1.0 full-time share and month, upper limit for Anteil, Fehlbedarf, Voll
    longest_months  longest duration, counted from the first day of funding; None: no limit
    minimum_share   0–1; a share below it is not funded
    is_example      the amounts are example values, and every working says so
    """

    label: str
    financing_type: FinancingType
    monthly_rate: Decimal | None
    percent: Decimal | None
    monthly_cap: Decimal | None
    day_rule: DayRule
    vacancy_rule: VacancyRule
    longest_months: int | None
    minimum_share: Decimal
    is_example: bool

    @property
    def source(self) -> str:
        return f"{self.label} (Beispielwert)" if self.is_example else self.label


@dataclass(frozen=True, slots=True)
class CostPlan:
    """Eligible expenditure and its coverage, in euro per month of a full-time post (1.0)."""

    eligible_monthly: Decimal
    own_monthly: Decimal
    third_party_monthly: Decimal


@dataclass(frozen=True, slots=True)
class Staffing:
    """One person's share of a post, half-open; without an end it continues."""

    start: date
    end: date | None
    share: Decimal
