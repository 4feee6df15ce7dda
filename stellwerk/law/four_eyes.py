"""Four eyes: who prepares does not release."""

from collections.abc import Iterable

from stellwerk.law.working import N_, Refused


def require_other_person(
    prepared_by: Iterable[int], released_by: int, released_for: int | None = None
) -> None:
    """Refuse a release by somebody who took part in the preparation (Vier-Augen-Prinzip).

    prepared_by   keys of everybody who prepared, and of everybody for whom they did; at least one
    released_by   key of the person who wants to release
    released_for  key of the person they act for in substitution

    Refused: the same person, or nobody is recorded as having prepared.
    Law: VV zu § 70 LHO (separation of certification and order; its numbers are not confirmed).
    """
    preparers = set(prepared_by)
    if not preparers:
        raise Refused(
            N_(
                "Es ist nicht festgehalten, wer den Vorgang vorbereitet hat. "
                "Bitte lassen Sie ihn zuerst von einer zuständigen Person vorbereiten."
            ),
            field="prepared_by",
        )
    if released_for in preparers:
        raise Refused(
            N_(
                "Sie handeln in Vertretung für eine Person, die diesen Vorgang selbst vorbereitet hat. "
                "Bitte lassen Sie ihn von einer anderen berechtigten Person prüfen und freigeben."
            ),
            field="released_by",
        )
    if released_by in preparers:
        raise Refused(
            N_(
                "Wer einen Vorgang vorbereitet hat, darf ihn nicht selbst freigeben. "
                "Bitte lassen Sie ihn von einer anderen berechtigten Person prüfen und freigeben."
            ),
            field="released_by",
        )
