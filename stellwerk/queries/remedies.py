"""Objections and actions: lists, one with its deadline and its effect, and what they hold up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from stellwerk.access import Rights, Verb, visible
from stellwerk.gateways.prepared import answers
from stellwerk.law.remedies import Challenge, Timeliness, suspensive_effect
from stellwerk.law.working import Working
from stellwerk.models import (
    Application,
    Dispatch,
    DispatchRole,
    Grant,
    JournalEntry,
    Letter,
    LetterKind,
    RemedyCase,
    RemedyOutcome,
    RemedyState,
)

CONTESTABLE = (LetterKind.NOTICE, LetterKind.APPROVAL, LetterKind.REFUSAL)
RELATED = ("letter__programme", "office")


@dataclass(frozen=True, slots=True)
class Suspension:
    """What of a grant's money is held up: an amount, or all of it where amount is None."""

    amount: Decimal | None
    cases: int


def remedies(rights: Rights, *, state: str = "", kind: str = "", q: str = "") -> QuerySet[RemedyCase]:
    """Return the cases a person may see, newest first."""
    found = _light(visible(RemedyCase.objects.all(), rights).select_related(*RELATED))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if q:
        found = found.filter(
            Q(office__name__icontains=q) | Q(letter__file_number__icontains=q) | Q(court_number__icontains=q)
        )
    return found.order_by("-received_on", "-pk")


def remedy_case(rights: Rights, pk: int) -> RemedyCase:
    """Return one case. Http404: it is none of the person's business."""
    related = (
        *RELATED,
        "letter__grant",
        "letter__decision",
        "entered_by",
        "immediate_by",
        "proposed_by",
        "decided_by",
    )
    return get_object_or_404(
        _light(visible(RemedyCase.objects.all(), rights).select_related(*related)), pk=pk
    )


def of_grant(rights: Rights, grant: Grant) -> list[RemedyCase]:
    return list(remedies(rights).filter(letter__grant=grant))


def of_application(rights: Rights, application: Application) -> list[RemedyCase]:
    return answers(_of_application, rights, application.pk)


def _of_application(rights: Rights, application: int) -> QuerySet[RemedyCase]:
    return remedies(rights).filter(letter__decision__application=application)


def contestable(rights: Rights, pk: int) -> Letter:
    """Return a notice against which the person's office may file, or the authority records a remedy.

    Http404: no notice, not sent to this office, or of another authority.
    """
    mine = Q(addressee__in=list(rights.offices(Verb.OBJECT)))
    sent = Exists(Dispatch.objects.filter(letter=OuterRef("pk"), state="sent", role=DispatchRole.TO))
    office = Q(programme__authority__in=list(rights.offices(Verb.PREPARE)))
    found = Letter.objects.filter((mine & sent) | office, kind__in=CONTESTABLE, addressee__isnull=False)
    return get_object_or_404(found.select_related("programme", "addressee", "grant").defer("document"), pk=pk)


def sent_on(letter: Letter) -> date | None:
    """Return the day on which a letter left for its addressee; None while it has not."""
    found = Dispatch.objects.filter(letter=letter, role=DispatchRole.TO, state="sent").order_by(
        "sent_at", "pk"
    )
    at = found.values_list("sent_at", flat=True).first()
    return timezone.localdate(at) if at else None


def effect(case: RemedyCase) -> Working:
    """Return whether the case holds up its notice, with the reasons; of an ended one what held till then."""
    return suspensive_effect(
        Challenge(case.challenge),
        timeliness=Timeliness(case.timeliness),
        is_in_form=case.is_in_form,
        is_immediate=case.immediate_at is not None,
    )


def goes_on(case: RemedyCase, *, on: date) -> bool:
    """Say whether the case can still hold up anything: open, or rejected and the notice not final yet."""
    if case.state == RemedyState.OPEN:
        return True
    if case.outcome != RemedyOutcome.REJECTED:
        return False
    return case.effect_ends_on is None or on < case.effect_ends_on


def suspends(case: RemedyCase, *, on: date) -> bool:
    return goes_on(case, on=on) and effect(case).result == "suspended"


def suspended(grants: Collection[int], *, on: date) -> dict[int, Suspension]:
    """Return which of some grants are held up on a day, and how much of each.

    One query however many there are. Law: § 80 Abs. 1, § 80b Abs. 1 VwGO.
    """
    rejected = Q(state=RemedyState.DECIDED, outcome=RemedyOutcome.REJECTED)
    running = Q(state=RemedyState.OPEN) | (rejected & (Q(effect_ends_on=None) | Q(effect_ends_on__gt=on)))
    found = RemedyCase.objects.filter(running, letter__grant__in=grants).select_related("letter")
    held: dict[int, list[RemedyCase]] = {}
    for case in _light(found).order_by("pk"):
        if case.letter.grant_id is not None and suspends(case, on=on):
            held.setdefault(case.letter.grant_id, []).append(case)
    return {grant: Suspension(_contested(cases), len(cases)) for grant, cases in held.items()}


def timeline(case: RemedyCase) -> QuerySet[JournalEntry]:
    found = JournalEntry.objects.filter(thing="remedycase", thing_id=case.pk)
    return found.select_related("by").order_by("at", "pk")


def _contested(cases: Iterable[RemedyCase]) -> Decimal | None:
    """Return what is in dispute together; the greatest amount, for two cases may contest the same money."""
    amounts = [case.contested_amount for case in cases]
    known = [amount for amount in amounts if amount is not None]
    return max(known) if len(known) == len(amounts) else None


def _light(found: QuerySet[RemedyCase]) -> QuerySet[RemedyCase]:
    """Leave out what a letter says; the cases do not show it."""
    return found.defer("letter__document")
