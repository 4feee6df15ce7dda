"""The way of an application: who may take which step from where."""

from collections.abc import Collection

from stellwerk.law.working import N_, Marked, Refused

DRAFT, TO_CERTIFY, SUBMITTED, CORRECTION = "draft", "to_certify", "submitted", "correction"
READY, DECIDED, WITHDRAWN = "ready", "decided", "withdrawn"
WRITABLE = frozenset({DRAFT, CORRECTION})  # by the applicant
UNDER_CHECK = frozenset({SUBMITTED, CORRECTION, READY})  # at the authority
STEPS = {
    "write": WRITABLE,
    "hand_over": WRITABLE,
    "certify": frozenset({TO_CERTIFY}),
    "give_back": frozenset({TO_CERTIFY}),
    "withdraw": frozenset({DRAFT, TO_CERTIFY, SUBMITTED, CORRECTION, READY}),
    "check": frozenset({SUBMITTED, CORRECTION, READY, TO_CERTIFY}),
    "ask_for_correction": frozenset({SUBMITTED, READY}),
    "make_ready": frozenset({SUBMITTED}),
    "reopen": frozenset({READY}),
    "decide": frozenset({READY}),
}


def require_step(step: str, state: str, *, label: str) -> None:
    """Refuse a step that the state of the application does not allow.

    label  what people call the state

    Law: the order of the steps follows VV Nr. 3 and 4 zu § 44 LHO (application, check, decision).
    """
    if state not in STEPS[step]:
        raise Refused(
            N_(
                "Der Antrag ist inzwischen „%(state)s“; dieser Schritt ist so nicht mehr möglich. "
                "Bitte laden Sie die Seite neu."
            ),
            state=label,
        )


def why_not_assigned(state: str, *, is_theirs: bool, is_worker: bool) -> Marked | None:
    """Return why an application stays with whoever checks it; nothing: it can be assigned.

    is_theirs  the person checks it already
    is_worker  the person prepares decisions of its authority

    Law: the order of the steps follows VV Nr. 3 and 4 zu § 44 LHO (application, check, decision).
    """
    if state not in STEPS["check"]:
        return N_("Der Antrag wird nicht mehr geprüft: Er ist entschieden oder zurückgenommen.")
    if not is_worker:
        return N_("Diese Person bearbeitet keine Anträge dieser Behörde.")
    return N_("Der Antrag ist dieser Person schon zugewiesen.") if is_theirs else None


def require_second_person(entered_by: Collection[int], by: int) -> None:
    """Refuse a certification by somebody who entered part of what is certified.

    Law: the programme's terms ask for two people of the applicant; modelled on VV zu § 70 LHO (its numbers
    are not confirmed).
    """
    if by in entered_by:
        raise Refused(
            N_(
                "Wer den Antrag ausgefüllt hat, zeichnet ihn nicht selbst. "
                "Bitte lassen Sie ihn von einer zweiten Person Ihrer Stelle prüfen und zeichnen."
            )
        )


def require_checked(states: Collection[str]) -> None:
    """Refuse to call an application ready for the decision while a point of its check list is open.

    states  of all points: open, fulfilled, not_fulfilled, not_needed

    Law: VV Nr. 3 zu § 44 LHO (the check precedes the decision; its numbers are not confirmed).
    """
    left = sum(state == "open" for state in states)
    if left:
        raise Refused(
            N_("Noch sind %(count)s Prüfpunkte offen. Bitte prüfen Sie sie zuerst."), count=str(left)
        )
