"""Applications: lists, one with its answers, and what is known before somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.gateways.prepared import answers, first
from stellwerk.law.answers import Answers
from stellwerk.law.applications import STEPS
from stellwerk.models import (
    Application,
    ApplicationState,
    ApplicationVersion,
    Attachment,
    CorrectionRequest,
    Dispatch,
    DispatchRole,
    DispatchState,
    JournalEntry,
    OpinionSubject,
    Person,
    Receipt,
)

# What the authority does for itself.
INNER = (
    "assign_application",
    "check_point",
    "add_note",
    "raise_flag",
    "clear_flag",
    "propose_early_start",
    "remind_offices",
    "note_silence",
    "withdraw_request",
    "answer_opinion",
    "treat_point",
)
ASSIGN_MANY = "assign_applications"  # one entry for many; its details name them
DECIDED = "decide_application"  # the applicant learns of it by the notice (§ 43 LVwVfG)
# What the applicant does for itself, until it is submitted.
OWN = (
    "save_application",
    "attach_file",
    "remove_attachment",
    "give_back_application",
    "hand_over_application",
)
RELATED = ("call__programme__authority", "applicant", "form_version", "entered_by", "assigned_to")


@dataclass(frozen=True, slots=True)
class Written:
    """The newest version that a person may read; number 0 and no answers before the first."""

    number: int
    answers: Answers
    by: str = ""


def cases(rights: Rights) -> QuerySet[Application]:
    """Return what was submitted to one's authorities."""
    offices = list(rights.offices(Verb.READ_OFFICE))
    found = visible(Application.objects.all(), rights).filter(call__programme__authority__in=offices)
    return found.filter(submitted_at__isnull=False)


def inbox(rights: Rights) -> QuerySet[Application]:
    """Return what has arrived and is nobody's yet."""
    return cases(rights).filter(state=ApplicationState.SUBMITTED, assigned_to=None)


def own_cases(rights: Rights) -> QuerySet[Application]:
    """Return what a person checks, or the one in whose place they act, until it is decided."""
    person = rights.acting_for_id or rights.person.pk
    return cases(rights).filter(assigned_to=person, state__in=sorted(STEPS["check"]))


def own_applications(rights: Rights) -> QuerySet[Application]:
    own = Application.objects.filter(applicant__in=list(rights.offices(Verb.APPLY)))
    return own.select_related("call__programme", "applicant").order_by("-created_at", "-pk")


def own_application(rights: Rights, pk: int) -> Application:
    """Return an application of one's own office. Http404: it is another one's."""
    own = Application.objects.filter(applicant__in=list(rights.offices(Verb.APPLY)))
    return get_object_or_404(own.select_related(*RELATED), pk=pk)


def application(rights: Rights, pk: int) -> Application:
    """Return an application that the authority may see. Http404: none of its own, or not submitted yet."""
    found = first(_application, rights, pk)
    if found is None:
        raise Http404
    return found


def _application(rights: Rights, pk: int) -> QuerySet[Application]:
    offices = list(rights.offices(Verb.READ_OFFICE))
    found = visible(Application.objects.filter(pk=pk), rights).filter(call__programme__authority__in=offices)
    return found.select_related(*RELATED)


def written(application: Application, *, only_submitted: bool = False) -> Written:
    last = first(_written, application.pk, only_submitted)
    return Written(*last) if last else Written(0, {})


def _written(application: int, only_submitted: bool) -> "QuerySet[ApplicationVersion, Any]":
    found = _versions(application, only_submitted).values_list("number", "answers", "by__name")
    return found[:1]


def versions(application: Application, *, only_submitted: bool = False) -> QuerySet[ApplicationVersion]:
    return _versions(application.pk, only_submitted).select_related("by")


def _versions(application: int, only_submitted: bool) -> QuerySet[ApplicationVersion]:
    found = ApplicationVersion.objects.filter(application=application)
    return (found.filter(is_submitted=True) if only_submitted else found).order_by("-number", "-pk")


def answers_of(application: Application, number: int) -> Answers:
    """Return the answers of a version; none for number 0. Http404: there is no such version."""
    if number == 0:
        return {}
    found = get_object_or_404(ApplicationVersion, application=application, number=number)
    answers: Answers = found.answers
    return answers


