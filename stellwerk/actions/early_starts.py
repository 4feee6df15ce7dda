"""Whether a measure may begin before the decision (vorzeitiger Maßnahmebeginn): proposed, then decided."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb
from stellwerk.actions._applications import locked_application
from stellwerk.actions._steps import journal, require_second_factor
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import EarlyStart


@transaction.atomic(durable=True)
def propose_early_start(
    application_id: int, *, rights: Rights, at: datetime, granted: bool, from_on: date | None, reason: str
) -> EarlyStart:
    """Propose to allow or to refuse the early start; a second person decides.

    from_on  the first day on which the measure may begin, where it is allowed

    Refused: it is decided already, or the day is missing.
    """
    application = locked_application(application_id, rights, Verb.PREPARE, "check")
    before = EarlyStart.objects.filter(application=application).first()
    if before is not None and before.decided_at is not None:
        raise Refused(N_("Über den vorzeitigen Maßnahmebeginn ist schon entschieden."))
    if granted and from_on is None:
        raise Refused(N_("Bitte nennen Sie den Tag, ab dem begonnen werden darf."), field="from_on")
    values = {
        "granted": granted,
        "from_on": from_on if granted else None,
        "reason": reason,
        "proposed_by": rights.person,
        "proposed_at": at,
    }
    proposed, _is_new = EarlyStart.objects.update_or_create(application=application, defaults=values)
    text = f"Antrag {application.file_number}: Vorschlag zum vorzeitigen Maßnahmebeginn: {_word(proposed)}"
    journal(rights.person, at, "propose_early_start", application, text)
    return proposed


@transaction.atomic(durable=True)
def decide_early_start(application_id: int, *, rights: Rights, at: datetime) -> EarlyStart:
    """Decide as proposed, by another person; it gives no claim to a grant.

    Http404: nothing is proposed; Refused: the same person, or it is decided already.
    """
    application = locked_application(application_id, rights, Verb.RELEASE, "check")
    proposed = EarlyStart.objects.select_for_update().filter(application=application).first()
    if proposed is None:
        raise Http404
    if proposed.decided_at is not None:
        raise Refused(N_("Über den vorzeitigen Maßnahmebeginn ist schon entschieden."))
    require_second_factor(rights.person)
    require_other_person({proposed.proposed_by_id}, rights.person.pk, rights.acting_for_id)
    proposed.decided_by, proposed.decided_at = rights.person, at
    proposed.save(update_fields=["decided_by", "decided_at"])
    text = f"Antrag {application.file_number}: vorzeitiger Maßnahmebeginn {_word(proposed)}"
    journal(rights.person, at, "decide_early_start", application, text, {"reason": proposed.reason})
    return proposed


def _word(it: EarlyStart) -> str:
    return f"zugelassen ab {german(it.from_on)}" if it.from_on else "nicht zugelassen"
