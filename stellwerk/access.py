"""Who may do what: role × verb × territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from stellwerk.law.working import N_, Refused
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
from stellwerk.models.people import DEMO_DOMAIN
from stellwerk.verbs import IN_PERSON, MATRIX, SECOND_FACTOR
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
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none
OFFICE_ROLES = (Role.PREPARER, Role.RELEASER, Role.AUDITOR, Role.LEADERSHIP)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do on one day: (role, office) pairs, read in one query.

    territory  (role, key of the district) for the offices that have one

    While somebody acts for a principal (``person.acting_for``), these are the principal's rights.
    """

    person: Person
    held: frozenset[tuple[Role, int]]
    territory: frozenset[tuple[Role, str]] = frozenset()
    has_second_factor: bool = False

    @property
    def acting_for_id(self) -> int | None:
        return self.person.acting_for.pk if self.person.acting_for else None

    @property
    def lacks_second_factor(self) -> bool:
        """Say whether one is still to be set up; the invented people of a demonstration need none."""
        return not self.has_second_factor and not is_example_person(self.person)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _office in self.held)

    @property
    def verbs(self) -> frozenset[Verb]:
        return frozenset(verb for role in self.roles for verb in self._verbs_of(role))

    def offices(self, verb: Verb) -> frozenset[int]:
        """Return the offices for which the person may do this."""
        return frozenset(office for role, office in self.held if verb in self._verbs_of(role))

    def districts(self, verb: Verb) -> frozenset[str]:
        """Return the keys of the districts in which the person may do this."""
        return frozenset(district for role, district in self.territory if verb in self._verbs_of(role))

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs

    def _verbs_of(self, role: Role) -> frozenset[Verb]:
        return MATRIX[role] - IN_PERSON if self.person.acting_for else MATRIX[role]


def rights_of(person: Person, *, on: date, substitution: int | None = None) -> Rights:
    """Return what the person may do on a day.

    substitution  key of the one they act in; their own rights count where it is not in force
    """
    person.acting_for = _principal(person, substitution, on) if substitution else None
    current = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        person=person.acting_for or person,
        person__is_active=True,
        starts_on__lte=on,
    )
    factors = Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS)
    rows = list(current.values_list("role", "office_id", "office__district_id", Exists(factors)))
    return Rights(
        person,
        held=frozenset((Role(role), office) for role, office, _district, _strong in rows),
        territory=frozenset((Role(role), district) for role, _office, district, _strong in rows if district),
        has_second_factor=any(strong for *_role, strong in rows),
    )


def is_example_person(person: Person) -> bool:
    """Say whether this is one of the invented people of a demonstration, who may release without one."""
    return settings.DEMO and person.email.endswith(DEMO_DOMAIN)


def _principal(person: Person, substitution: int, on: date) -> Person | None:
    found = Substitution.objects.filter(
        pk=substitution, substitute=person, substitute__is_active=True, starts_on__lte=on, ends_on__gt=on
    )
    one = found.select_related("principal").first()
    return one.principal if one else None


def require(rights: Rights, verb: Verb, *, office_id: int | None = None) -> None:
    """Let pass, or refuse. ``office_id`` is the authority or body the thing belongs to.

    PermissionDenied: the verb is not among the person's rights (for that office); Refused: it asks for a
    second factor, and none is set up.
    """
    allowed = rights.may(verb) if office_id is None else office_id in rights.offices(verb)
    if not allowed:
        raise PermissionDenied
    if verb in SECOND_FACTOR and rights.lacks_second_factor:
        raise Refused(
            N_(
                "Wer freigibt, braucht einen zweiten Faktor für die Anmeldung. "
                "Bitte richten Sie ihn unter „Mein Konto“ ein und versuchen Sie es dann noch einmal."
            )
        )


def require_district(rights: Rights, verb: Verb, district: str) -> None:
    """Let pass, or refuse: is this district the person's own?

    PermissionDenied: it is not, or the verb is not among the person's rights.
    """
    if district not in rights.districts(verb):
        raise PermissionDenied


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
    if model is Notice:
        return Q(grant__recipient__in=offices)
    if model is Post:
        return Q(employer__in=offices)
    if model is Dispatch:
        return Q(office__in=offices, state="sent")
    if model is Letter:
        return Q(Exists(Dispatch.objects.filter(letter=OuterRef("pk"), office__in=offices, state="sent")))
    if model in (Consultation, Opinion, RemedyCase):
        return Q(office__in=offices)
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
