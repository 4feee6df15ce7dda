"""Consultations: who was asked, what came back, what is still open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, visible
from stellwerk.models import Answer, Consultation, Run, SilenceRule


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a run is agreed: ``open`` still block it, ``objections`` are not treated yet."""

    asked: int
    open: int
    objections: int

    @property
    def is_settled(self) -> bool:
        return self.asked > 0 and not self.open and not self.objections


def asked(rights: Rights) -> QuerySet[Consultation]:
    found = visible(Consultation.objects.all(), rights).select_related("run__programme", "office", "letter")
    return found.order_by("-asked_on", "-pk")


def consultation(rights: Rights, pk: int) -> Consultation:
    return get_object_or_404(asked(rights), pk=pk)


def of_run(run: Run) -> QuerySet[Consultation]:
    return Consultation.objects.filter(run=run).select_related("office", "recorded_by").order_by("pk")


def standing(run: Run, *, on: date) -> Standing:
    """Weigh the answers on a day by the programme's silence rule."""
    found = list(of_run(run))
    silence_agrees = run.programme.silence_rule == SilenceRule.CONSENT
    still_open = [c for c in found if not c.answer and not (silence_agrees and on > c.due_on)]
    objections = [c for c in found if c.answer == Answer.OBJECTED and not c.treatment]
    return Standing(len(found), len(still_open), len(objections))
