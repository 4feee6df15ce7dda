"""Prepare a round of decisions: draft it, propose what each application gets, compute it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require, visible
from stellwerk.actions._decisions import (
    OPEN,
    lock_budget,
    locked_round,
    require_opinions,
    rewrite,
    void_result,
)
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import counted, journal
from stellwerk.law.decisions import Change, Outcome, needs_third_pair
from stellwerk.law.money import euro
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    Application,
    Call,
    Decision,
    DecisionRound,
    Programme,
    RoundState,
    RoundYear,
    TextKind,
    TextVersion,
)
from stellwerk.queries import decisions as ask
from stellwerk.queries.first_proposals import first_proposals
from stellwerk.queries.letters import approving_kind, text_in_force
from stellwerk.queries.proposals import (
    Outlook,
    Sums,
    computed,
    envelope,
    fingerprint,
    is_outdated,
    outlooks,
    require_budget,
    summed,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a change did: how many proposals are written, and which applications it did not fit."""

    written: int
    left: Sequence[Outlook]


@transaction.atomic(durable=True)
def draft_round(
    call_id: int,
    *,
    rights: Rights,
    at: datetime,
    title: str,
    legal_basis: str,
    letter_date: date,
    applications: Collection[int] | None = None,
) -> DecisionRound:
    """Begin a round with some of the applications of a call that are ready, or all of them.

    Http404: there is no such call, or an application is none of it; Refused: none is ready (any more), or
    no text is valid on the day of the letters.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=call_id).first()
    if call is None:
        raise Http404
    require(rights, Verb.PREPARE, office_id=call.programme.authority_id)
    chosen = _chosen(call, rights, applications)
    made = DecisionRound.objects.create(
        call=call,
        number=ask.next_number(call.pk),
        title=title,
        legal_basis=legal_basis,
        letter_date=letter_date,
        terms_id=call.terms_id,
        prepared_by=rights.person,
        prepared_for=rights.person.acting_for,
        prepared_at=at,
        **_wording(letter_date, call.programme),
    )
    insert([_first(made, one, values) for one, values in first_proposals(chosen, rights)])
    text = f"Entscheidungsrunde {made.number} angelegt: {title}, {counted(len(chosen), 'Antrag', 'Anträge')}"
    journal(rights.person, at, "draft_round", made, text)
    return made


@transaction.atomic(durable=True)
def change_round(
    round_id: int, *, rights: Rights, at: datetime, title: str, legal_basis: str, letter_date: date
) -> DecisionRound:
    """Change what all notices of a round say; its result is void and must be computed again."""
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    before = {name: str(getattr(made, name)) for name in ("title", "legal_basis", "letter_date")}
    void_result(made)
    values: dict[str, Any] = {"title": title, "legal_basis": legal_basis, "letter_date": letter_date}
    values |= _wording(letter_date, made.call.programme)
    for name, value in values.items():
        setattr(made, name, value)
    made.save(update_fields=list(values))
    journal(rights.person, at, "change_round", made, "Entscheidungsrunde geändert", {"before": before})
    return made


@transaction.atomic(durable=True)
def propose_decisions(
    round_id: int,
    *,
    rights: Rights,
    at: datetime,
    change: Change,
    applications: Collection[int] | None = None,
    seen: str = "",
) -> Proposed:
    """Propose the same for some applications of a round, or for all of them.

    What the change does not fit stays as it was and is returned with its reason.

    seen  fingerprint of the dry run; empty where there was none

    Http404: an application is not of this round; Refused: by now the dry run would show something else, the
    grant to be followed is none of the applicant, or the change fits none.
    """
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    rows = list(ask.decisions(made, ids=applications))
    if applications is not None and len(rows) != len(set(applications)):
        raise Http404
    change = _with_known_grant(change, rows, rights)
    found = list(outlooks(rows, made.terms.values(), change))
    if seen and seen != fingerprint(found):
        raise Refused(
            N_(
                "Inzwischen hat sich an den Anträgen etwas geändert. "
                "Bitte sehen Sie das Ergebnis noch einmal an."
            )
        )
    fitting, left = [one for one in found if one.decided], [one for one in found if not one.decided]
    if not fitting:
        raise left[0].refusal if left and left[0].refusal else _nothing_chosen()
    void_result(made)
    rewrite(fitting)
    rest = counted(len(left), "bleibt, wie er ist", "bleiben, wie sie sind")
    text = f"{_word(change)} für {counted(len(fitting), 'Antrag', 'Anträge')} vorgeschlagen, {rest}"
    details = {"applications": [one.row.application_id for one in fitting], "reason": change.reason}
    details |= {"follows": change.follows.file_number} if change.follows else {}
    journal(rights.person, at, "propose_decisions", made, text, details)
    return Proposed(len(fitting), left)


@transaction.atomic(durable=True)
def remove_applications(round_id: int, *, rights: Rights, at: datetime, applications: Collection[int]) -> int:
    """Take applications out of a round; they wait for another one. Http404: one is not of this round."""
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    rows = ask.decisions(made, ids=applications)
    if not applications:
        raise _nothing_chosen()
    if rows.count() != len(set(applications)):
        raise Http404
    void_result(made)
    Decision.objects.filter(round=made, application__in=applications).delete()
    text = f"{counted(len(set(applications)), 'Antrag', 'Anträge')} aus der Entscheidungsrunde genommen"
    journal(rights.person, at, "remove_applications", made, text, {"applications": sorted(set(applications))})
    return len(set(applications))


@transaction.atomic(durable=True)
def compute_round(round_id: int, *, rights: Rights, at: datetime) -> DecisionRound:
    """Compute every proposal once more, and all of them against the budget; keep the result.

    Refused: a proposal is open or against the law (its application is named), an opinion on one is missing,
    or the money does not suffice (missing per year).
    Law: §§ 23, 44 LHO with VV Nr. 4; budget: §§ 6, 16, 38 LHO.
    """
    made = locked_round(round_id, rights, Verb.PREPARE, *OPEN)
    void_result(made)
    require_opinions(made)
    lock_budget(made)
    found = computed(made)
    sums = summed(found, letter_date=made.letter_date)
    require_budget(made, sums.decided)
    rewrite([one for one in found if is_outdated(one)])
    _keep_years(made, sums)
    threshold = made.call.programme.third_pair_from
    made.needs_third = needs_third_pair((one.amount for one in found), threshold=threshold)
    made.state, made.computed_at = RoundState.COMPUTED, at
    made.computed_by, made.computed_for = rights.person, rights.person.acting_for
    made.save(update_fields=["needs_third", "state", "computed_by", "computed_for", "computed_at"])
    approved = f"{counted(sums.approved, 'Bewilligung', 'Bewilligungen')} ({euro(sums.total)})"
    text = f"Berechnet: {approved}, {counted(sums.refused, 'Ablehnung', 'Ablehnungen')}"
    journal(rights.person, at, "compute_round", made, text)
    return made


def _chosen(call: Call, rights: Rights, wanted: Collection[int] | None) -> list[Application]:
    ready = ask.ready_applications(rights, call)
    if wanted is None:
        found = list(ready)
    else:
        there = visible(Application.objects.filter(call=call, pk__in=wanted), rights)
        if there.count() != len(set(wanted)):
            raise Http404
        found = list(ready.filter(pk__in=wanted))
        if len(found) != len(set(wanted)):
            raise Refused(
                N_("Inzwischen ist nicht mehr jeder gewählte Antrag entscheidungsreif. Bitte wählen Sie neu.")
            )
    if not found:
        raise _nothing_chosen()
    return found


def _with_known_grant(change: Change, rows: Sequence[Decision], rights: Rights) -> Change:
    """Return the change with the grant to be followed as it is stored; nobody follows somebody else's."""
    if change.follows is None:
        return change
    offices = {row.application.applicant_id for row in rows}
    grant = ask.earlier_grants(rights, offices).filter(pk=change.follows.key).first()
    if grant is None or offices != {grant.recipient_id}:
        raise Refused(
            N_("Diese Zuwendung ist keine des Antragstellers. Bitte wählen Sie eine andere oder keine."),
            field="follows",
        )
    return replace(change, follows=grant.as_earlier())


def _first(made: DecisionRound, one: Application, values: dict[str, Any]) -> Decision:
    return Decision(round=made, application=one, asked=one.amount_asked, **values)


def _wording(letter_date: date, programme: Programme) -> dict[str, TextVersion]:
    """Return the texts that are in force on the day of the letters."""
    kinds = {
        "approval_text": approving_kind(programme),
        "refusal_text": TextKind.REFUSAL_NOTICE,
        "remedy_text": TextKind.REMEDY,
    }
    return {
        name: text_in_force(kind, on=letter_date, programme_id=programme.pk) for name, kind in kinds.items()
    }


def _keep_years(made: DecisionRound, sums: Sums) -> None:
    names = ("appropriation", "commitment_authority", "available", "committed", "asked", "decided")
    RoundYear.objects.bulk_create(
        RoundYear(round=made, year=one.year, **{name: getattr(one, name) for name in names})
        for one in envelope(made, asked=sums.asked, decided=sums.decided)
    )


def _word(change: Change) -> str:
    return "Bewilligung" if change.outcome is Outcome.APPROVE else "Ablehnung"


def _nothing_chosen() -> Refused:
    return Refused(N_("Es ist kein Antrag gewählt. Bitte wählen Sie mindestens einen."))
