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


class FollowUpRule(StrEnum):
    """Whether a measure is funded again after the first grant (Anschlussvorhaben)."""

    NOT_SAID = "not_said"  # the terms say nothing: every grant stands for itself
    EXCLUDED = "excluded"
    FUNDED = "funded"


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live in a place, and for which day that was counted; None: nobody has stored it."""

    place: str
    people: int | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Band:
    """What holds for places of one size; what it does not say stays as in the terms.

    people_from  counts; people_to does not, and None is no limit
    yearly_rate  euro per 1.0 full-time share and year
    yearly_cap   euro per 1.0 full-time share and year, upper limit
    """

    people_from: int
    people_to: int | None
    yearly_rate: Decimal | None = None
    yearly_cap: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CostCategory:
    """A kind of expenditure that may be funded, and up to what.

    most_euro     for the whole measure
    most_percent  of the eligible expenditure in the categories without such a limit
    most_days     days, of external services for instance
    """

    key: str
    label: str
    most_euro: Decimal | None = None
    most_percent: Decimal | None = None
    most_days: int | None = None


@dataclass(frozen=True, slots=True)
class Splitting:
    """When several people may share one post.

    from_share     a post of at least this share may be shared; a smaller one is for one person
    smallest_part  the least share of each of them
    """

    most_people: int
    from_share: Decimal
    smallest_part: Decimal


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What holds when a measure is funded again; a value that is None stays as in the terms."""

    rule: FollowUpRule = FollowUpRule.NOT_SAID
    yearly_rate: Decimal | None = None
    percent: Decimal | None = None
    longest_months: int | None = None


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
    maximum_share   0–1; more of a post is not funded
    yearly_rate     euro per 1.0 full-time share and year; holds where there is no monthly rate
    yearly_cap      like monthly_cap, by the year
    total_cap       euro for the whole grant
    population_on   the number of people of this day, or of the last count before it, decides the band
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
    maximum_share: Decimal | None = None
    shortest_months: int | None = None
    yearly_rate: Decimal | None = None
    yearly_cap: Decimal | None = None
    total_cap: Decimal | None = None
    bands: tuple[Band, ...] = ()
    population_on: date | None = None
    cost_categories: tuple[CostCategory, ...] = ()
    splitting: Splitting | None = None
    follow_up: FollowUp = FollowUp()

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
class Earlier:
    """A grant that another one follows (Anschlussvorhaben).

    key        by which whoever stores grants knows it
    starts_on  first day for which it funds
    """

    key: int
    file_number: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class Staffing:
    """One person's share of a post, half-open; without an end it continues."""

    start: date
    end: date | None
    share: Decimal
