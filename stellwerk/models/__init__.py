"""What is stored, and what must always be true of it."""

from stellwerk.models.dispatches import Attempt, Dispatch, DispatchRole, DispatchState
from stellwerk.models.figures import Figure
from stellwerk.models.grants import Grant, Notice, NoticeKind, Tranche
from stellwerk.models.journal import JournalEntry
from stellwerk.models.letters import Letter, LetterFile, Letterhead, LetterKind, TextKind, TextVersion
from stellwerk.models.people import Membership, Office, OfficeKind, Person, Role
from stellwerk.models.places import District, DistrictKind, Municipality
from stellwerk.models.posts import Occupancy, Post
from stellwerk.models.programmes import (
    BudgetYear,
    DayRule,
    FinancingType,
    Part,
    Participation,
    Programme,
    SilenceRule,
    Terms,
    VacancyRule,
)
from stellwerk.models.runs import Answer, Consultation, Run, RunLine, RunState, RunYear
from stellwerk.models.site import SiteText, SiteTextKind

__all__ = [
    "Answer",
    "Attempt",
    "BudgetYear",
    "Consultation",
    "DayRule",
    "Dispatch",
    "DispatchRole",
    "DispatchState",
    "District",
    "DistrictKind",
    "Figure",
    "FinancingType",
    "Grant",
    "JournalEntry",
    "Letter",
    "LetterFile",
    "LetterKind",
    "Letterhead",
    "Membership",
    "Municipality",
    "Notice",
    "NoticeKind",
    "Occupancy",
    "Office",
    "OfficeKind",
    "Part",
    "Participation",
    "Person",
    "Post",
    "Programme",
    "Role",
    "Run",
    "RunLine",
    "RunState",
    "RunYear",
    "SilenceRule",
    "SiteText",
    "SiteTextKind",
    "Terms",
    "TextKind",
    "TextVersion",
    "Tranche",
    "VacancyRule",
]
