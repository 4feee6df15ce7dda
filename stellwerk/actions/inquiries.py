"""Ask about a cell, and answer."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require, require_district
from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import Inquiry, Municipality, Service


@transaction.atomic(durable=True)
def ask(ags: str, service_key: str, *, rights: Rights, at: datetime, question: str) -> Inquiry:
    """Ask what is known of a service in a municipality; the district's coordinators answer.

    Http404: there is no such municipality or service.
    Refused: the same person has asked the same and waits for the answer.
    """
    require(rights, Verb.READ_COVERAGE)
    place = Municipality.objects.select_for_update().filter(ags=ags).first()  # a second click waits here
    service = Service.objects.filter(key=service_key).first()
    if place is None or service is None:
        raise Http404
    waiting = Inquiry.objects.filter(
        municipality=place, service=service, asked_by=rights.person, answered_at=None
    )
    if waiting.filter(question=question).exists():
        raise Refused(
            N_("Diese Frage haben Sie schon gestellt. Bitte warten Sie auf die Antwort."), field="question"
        )
    asked = Inquiry.objects.create(
        municipality=place, service=service, question=question, asked_by=rights.person, asked_at=at
    )
    journal(rights.person, at, "ask", asked, f"Rückfrage zu {place.name}: {service.name}")
    return asked


@transaction.atomic(durable=True)
def answer(inquiry_id: int, *, rights: Rights, at: datetime, answer: str) -> Inquiry:
    """Answer a question on a municipality of one's own district, once.

    Http404: there is no such question. Refused: it is answered already.
    """
    asked = Inquiry.objects.select_for_update(of=("self",)).select_related("municipality")
    found = asked.filter(pk=inquiry_id).first()
    if found is None:
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, found.municipality.district_id)
    if found.answered_at is not None:
        raise Refused(N_("Diese Frage ist schon beantwortet. Bitte laden Sie die Seite neu."), field="answer")
    found.answer, found.answered_by, found.answered_at = answer, rights.person, at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    journal(rights.person, at, "answer_inquiry", found, f"Rückfrage beantwortet: {found.municipality.name}")
    return found
