"""Opinions: who was asked what, what came back beside the draft, and what is still open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Prefetch, Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.gateways.prepared import answers
from stellwerk.law.opinions import is_silent
from stellwerk.models import (
    Application,
    Consultation,
    JournalEntry,
    Office,
    OfficeKind,
    Opinion,
    OpinionFile,
    OpinionPoint,
    OpinionRequest,
    OpinionState,
    OpinionSubject,
    Part,
    Programme,
)

WAITING = (OpinionState.ASKED, OpinionState.REMINDED)
MAY_BE_ASKED = (OfficeKind.ASSOCIATION, OfficeKind.DISTRICT_OFFICE, OfficeKind.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a request is: answers that are open, points that nobody has treated yet."""

    asked: int
    unanswered: int
    untreated: int

    @property
    def is_settled(self) -> bool:
        return not self.unanswered and not self.untreated


def requests(rights: Rights, *, state: str = "", q: str = "") -> QuerySet[OpinionRequest]:
    """Return what the authority asked, newest first, with the counts of ``Standing`` and who answered.

    state  open, settled, withdrawn; nothing: all of them
    """
    found = _of_the_office(rights).select_related("programme", "call")
    found = found.annotate(
        asked=Count("opinions", distinct=True),
        unanswered=Count("opinions", Q(opinions__state__in=WAITING), distinct=True),
        untreated=Count(
            "opinions__points",
            Q(opinions__points__treatment="", opinions__points__dropped_at=None),
            distinct=True,
        ),
    )
    if state == "open":
        found = found.filter(Q(unanswered__gt=0) | Q(untreated__gt=0), withdrawn_at=None)
    if state == "settled":
        found = found.filter(unanswered=0, untreated=0, withdrawn_at=None)
    if state == "withdrawn":
        found = found.filter(withdrawn_at__isnull=False)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(question__icontains=q))
    return found.order_by("-asked_on", "-pk")


def request(rights: Rights, pk: int) -> OpinionRequest:
    """Return a request of the authority. Http404: it is another one's."""
    found = _of_the_office(rights).select_related("programme", "call__form_version", "by", "withdrawn_by")
    return get_object_or_404(found, pk=pk)


def opinions(request: OpinionRequest) -> list[Opinion]:
    """Return the opinions of a request with points and files, by the name of the office."""
    points = Prefetch(
        "points", OpinionPoint.objects.select_related("treated_by").order_by("opinion", "number")
    )
    files = Prefetch("files", OpinionFile.objects.defer("content").order_by("pk"))
    found = Opinion.objects.filter(request=request).select_related("office", "answered_by", "recorded_by")
    return list(found.prefetch_related(points, files).order_by("office__name", "pk"))


def of_request(request: OpinionRequest) -> QuerySet[Opinion]:
    return Opinion.objects.filter(request=request).select_related("office").order_by("pk")


def points(request: OpinionRequest) -> QuerySet[OpinionPoint]:
    """Return the points to be treated, as the bodies say them now."""
    found = OpinionPoint.objects.filter(opinion__request=request, dropped_at=None)
    return found.select_related("opinion__office").order_by("opinion", "number")


def own_files(opinion: Opinion) -> QuerySet[OpinionFile]:
    return OpinionFile.objects.filter(opinion=opinion).defer("content").order_by("pk")


def opinion(rights: Rights, pk: int) -> Opinion:
    """Return an opinion that one's own office was asked for. Http404: it is another one's."""
    own = Opinion.objects.filter(office__in=list(rights.offices(Verb.ANSWER)))
    found = own.select_related("request__programme", "request__call__form_version", "office", "letter")
    return get_object_or_404(found.defer("letter__document"), pk=pk)


def standing(listed: Sequence[Opinion]) -> Standing:
    """Weigh the opinions of a request that were read with their points."""
    unanswered = sum(one.state in WAITING for one in listed)
    untreated = sum(not it.treatment for one in listed for it in valid_points(one))
    return Standing(len(listed), unanswered, untreated)


def valid_points(opinion: Opinion) -> list[OpinionPoint]:
    """Return the points as the body says them now; they were read with the opinion."""
    return [one for one in opinion.points.all() if one.dropped_at is None]


def subjects(request: OpinionRequest) -> list[OpinionSubject]:
    """Return the applications of a request in the versions that were handed over."""
    found = OpinionSubject.objects.filter(request=request)
    found = found.select_related("application__applicant", "application__form_version", "version")
    return list(found.order_by("application__file_number", "pk"))


def handed_files(request: OpinionRequest) -> QuerySet[OpinionFile]:
    return OpinionFile.objects.filter(request=request, opinion=None).defer("content").order_by("pk")


def file(rights: Rights, pk: int) -> OpinionFile:
    """Return a file that the person may read. Http404: handed to others, or handed in by others."""
    return get_object_or_404(visible(OpinionFile.objects.all(), rights), pk=pk)


