"""What bodies answer to a request for their opinion, and what the authority makes of each point."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._opinions import Brought, keep_files, locked_request
from stellwerk.actions._steps import counted, journal
from stellwerk.law.opinions import is_late, last_day
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.letters.compose import canonical
from stellwerk.models import Opinion, OpinionAnswer, OpinionPoint, OpinionRequest, OpinionState, Treatment


@transaction.atomic(durable=True)
def answer_opinion(
    opinion_id: int,
    *,
    rights: Rights,
    at: datetime,
    answer: OpinionAnswer,
    text: str = "",
    points: Sequence[str] = (),
    files: Sequence[Brought] = (),
    answered_on: date | None = None,
) -> Opinion:
    """Keep what a body says: as it enters it itself, or as the authority records what came by post.

    points       what is to be treated one by one; what is said again as before keeps its treatment
    answered_on  the day it came; counts where the authority records it

    Refused: the request was withdrawn, an objection has no point, the day cannot be, or it is no longer open.
    """
    opinion, request = _locked(opinion_id)
    is_own = opinion.office_id in rights.offices(Verb.ANSWER)
    if not is_own:
        require(rights, Verb.PREPARE, office_id=request.programme.authority_id)
    today = timezone.localdate(at)
    came_on = today if is_own or answered_on is None else answered_on
    _require_open(opinion, request, is_own=is_own, on=today)
    _require_day(request, came_on, today)
    said = [one.strip() for one in points if one.strip()]
    if answer == OpinionAnswer.OBJECTED and not said:
        raise Refused(N_("Bitte nennen Sie bei Einwänden mindestens einen Punkt."), field="point_1")
    opinion.state, opinion.answer, opinion.text = OpinionState.ANSWERED, answer, text.strip()
    opinion.answered_on, opinion.answered_at = came_on, at
    opinion.answered_by, opinion.recorded_by = (rights.person, None) if is_own else (None, rights.person)
    opinion.is_late = is_late(request.due_on, came_on)
    _say(opinion, said, at)
    keep_files(request, opinion, files, by=rights.person, at=at)
    opinion.sha256 = _fingerprint(opinion, said)
    opinion.save()
    late = ", verspätet" if opinion.is_late else ""
    told = f"{opinion.office.name}: {answer.label}, {counted(len(said), 'Punkt', 'Punkte')}{late}"
    details = {"answer": answer.value, "text": opinion.text, "points": said, "sha256": opinion.sha256}
    journal(rights.person, at, "answer_opinion", request, told, details)
    return opinion


@transaction.atomic(durable=True)
def treat_point(
    point_id: int, *, rights: Rights, at: datetime, treatment: Treatment, why: str
) -> OpinionPoint:
    """Record whether the authority follows a point, and why; saying it again replaces what was said before.

    Refused: no reason is given, or the body says it differently by now.
    """
    found = OpinionPoint.objects.select_related("opinion__office").filter(pk=point_id).first()
    if found is None:
        raise Http404
    request = locked_request(found.opinion.request_id, rights, Verb.PREPARE)
    found.refresh_from_db(fields=["dropped_at"])
    if found.dropped_at is not None:
        raise Refused(N_("Die Stelle hat diesen Punkt inzwischen geändert. Bitte laden Sie die Seite neu."))
    if not why.strip():
        raise Refused(N_("Bitte schreiben Sie, warum."), field="why")
    found.treatment, found.why = treatment, why.strip()
    found.treated_by, found.treated_at = rights.person, at
    found.save(update_fields=["treatment", "why", "treated_by", "treated_at"])
    text = f"{found.opinion.office.name}, Punkt {found.number}: {treatment.label}"
    journal(rights.person, at, "treat_point", request, text, {"point": found.text, "why": found.why})
    return found


def _locked(opinion_id: int) -> tuple[Opinion, OpinionRequest]:
    """Return an opinion and its request; who changes one waits for who changes another."""
    found = Opinion.objects.filter(pk=opinion_id).values_list("request", flat=True).first()
    if found is None:
        raise Http404
    request = locked_request(found, None, None)
    return Opinion.objects.select_related("office").get(pk=opinion_id), request


def _require_open(opinion: Opinion, request: OpinionRequest, *, is_own: bool, on: date) -> None:
    """A body corrects itself until the last day; the authority never writes over what a body entered."""
    if opinion.state != OpinionState.ANSWERED:
        return
    if is_own and on > last_day(request.due_on).day:
        raise Refused(
            N_(
                "Die Frist ist vorbei; Ihre Stellungnahme liegt vor und lässt sich hier nicht mehr ändern. "
                "Bitte schreiben Sie der Bewilligungsbehörde."
            )
        )
    if not is_own and opinion.answered_by_id is not None:
        raise Refused(N_("Die Stelle hat selbst geantwortet; ihre Stellungnahme bleibt, wie sie ist."))


def _require_day(request: OpinionRequest, came_on: date, today: date) -> None:
    if not request.asked_on <= came_on <= today:
        raise Refused(
            N_("Der Tag muss zwischen dem %(first)s und dem %(last)s liegen."),
            field="answered_on",
            first=german(request.asked_on),
            last=german(today),
        )


def _say(opinion: Opinion, said: Sequence[str], at: datetime) -> None:
    """Keep what is said again, drop what is not, and add what is new."""
    before = {
        one.text: one for one in OpinionPoint.objects.filter(opinion=opinion, dropped_at=None).order_by("pk")
    }
    gone = [one.pk for text, one in before.items() if text not in said]
    OpinionPoint.objects.filter(pk__in=gone).update(dropped_at=at)
    last = OpinionPoint.objects.filter(opinion=opinion).aggregate(last=Max("number"))["last"] or 0
    new = [text for text in dict.fromkeys(said) if text not in before]
    OpinionPoint.objects.bulk_create(
        OpinionPoint(opinion=opinion, number=last + place, text=text)
        for place, text in enumerate(new, start=1)
    )


def _fingerprint(opinion: Opinion, said: Sequence[str]) -> str:
    files = opinion.files.order_by("pk").values_list("sha256", flat=True)
    told = {"answer": opinion.answer, "text": opinion.text, "points": list(said), "files": list(files)}
    return hashlib.sha256(canonical(told).encode()).hexdigest()
