"""Countersign, release or stop a round: the release turns every decision into a frozen, addressed notice."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import transaction

from stellwerk.access import Rights, Verb
from stellwerk.actions._decisions import OPEN, lock_budget, locked_round, require_opinions, silence
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import (
    Recipient,
    counted,
    frozen_letter,
    journal,
    outbox,
    require_second_factor,
    ring,
)
from stellwerk.law.decisions import require_third_pair
from stellwerk.law.four_eyes import require_other_person
from stellwerk.law.money import euro
from stellwerk.law.working import N_, Refused
from stellwerk.letters.checklist import missing_content
from stellwerk.letters.decisions import Shared, decision_content, shared
from stellwerk.letters.facts import LetterContent
from stellwerk.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionRound,
    Dispatch,
    DispatchRole,
    DispatchState,
    Grant,
    JournalEntry,
    Letter,
    LetterKind,
    Notice,
    NoticeKind,
    Office,
    Outcome,
    Part,
    Post,
    RoundState,
    Tranche,
)
from stellwerk.queries import decisions as ask
from stellwerk.queries.proposals import computed, is_outdated, require_budget, summed

PORTION = 200  # letters in memory at once, however many there are


@transaction.atomic(durable=True)
def countersign_round(round_id: int, *, rights: Rights, at: datetime) -> DecisionRound:
    """Countersign a round whose amounts reach the threshold of the programme; somebody else releases it.

    Refused: nobody need countersign, or the person had a hand in it.
    Law: VV zu § 70 LHO; the threshold is a setting of the programme.
    """
    made = locked_round(round_id, rights, Verb.RELEASE, RoundState.COMPUTED)
    if not made.needs_third or made.third_by_id is not None:
        raise Refused(N_("Diese Runde wartet auf keine Mitzeichnung. Bitte laden Sie die Seite neu."))
    require_second_factor(rights.person)
    require_other_person(ask.hands(made), rights.person.pk, rights.acting_for_id)
    made.third_by, made.third_for, made.third_at = rights.person, rights.person.acting_for, at
    made.save(update_fields=["third_by", "third_for", "third_at"])
    journal(rights.person, at, "countersign_round", made, "Entscheidungen mitgezeichnet")
    return made


@transaction.atomic(durable=True)
def release_round(round_id: int, *, rights: Rights, at: datetime) -> DecisionRound:
    """Release a round by another person than those who prepared or countersigned it.

    Every approval becomes a post, a grant and its notice or contract, every refusal a notice. All of it is
    frozen here and handed to the workers when this transaction is committed.

    Refused: same person; the countersignature, an opinion, a fact, an address or mandatory content is
    missing; applications, terms or budget changed since.
    Law: VV zu § 70 LHO (four eyes); VV Nr. 4.1, 4.2 zu § 44 LHO (content); §§ 37, 39, 41 LVwVfG.
    """
    made = locked_round(round_id, rights, Verb.RELEASE, RoundState.COMPUTED)
    require_second_factor(rights.person)
    require_other_person(ask.signers(made), rights.person.pk, rights.acting_for_id)
    require_third_pair(is_needed=made.needs_third, third_by=made.third_by_id)
    require_opinions(made)
    lock_budget(made)
    _refuse_outdated(made)
    made.state, made.released_at = RoundState.RELEASED, at
    made.released_by, made.released_for = rights.person, rights.person.acting_for
    made.save(update_fields=["state", "released_by", "released_for", "released_at"])
    common, copies = shared(made), _copies(made)
    left = iter(ask.decisions(made).iterator(chunk_size=PORTION))
    while portion := list(islice(left, PORTION)):
        _issue(common, portion, copies, rights=rights, at=at)
    ring()
    counts = ask.counts(made)
    approved = f"{counted(counts.approve, 'Bewilligung', 'Bewilligungen')} ({euro(counts.decided)})"
    text = f"Freigegeben: {approved}, {counted(counts.refuse, 'Ablehnung', 'Ablehnungen')}"
    journal(rights.person, at, "release_round", made, text)
    return made


@transaction.atomic(durable=True)
def stop_round(round_id: int, *, rights: Rights, at: datetime, reason: str) -> DecisionRound:
    """Stop a round; what has not gone out never will, and those applications wait for another decision.

    Refused: the last notice has gone out.
    Law: § 43 LVwVfG (a notice takes effect when it is announced).
    """
    made = locked_round(round_id, rights, Verb.STOP, *OPEN, RoundState.RELEASED)
    dispatches = Dispatch.objects.filter(letter__decision__round=made)
    to_recipient = dispatches.filter(role=DispatchRole.TO)
    if made.state == RoundState.RELEASED and not to_recipient.exclude(state=DispatchState.SENT).exists():
        raise Refused(
            N_("Alle Schreiben sind schon versandt; stoppen geht nicht mehr. Bitte laden Sie die Seite neu.")
        )
    if made.state != RoundState.RELEASED:
        Decision.objects.filter(round=made).update(is_live=False)
    unsent = [DispatchState.WAITING, DispatchState.FAILED, DispatchState.HELD_BACK]
    stopped = dispatches.filter(state__in=unsent).update(state=DispatchState.STOPPED, claim=None)
    silence(list(to_recipient.filter(state=DispatchState.STOPPED).values_list("letter_id", flat=True)), at)
    made.state, made.stopped_by, made.stopped_at = RoundState.STOPPED, rights.person, at
    made.stop_reason = reason
    made.save(update_fields=["state", "stopped_by", "stopped_at", "stop_reason"])
    journal(rights.person, at, "stop_round", made, f"Gestoppt, {stopped} Schreiben zurückgehalten: {reason}")
    return made


def _issue(
    common: Shared, portion: Sequence[Decision], copies: Sequence[Recipient], *, rights: Rights, at: datetime
) -> None:
    """Write what follows from some decisions: posts, grants, letters, notices, amounts; and say so."""
    approved = [one for one in portion if one.outcome == Outcome.APPROVE]
    grants = dict(zip([one.pk for one in approved], _grants(common, approved), strict=True))
    letters = [_letter(common, one, grant=grants.get(one.pk), rights=rights, at=at) for one in portion]
    to = [[Recipient(one.application.applicant, DispatchRole.TO), *copies] for one in portion]
    outbox(letters, to, at=at)
    written = {letter.decision_id: letter for letter in letters}
    _notices(common.round, [(one, grants[one.pk], written[one.pk]) for one in approved])
    ids = [one.application_id for one in portion]
    Application.objects.filter(pk__in=ids).update(state=ApplicationState.DECIDED)
    insert([_entry(one, rights, at) for one in portion])


def _grants(common: Shared, approved: Sequence[Decision]) -> list[Grant]:
    """Store a post and a grant for each approval; a second approval of a case gets numbers of its own."""
    programme, suffix = common.programme, f"/R{common.round.number}"
    numbers = [one.application.file_number for one in approved]
    taken = set(Grant.objects.filter(file_number__in=numbers).values_list("file_number", flat=True))
    posts, grants = [], []
    for one in approved:
        case, share = one.application, one.share
        assert share is not None
        more = suffix if case.file_number in taken else ""
        post = Post(
            programme=programme,
            employer_id=case.applicant_id,
            number=f"A{case.call_id}-{case.number:04d}{more}",
            approved_share=share,
        )
        posts.append(post)
        grants.append((one, post, f"{case.file_number}{more}"))
    insert(posts)
    made = [_grant(programme.pk, *parts) for parts in grants]
    insert(made)
    return made


def _grant(programme_id: int, one: Decision, post: Post, file_number: str) -> Grant:
    assert one.starts_on is not None
    return Grant(
        programme_id=programme_id,
        post=post,
        recipient_id=one.application.applicant_id,
        file_number=file_number,
        starts_on=one.starts_on,
        eligible_monthly=one.eligible_monthly,
        own_monthly=one.own_monthly,
        third_party_monthly=one.third_party_monthly,
        is_example=one.application.is_example,
        predecessor_id=one.follows_id,
    )


def _letter(common: Shared, one: Decision, *, grant: Grant | None, rights: Rights, at: datetime) -> Letter:
    content = decision_content(common, one)
    _refuse_incomplete(content, one)
    made, is_approval = common.round, one.outcome == Outcome.APPROVE
    return frozen_letter(
        content,
        text_version_id=made.approval_text_id if is_approval else made.refusal_text_id,
        by=rights.person,
        at=at,
        programme_id=common.programme.pk,
        decision_id=one.pk,
        grant=grant,
        addressee=one.application.applicant,
    )


def _notices(made: DecisionRound, issued: Sequence[tuple[Decision, Grant, Letter]]) -> None:
    notices = [_notice(made, *parts) for parts in issued]
    insert(notices)
    insert(
        [
            Tranche(notice=notice, year=int(year), amount=Decimal(amount))
            for notice, (one, _grant, _letter) in zip(notices, issued, strict=True)
            for year, amount in one.by_year.items()
        ]
    )


def _notice(made: DecisionRound, one: Decision, grant: Grant, letter: Letter) -> Notice:
    assert one.ends_on is not None
    return Notice(
        grant=grant,
        number=0,
        kind=NoticeKind.CONTRACT if letter.kind == LetterKind.CONTRACT else NoticeKind.APPROVAL,
        issued_on=made.letter_date,
        period_end=one.ends_on,
        terms_id=made.terms_id,
        decision_id=one.pk,
        letter=letter,
        working=one.working,
        prepared_by=made.computed_by,
        released_by=made.released_by,
    )


def _entry(one: Decision, rights: Rights, at: datetime) -> JournalEntry:
    """Tell the case what was decided; the release of the round is an entry of its own."""
    word = f"bewilligt: {euro(one.decided)}" if one.outcome == Outcome.APPROVE else "abgelehnt"
    return JournalEntry(
        by=rights.person,
        at=at,
        verb="decide_application",
        thing="application",
        thing_id=one.application_id,
        text=f"Antrag {one.application.file_number} {word}",
        details={"round": one.round_id},
    )


def _copies(made: DecisionRound) -> list[Recipient]:
    offices = Office.objects.filter(
        participations__programme=made.call.programme, participations__part=Part.NOTICE_COPY
    )
    return [Recipient(office, DispatchRole.COPY) for office in offices.order_by("name", "pk")]


def _refuse_outdated(made: DecisionRound) -> None:
    """Compute once more in the same transaction: what is released must be what holds now."""
    found = computed(made)
    if any(is_outdated(one) for one in found):
        raise Refused(
            N_("Seit der Berechnung hat sich etwas geändert. Bitte lassen Sie die Runde neu berechnen.")
        )
    require_budget(made, summed(found, letter_date=made.letter_date).decided)


def _refuse_incomplete(content: LetterContent, one: Decision) -> None:
    if findings := missing_content(content):
        first = findings[0]
        raise Refused(
            N_("Im Schreiben für %(recipient)s fehlt nach Nr. %(number)s: %(what)s. %(where)s"),
            recipient=one.application.applicant.name,
            number=first.number,
            what=first.what,
            where=Refused(first.where, **first.values),
        )
