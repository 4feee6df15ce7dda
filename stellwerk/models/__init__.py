"""What is stored, and what must always be true of it."""

from stellwerk.models.account_links import AccountLink, LinkKind, LinkState
from stellwerk.models.activities import Activity, ActivityFormat
from stellwerk.models.campaigns import Campaign, CampaignState, Invitation, Reminder
from stellwerk.models.coverage import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageFact,
    CoverageSource,
    CoverageState,
    Decision,
    Inquiry,
    Intake,
    IntakeKind,
    IntakeRow,
    IntakeState,
    MaturityModel,
    Verdict,
)
from stellwerk.models.dispatches import Attempt, Dispatch, DispatchRole, DispatchState
from stellwerk.models.figures import Figure
from stellwerk.models.geometry import GeometryLayer, LayerKind, Outline
from stellwerk.models.grants import Grant, Notice, NoticeKind, Tranche
from stellwerk.models.journal import JournalAnchor, JournalEntry, JournalLink
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
from stellwerk.models.publications import ApiImport, ApiToken, Publication, PublicationOrder
from stellwerk.models.read_entries import ReadEntry, ReadKind
from stellwerk.models.rollouts import Wave, WaveTarget
from stellwerk.models.runs import Answer, Consultation, Run, RunLine, RunState, RunYear
from stellwerk.models.services import (
    Channel,
    DataSchema,
    LifeSituation,
    Maintenance,
    OnlineService,
    OzgService,
    PriorityEntry,
    PriorityList,
    Service,
    SubjectArea,
)
from stellwerk.models.site import SiteText, SiteTextKind
from stellwerk.models.substitutions import Substitution
from stellwerk.models.tallies import Tally

__all__ = [
    "AccountLink",
    "Activity",
    "ActivityFormat",
    "Answer",
    "ApiImport",
    "ApiToken",
    "Attempt",
    "BudgetYear",
    "Campaign",
    "CampaignState",
    "ChangeSet",
    "ChangeSetKind",
    "Channel",
    "Confidence",
    "Consultation",
    "CoverageFact",
    "CoverageSource",
    "CoverageState",
    "DataSchema",
    "DayRule",
    "Decision",
    "Dispatch",
    "DispatchRole",
    "DispatchState",
    "District",
    "DistrictKind",
    "Figure",
    "FinancingType",
    "GeometryLayer",
    "Grant",
    "Inquiry",
    "Intake",
    "IntakeKind",
    "IntakeRow",
    "IntakeState",
    "Invitation",
    "JournalAnchor",
    "JournalEntry",
    "JournalLink",
    "LayerKind",
    "Letter",
    "LetterFile",
    "LetterKind",
    "Letterhead",
    "LifeSituation",
    "LinkKind",
    "LinkState",
    "Maintenance",
    "MaturityModel",
    "Membership",
    "Municipality",
    "Notice",
    "NoticeKind",
    "Occupancy",
    "Office",
    "OfficeKind",
    "OnlineService",
    "Outline",
    "OzgService",
    "Part",
    "Participation",
    "Person",
    "Post",
    "PriorityEntry",
    "PriorityList",
    "Programme",
    "Publication",
    "PublicationOrder",
    "ReadEntry",
    "ReadKind",
    "Reminder",
    "Role",
    "Run",
    "RunLine",
    "RunState",
    "RunYear",
    "Service",
    "SilenceRule",
    "SiteText",
    "SiteTextKind",
    "SubjectArea",
    "Substitution",
    "Tally",
    "Terms",
    "TextKind",
    "TextVersion",
    "Tranche",
    "VacancyRule",
    "Verdict",
    "Wave",
    "WaveTarget",
]