def asked(rights: Rights) -> QuerySet[Any, dict[str, Any]]:
    """Return everything one's own office was asked, runs and opinions alike, newest first.

    Each row: kind (consultation or opinion), id, about, asked, due, said, is_over.
    """
    columns = ("kind", "id", "about", "asked", "due", "said", "is_over")
    runs = visible(Consultation.objects.all(), rights).annotate(
        kind=Value("consultation", CharField()), about=F("run__title"), asked=F("asked_on"), due=F("due_on"),
        said=F("answer"), is_over=~Q(run__state="computed"),
    )  # fmt: skip
    others = visible(Opinion.objects.all(), rights).annotate(
        kind=Value("opinion", CharField()), about=F("request__title"), asked=F("request__asked_on"),
        due=F("request__due_on"), said=F("answer"), is_over=Q(request__withdrawn_at__isnull=False),
    )  # fmt: skip
    both = runs.order_by().values(*columns).union(others.order_by().values(*columns), all=True)
    found: QuerySet[Any, dict[str, Any]] = both.order_by("-asked", "kind", "-id")
    return found


def waiting_for_answer(rights: Rights) -> QuerySet[Opinion]:
    """Return what one's own office has not answered yet."""
    own = Opinion.objects.filter(office__in=list(rights.offices(Verb.ANSWER)), state__in=WAITING)
    return own.filter(request__withdrawn_at=None).select_related("request").order_by("request__due_on", "pk")


def of_application(application: Application) -> list[Opinion]:
    """Return what was asked about an application, with the counts of points."""
    return answers(_of_application, application.pk)


def _of_application(application: int) -> QuerySet[Opinion]:
    found = Opinion.objects.filter(request__subjects__application=application).select_related(
        "request", "office"
    )
    found = found.annotate(
        points_said=Count("points", Q(points__dropped_at=None)),
        points_open=Count("points", Q(points__dropped_at=None, points__treatment="")),
    )
    return found.order_by("-request__asked_on", "office__name", "pk")


def open_for(applications: Collection[int]) -> dict[int, Standing]:
    """Return which of some applications wait for an opinion, or for the treatment of a point.

    One query however many there are; what is settled is not in the answer.
    """
    return {
        row["application"]: Standing(row["asked"], row["unanswered"], row["untreated"])
        for row in answers(_open_for, tuple(applications))
        if row["unanswered"] or row["untreated"]
    }


def _open_for(applications: Collection[int]) -> "QuerySet[Any, Any]":
    rows = OpinionSubject.objects.filter(application__in=applications, request__withdrawn_at=None)
    counted = rows.values("application").annotate(
        asked=Count("request__opinions", distinct=True),
        unanswered=Count("request__opinions", Q(request__opinions__state__in=WAITING), distinct=True),
        untreated=Count(
            "request__opinions__points",
            Q(request__opinions__points__treatment="", request__opinions__points__dropped_at=None),
            distinct=True,
        ),
    )
    return counted.order_by("application")


def bodies() -> QuerySet[Office]:
    """Return who may be asked: associations first, then the district offices, then authorities."""
    return Office.objects.filter(kind__in=MAY_BE_ASKED).order_by("kind", "name", "pk")


def usually_asked(programme: Programme) -> list[int]:
    """Return the offices that the programme always asks."""
    found = programme.participations.filter(part=Part.CONSULTED).order_by("office")
    return list(found.values_list("office", flat=True))


def askable(rights: Rights) -> QuerySet[Application]:
    """Return the applications about which somebody may be asked: submitted, and not decided yet."""
    offices = list(rights.offices(Verb.PREPARE))
    found = Application.objects.filter(call__programme__authority__in=offices, submitted_at__isnull=False)
    found = found.exclude(state__in=("decided", "withdrawn")).select_related("applicant")
    return found.order_by("file_number", "pk")


def due_for_silence(*, on: date) -> list[int]:
    """Return the requests in which silence counts as consent by now, and somebody is silent."""
    found = _unanswered().filter(request__due_on__lt=on)
    rows = found.values_list("request", "request__silence_rule", "request__due_on").distinct()
    return [pk for pk, rule, due_on in rows if is_silent(rule, due_on, on=on)]


def due_for_reminder(*, until: date, on: date) -> list[int]:
    """Return the requests of which somebody is to be reminded: due by a day, not asked just today."""
    found = _unanswered().filter(
        state=OpinionState.ASKED,
        request__due_on__lte=until,
        request__due_on__gte=on,
        request__asked_on__lt=on,
    )
    return list(found.values_list("request", flat=True).distinct())


def timeline(request: OpinionRequest) -> QuerySet[JournalEntry]:
    found = JournalEntry.objects.filter(thing="opinionrequest", thing_id=request.pk)
    return found.select_related("by").order_by("at", "pk")


def _of_the_office(rights: Rights) -> QuerySet[OpinionRequest]:
    offices = list(rights.offices(Verb.READ_OFFICE))
    return visible(OpinionRequest.objects.all(), rights).filter(programme__authority__in=offices)


def _unanswered() -> QuerySet[Opinion]:
    found = Opinion.objects.filter(state__in=WAITING, request__withdrawn_at=None)
    return found.order_by("request")
