"""Substitutions: arrange one, end it."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from stellwerk.access import Rights
from stellwerk.actions._steps import journal
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import Person, Substitution
from stellwerk.queries.people import colleagues
from stellwerk.queries.substitutions import principals_to_keep


@transaction.atomic(durable=True)
def arrange_substitution(
    *, principal: Person, substitute: Person, starts_on: date, last_day: date, rights: Rights, at: datetime
) -> Substitution:
    """Let somebody act for a colleague from a day to another.

    Refused: for themselves, not of the same office, in the past, or there is one in that time already.
    """
    if not principals_to_keep(rights).filter(pk=principal.pk).exists():
        raise PermissionDenied
    _refuse_pair(principal, substitute, starts_on, last_day, on=timezone.localdate(at))
    made = Substitution.objects.create(
        principal=principal,
        substitute=substitute,
        starts_on=starts_on,
        ends_on=last_day + timedelta(days=1),
        by=rights.person,
        created_at=at,
    )
    text = f"{substitute.name} vertritt {principal.name} vom {german(starts_on)} bis zum {german(last_day)}"
    journal(rights.person, at, "arrange_substitution", made, text)
    return made


@transaction.atomic(durable=True)
def end_substitution(substitution_id: int, *, rights: Rights, at: datetime) -> Substitution:
    """End a substitution with the day before; what was done in it stays.

    Refused: it has ended already.
    """
    found = Substitution.objects.select_for_update(of=("self",)).select_related("principal", "substitute")
    one = get_object_or_404(found.filter(principal__in=principals_to_keep(rights)), pk=substitution_id)
    today = timezone.localdate(at)
    if one.ends_on <= today:
        raise Refused(N_("Diese Vertretung ist schon beendet. Bitte laden Sie die Seite neu."))
    one.ends_on = max(today, one.starts_on)
    one.save(update_fields=["ends_on"])
    text = f"Beendet: {one.substitute.name} vertritt {one.principal.name}"
    journal(rights.person, at, "end_substitution", one, text)
    return one


def _refuse_pair(principal: Person, substitute: Person, starts_on: date, last_day: date, *, on: date) -> None:
    if not colleagues(principal).filter(pk=substitute.pk).exists():
        raise Refused(
            N_("Vertreten kann nur eine andere Person derselben Stelle. Bitte wählen Sie eine andere."),
            field="substitute",
        )
    if last_day < starts_on:
        raise Refused(
            N_("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide Tage."), field="last_day"
        )
    if last_day < on:
        raise Refused(
            N_("Eine Vertretung kann nicht in der Vergangenheit liegen. Bitte prüfen Sie beide Tage."),
            field="last_day",
        )
    same = Substitution.objects.filter(principal=principal, substitute=substitute)
    if same.filter(starts_on__lte=last_day, ends_on__gt=starts_on).exists():
        raise Refused(
            N_("%(name)s vertritt in dieser Zeit schon. Bitte beenden Sie zuerst die andere Vertretung."),
            field="substitute",
            name=substitute.name,
        )