def attachments(application: Application, *, only_submitted: bool = False) -> list[Attachment]:
    """Return the files that count now, without their content.

    only_submitted  as they stood at the last submission, whatever the applicant has changed since
    """
    return answers(_attachments, application.pk, only_submitted)


def _attachments(application: int, only_submitted: bool) -> QuerySet[Attachment]:
    found = Attachment.objects.filter(application=application).defer("content").select_related("by")
    kept = Q(removed_at=None)
    if only_submitted:
        last = Subquery(_versions(application, True).values("at")[:1])
        found, kept = found.filter(submitted_at__isnull=False), kept | Q(removed_at__gt=last)
    return found.filter(kept).order_by("field", "pk")


def attached(files: Sequence[Attachment]) -> frozenset[str]:
    return frozenset(one.field for one in files)


def attachment(rights: Rights, pk: int) -> Attachment:
    found = visible(Attachment.objects.all(), rights)
    return get_object_or_404(found.select_related("application"), pk=pk)


def receipts(application: Application) -> list[Receipt]:
    return answers(_receipts, application.pk)


def _receipts(application: int) -> QuerySet[Receipt]:
    found = Receipt.objects.filter(application=application).select_related("version", "certified_by")
    return found.order_by("-received_at", "-pk")


def receipt(rights: Rights, pk: int, receipt: int) -> Receipt:
    """Return a receipt of an application that the person may see. Http404: there is none."""
    seen = visible(Application.objects.filter(pk=pk), rights)
    found = Receipt.objects.filter(application__in=seen).select_related("letter", "version")
    return get_object_or_404(found, pk=receipt)


def timeline(application: Application, *, inner: bool = False) -> list[JournalEntry]:
    """Return what happened to an application, oldest first.

    inner  as the authority sees it: with what it does for itself, without what the applicant did
    """
    return answers(_timeline, application.pk, inner, inner or is_announced(application))


def _timeline(application: int, inner: bool, announced: bool) -> QuerySet[JournalEntry]:
    asked = OpinionSubject.objects.filter(application=application).values("request")
    of_it = Q(thing="application", thing_id=application) | Q(thing="opinionrequest", thing_id__in=asked)
    if inner:
        of_it |= Q(verb=ASSIGN_MANY, details__ids__contains=[application])
    told = INNER if announced else (*INNER, DECIDED)
    found = JournalEntry.objects.filter(of_it).exclude(verb__in=OWN if inner else told)
    return found.select_related("by").order_by("at", "pk")


def is_announced(application: Application) -> bool:
    """Say whether the notice of a decision on the application was sent to the applicant."""
    return first(_announced, application.pk) is not None


def _announced(application: int) -> "QuerySet[Dispatch, Any]":
    told = Dispatch.objects.filter(letter__decision__application=application, letter__decision__is_live=True)
    found = told.filter(role=DispatchRole.TO, state=DispatchState.SENT).order_by("pk")
    return found.values_list("pk")[:1]


def open_correction(application: Application) -> CorrectionRequest | None:
    return first(_open_correction, application.pk)


def _open_correction(application: int) -> QuerySet[CorrectionRequest]:
    found = CorrectionRequest.objects.filter(application=application, answered_at=None)
    return found.select_related("base").order_by("pk")[:1]


def authors(application: Application) -> set[int]:
    """Return who wrote since the last submission, and for whom; none of them certifies."""
    files = Attachment.objects.filter(application=application, submitted_at=None, removed_at=None)
    people = {application.entered_by_id, *files.values_list("by", flat=True)}
    for by, acting_for in _since(application).values_list("by", "acting_for"):
        people |= {by, acting_for or by}
    return people


def written_by_others(application: Application, *, since: int, by: Person) -> bool:
    """Say whether somebody else wrote after a version; what saved itself for oneself does not count."""
    found = ApplicationVersion.objects.filter(application=application, number__gt=since)
    return found.exclude(by=by).exists()


def first_writer(application: Application) -> int | None:
    """Return who began this round of writing; nobody where nothing was written yet."""
    return _since(application).order_by("number").values_list("by", flat=True).first()


def _since(application: Application) -> QuerySet[ApplicationVersion]:
    """Return what was written since the last submission."""
    found = ApplicationVersion.objects.filter(application=application)
    last = found.filter(is_submitted=True).order_by("-number").values_list("number", flat=True).first()
    return found.filter(number__gt=last or 0)
