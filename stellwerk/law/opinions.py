"""Opinions: until when an answer is in time, what silence means, and what is settled before a decision."""

from datetime import date

from stellwerk.law.holidays import next_workday
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused, Step, Working

CONSENT = "consent"  # of the silence rules: no answer counts as consent
REMINDED_DAYS_BEFORE = 3  # a habit, no law: early enough to answer, late enough not to be lost


def last_day(due_on: date, *, land: str = "BW") -> Working:
    """Return the last day on which an opinion is in time.

    due_on  the day the authority named; it refers to no rule, so a weekend or holiday moves it on

    Law: § 31 Abs. 2 and 3 LVwVfG.
    """
    steps = (Step(N_("Antwort erbeten bis zum %(day)s"), german(due_on), "§ 31 Abs. 2 LVwVfG", _day(due_on)),)
    moved = next_workday(due_on, land)
    if moved == due_on:
        return Working(due_on, steps)
    text = N_("Der %(day)s ist kein Werktag; es zählt der nächste.")
    return Working(moved, (*steps, Step(text, german(moved), "§ 31 Abs. 3 LVwVfG", _day(due_on))))


def is_late(due_on: date, answered_on: date) -> bool:
    """Say whether an opinion came after its last day; it is kept and weighed all the same.

    Law: § 31 Abs. 7 LVwVfG (the authority may extend a period that it set itself, even afterwards).
    """
    return answered_on > last_day(due_on).day


def is_silent(rule: str, due_on: date, *, on: date) -> bool:
    """Say whether a body that has not answered counts as agreeing on a day.

    rule  of the request, taken over from the programme: consent, or wait

    Law: the terms of the programme; no statute sets a rule, so silence means nothing unless they say so.
    """
    return rule == CONSENT and on > last_day(due_on).day


def require_due_day(due_on: date, *, asked_on: date) -> None:
    """Refuse a due day that leaves nobody time to answer.

    Law: § 31 Abs. 2 LVwVfG (a period begins on the day after it was announced).
    """
    if due_on <= asked_on:
        raise Refused(
            N_("Der Tag, bis zu dem geantwortet werden soll, muss nach dem %(day)s liegen."),
            field="due_on",
            day=german(asked_on),
        )


def require_settled(*, unanswered: int, untreated: int) -> None:
    """Refuse what depends on opinions while an answer or the treatment of a point is open.

    Law: the terms of the programme say who is asked; § 24 LVwVfG (what was said is weighed).
    """
    if unanswered:
        raise Refused(
            N_(
                "Es fehlen noch %(count)s Stellungnahmen. Bitte warten Sie die Frist ab, erfassen Sie die "
                "Antworten oder ziehen Sie die Bitte um Stellungnahme mit Begründung zurück."
            ),
            count=str(unanswered),
        )
    if untreated:
        raise Refused(
            N_(
                "%(count)s Punkte aus Stellungnahmen sind noch nicht behandelt. "
                "Bitte halten Sie zu jedem fest, ob Sie ihm folgen und warum."
            ),
            count=str(untreated),
        )


def _day(day: date) -> dict[str, str]:
    return {"day": german(day)}
