"""Who may see what: role × verb × territory, and by the way all that rights.py says."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from stellwerk.models import (
    AccountLink,
    Activity,
    Application,
    Attachment,
    BudgetYear,
    Call,
    Campaign,
    ChangeSet,
    Consultation,
    CoverageFact,
    Decision,
    DecisionRound,
    Dispatch,
    Form,
    FormVersion,
    Grant,
    Inquiry,
    Intake,
    IntakeRow,
    Invitation,
    JournalEntry,
    Letter,
    ListExport,
    Membership,
    Notice,
    Office,
    Opinion,
    OpinionFile,
    OpinionPoint,
    OpinionRequest,
    OpinionSubject,
    Person,
    Post,
    Programme,
    Publication,
    ReadEntry,
    RemedyCase,
    Role,
    Run,
    RunLine,
    SavedView,
    SiteText,
    Substitution,
    Variant,
    Wave,
)
from stellwerk.rights import FACTORS as FACTORS
from stellwerk.rights import Rights as Rights
from stellwerk.rights import is_example_person as is_example_person
from stellwerk.rights import require as require
from stellwerk.rights import require_district as require_district
from stellwerk.rights import require_factor as require_factor
from stellwerk.rights import rights_of as rights_of
from stellwerk.verbs import MATRIX as MATRIX
from stellwerk.verbs import Verb as Verb

M = TypeVar("M", bound=Model)
# Everybody who may read coverage reads all of it: comparison is wanted.
COVERAGE: frozenset[type[Model]] = frozenset({Activity, ChangeSet, CoverageFact, Inquiry, Publication, Wave})
# What is still being worked on belongs to one district; the value is the path to it.
DISTRICT: dict[type[Model], str] = {
    Campaign: "district",
    Intake: "district",
    IntakeRow: "intake__district",
    Invitation: "campaign__district",
}
# People and what is theirs: visible in the offices whose people somebody may read; the value is the path.
OF_OFFICE: dict[type[Model], str] = {Membership: "office", Office: "pk"}
OF_PERSON: dict[type[Model], str] = {AccountLink: "person", Person: "pk", Substitution: "principal"}
# All of it or nothing.
WHOLE: dict[type[Model], Verb] = {
    JournalEntry: Verb.READ_OFFICE,
    ReadEntry: Verb.READ_LOG,
    SiteText: Verb.OPERATE,
}
# What an applicant writes; the authority sees it once it is submitted. The value is the path to it.
APPLIED: dict[type[Model], str] = {Application: "", Attachment: "application__"}
# What is one's own from the first moment; the value is the path to whose it is.
OWN: dict[type[Model], str] = {
    Consultation: "office",
    Notice: "grant__recipient",
    Opinion: "office",
    Post: "employer",
    RemedyCase: "office",
}
OFFICE_ROLES = (Role.PREPARER, Role.RELEASER, Role.AUDITOR, Role.LEADERSHIP)


def _authority_path(model: type[Model]) -> str | None:
    paths: dict[type[Model], str] = {
        Programme: "authority",
        Post: "programme__authority",
        Grant: "programme__authority",
        BudgetYear: "programme__authority",
        Form: "programme__authority",
        FormVersion: "form__programme__authority",
        Call: "programme__authority",
        Run: "programme__authority",
        RunLine: "run__programme__authority",
        Notice: "grant__programme__authority",
        Letter: "programme__authority",
        Dispatch: "letter__programme__authority",
        Consultation: "run__programme__authority",
        OpinionRequest: "programme__authority",
        Opinion: "request__programme__authority",
        OpinionSubject: "request__programme__authority",
        OpinionPoint: "opinion__request__programme__authority",
        OpinionFile: "request__programme__authority",
        RemedyCase: "letter__programme__authority",
        DecisionRound: "call__programme__authority",
        Decision: "round__call__programme__authority",
        Variant: "round__call__programme__authority",
    }
    return paths.get(model)


def _own(model: type[Model], offices: Iterable[int]) -> Q:
    """Return what a county or association sees: its own, once it is released."""
    offices = list(offices)
    if model is Grant:
        return Q(recipient__in=offices) & ~Q(_unannounced())
    if path := OWN.get(model):
        return Q(**{f"{path}__in": offices})
    if model is Dispatch:
        return Q(office__in=offices, state="sent")
    if model is Letter:
        return Q(Exists(Dispatch.objects.filter(letter=OuterRef("pk"), office__in=offices, state="sent")))
    if model in (OpinionRequest, OpinionSubject, OpinionPoint, OpinionFile):
        return _asked(model, offices)
    if model is Call and offices:
        return Q(programme__state="open")  # calls are public among those who may apply
    return Q(pk__in=[])


def _unannounced() -> Exists:
    """Say of a grant that it comes from a decision of which its recipient does not know yet (§ 43 LVwVfG)."""
    told = Dispatch.objects.filter(letter=OuterRef("letter"), role="to", state="sent")
    return Exists(Notice.objects.filter(~Exists(told), grant=OuterRef("pk"), decision__isnull=False))


def _asked(model: type[Model], offices: list[int]) -> Q:
    """Return what was handed to a body with the question, and what it handed in itself; nobody else's."""
    if model is OpinionPoint:
        return Q(opinion__office__in=offices)
    request = OuterRef("pk" if model is OpinionRequest else "request")
    was_asked = Exists(Opinion.objects.filter(request=request, office__in=offices))
    if model is OpinionFile:
        return Q(opinion__office__in=offices) | (Q(opinion=None) & Q(was_asked))
    return Q(was_asked)


def _applied(path: str, rights: Rights) -> Q:
    offices = list(rights.offices(Verb.READ_OFFICE))
    submitted = Q(**{f"{path}call__programme__authority__in": offices, "submitted_at__isnull": False})
    return submitted | Q(**{f"{path}applicant__in": list(rights.offices(Verb.APPLY))})


def _in_district(path: str, rights: Rights) -> Q:
    """Return what belongs to a district: its coordinators see it, and the authority does."""
    if rights.may(Verb.READ_OFFICE):
        return Q()
    return Q(**{f"{path}__in": list(rights.districts(Verb.ENTER_COVERAGE))})


def _of_people(model: type[Model], rights: Rights) -> Q:
    """Return the people of one's own offices; who operates the house keeps those of all offices."""
    if rights.may(Verb.OPERATE):
        return Q()
    own = list(rights.offices(Verb.READ_PEOPLE))
    if model in OF_OFFICE:
        return Q(**{f"{OF_OFFICE[model]}__in": own})
    there = Membership.objects.filter(office__in=own).values("person")
    return Q(**{f"{OF_PERSON[model]}__in": there})


def visible(queryset: QuerySet[M], rights: Rights) -> QuerySet[M]:
    """Narrow a query to what the person may see; nothing without a rule.

    LookupError: the model has no rule (our mistake).
    """
    model = queryset.model
    if model in WHOLE:
        return queryset if rights.may(WHOLE[model]) else queryset.none()
    if model in OF_OFFICE or model in OF_PERSON:
        return queryset.filter(_of_people(model, rights))
    if model is SavedView or model is ListExport:
        shared = Q(is_shared=True) if model is SavedView else Q(pk__in=[])
        return queryset.filter(Q(owner=rights.person) | shared)
    if model in COVERAGE:
        return queryset if rights.may(Verb.READ_COVERAGE) else queryset.none()
    if model in DISTRICT:
        return queryset.filter(_in_district(DISTRICT[model], rights))
    if model in APPLIED:
        return queryset.filter(_applied(APPLIED[model], rights))
    path = _authority_path(model)
    if path is None:
        raise LookupError(f"no rule for {model.__name__}")
    office = Q(**{f"{path}__in": list(rights.offices(Verb.READ_OFFICE))})
    return queryset.filter(office | _own(model, rights.offices(Verb.READ_OWN)))
