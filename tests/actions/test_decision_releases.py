"""The release of a round: approvals become grants and notices, refusals notices; other eyes look first."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions.decision_releases import countersign_round, release_round, stop_round
from stellwerk.actions.decisions import compute_round
from stellwerk.actions.deliveries import claim
from stellwerk.actions.dispatches import repeat
from stellwerk.letters.compose import content_sha256
from stellwerk.models import (
    Application,
    Decision,
    DecisionRound,
    Dispatch,
    DispatchState,
    Grant,
    JournalEntry,
    Letter,
    Letterhead,
    Notice,
    Occupancy,
    Office,
    Part,
    Participation,
    Programme,
    RoundState,
    Terms,
    Tranche,
)
from stellwerk.queries.decisions import announced_decision, ready_applications
from stellwerk.queries.states import committed_by_year, running_grants
from tests.house.applications import CERTIFIED_AT, OFFICE
from tests.house.cases import drafted as drafted_run
from tests.house.cases import person
from tests.house.decisions import (
    DECIDED_AT,
    END,
    NO,
    START,
    all_told,
    approval,
    computed,
    drafted,
    money,
    propose,
    ready,
    released,
    second_releaser,
    two_ready,
)
from tests.house.environment import DAY

Refuses = Callable[..., object]


def release(made: DecisionRound, rights: Rights | None = None) -> DecisionRound:
    return release_round(made.pk, rights=rights or person("freigabe"), at=DECIDED_AT)


def countersign(made: DecisionRound, rights: Rights | None = None) -> DecisionRound:
    return countersign_round(made.pk, rights=rights or second_releaser(), at=DECIDED_AT)


def stop(made: DecisionRound, name: str = "freigabe") -> DecisionRound:
    return stop_round(made.pk, rights=person(name), at=DECIDED_AT, reason="Ein Irrtum")


def with_threshold(amount: str = "50000.00") -> DecisionRound:
    made = computed()
    Programme.objects.update(third_pair_from=Decimal(amount))
    return compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)


# --- what comes of it ----------------------------------------------------------------------------


def test_an_approval_becomes_a_post_a_grant_and_its_notice(db: None) -> None:
    first, second = two_ready()

    made = released(first, second)

    assert (made.state, made.released_by) == (RoundState.RELEASED, person("freigabe").person)
    grant = Grant.objects.select_related("post", "recipient").get(file_number=first.file_number)
    assert (grant.recipient.key, grant.starts_on, grant.is_example) == (OFFICE, START, True)
    assert (grant.post.approved_share, grant.post.employer) == (Decimal("0.75"), grant.recipient)
    notice = Notice.objects.get(grant=grant)
    assert (notice.number, notice.kind, notice.period_end, notice.issued_on) == (0, "approval", END, DAY)
    assert (notice.prepared_by, notice.released_by) == (made.computed_by, made.released_by)
    granted = dict(Tranche.objects.filter(notice=notice).values_list("year", "amount"))
    assert granted == {2024: Decimal("26100.00"), 2025: Decimal("26100.00")}
    assert notice.working == Decision.objects.get(application=first).working
    assert not Grant.objects.filter(file_number=second.file_number).exists()
    states = set(Application.objects.values_list("state", flat=True))
    assert states == {"decided"}


def test_both_notices_are_frozen_and_addressed(db: None) -> None:
    first, second = two_ready()

    made = released(first, second)

    letters = {one.decision.application_id: one for one in Letter.objects.filter(decision__round=made)}
    assert (letters[first.pk].kind, letters[second.pk].kind) == ("approval", "refusal")
    for one in letters.values():
        assert one.document_sha256 == content_sha256(one.document)
        assert one.addressee.key == OFFICE
        assert list(one.dispatches.values_list("role", "state")) == [("to", "waiting")]
    assert letters[first.pk].subject.startswith("Zuwendungsbescheid zu Ihrem Antrag")
    assert "52.200,00" in str(letters[first.pk].document)
    assert NO in str(letters[second.pk].document)
    assert "Verwaltungsgericht" in str(letters[second.pk].document)


def test_the_journal_tells_the_round_and_each_case(db: None) -> None:
    first, second = two_ready()

    made = released(first, second)

    last = JournalEntry.objects.latest("pk")
    assert (last.verb, last.thing_id) == ("release_round", made.pk)
    assert "1 Bewilligung (52.200,00 €), 1 Ablehnung" in last.text
    told = JournalEntry.objects.filter(verb="decide_application").order_by("thing_id")
    assert [one.thing_id for one in told] == [first.pk, second.pk]
    assert "bewilligt: 52.200,00 €" in told[0].text
    assert "abgelehnt" in told[1].text


def test_what_is_granted_counts_as_promised(db: None, programme: Programme) -> None:
    before = committed_by_year(programme).get(2025, Decimal(0))

    released(ready())

    assert committed_by_year(programme)[2025] == before + Decimal("26100.00")


def test_copies_go_to_whom_the_programme_names(db: None, programme: Programme) -> None:
    office = Office.objects.get(key="staedtetag")
    Participation.objects.create(programme=programme, office=office, part=Part.NOTICE_COPY)

    made = released(ready())

    copies = Dispatch.objects.filter(letter__decision__round=made, role="copy")
    assert [one.office for one in copies] == [office]


def test_a_new_grant_is_continued_with_the_others(db: None, programme: Programme) -> None:
    released(ready())

    assert drafted_run(programme)
    assert running_grants(programme).filter(notices__decision__isnull=False).count() == 1


def test_a_county_learns_of_the_decision_by_its_notice(db: None) -> None:
    application, county = ready(), person("landkreis")
    made = released(application)

    assert announced_decision(county, application) is None
    all_told(made)

    found = announced_decision(county, application)
    assert found is not None
    assert (found.outcome, found.decided) == ("approve", Decimal("52200.00"))
    assert announced_decision(person("landkreis.boeblingen"), application) is None


# --- who -----------------------------------------------------------------------------------------


def test_whoever_proposed_does_not_release(db: None, refuses: Refuses) -> None:
    made = computed()
    entry = {"at": CERTIFIED_AT, "thing": "decisionround", "thing_id": made.pk, "text": "Vorschlag"}
    JournalEntry.objects.create(by=person("freigabe").person, verb="propose_decisions", **entry)

    with refuses("nicht selbst freigeben"):
        release(made)


@pytest.mark.parametrize("name", ["vorbereitung", "landkreis", "pruefung", "betrieb"])
def test_only_whoever_releases_releases(db: None, forbids: Callable, name: str) -> None:
    made = computed()

    with forbids():
        release(made, person(name))
    with forbids():
        countersign(made, person(name))


def test_a_second_factor_is_needed(db: None, refuses: Refuses, settings: Any) -> None:
    made = computed()
    settings.DEMO = False

    with refuses("zweiten Faktor"):
        release(made)


def test_a_third_pair_of_eyes_looks_from_the_threshold_on(db: None, refuses: Refuses) -> None:
    made = with_threshold()

    with refuses("dritte Person mit"):
        release(made)
    countersign(made)
    with refuses("nicht selbst freigeben"):
        release(made, second_releaser())

    release(made)

    made.refresh_from_db()
    people = {made.computed_by_id, made.third_by_id, made.released_by_id}
    assert len(people) == 3
    assert made.state == RoundState.RELEASED


def test_nobody_countersigns_what_needs_no_third_pair_or_has_it(db: None, refuses: Refuses) -> None:
    made, by = with_threshold("52200.01"), second_releaser()

    with refuses("wartet auf keine Mitzeichnung"):
        countersign(made, by)


def test_a_new_proposal_needs_a_new_countersignature(db: None) -> None:
    made = with_threshold()
    countersign(made)

    propose(made, approval(reason="Noch einmal begründet."), *_first(made))

    made.refresh_from_db()
    assert (made.third_by, made.third_at, made.needs_third) == (None, None, False)


# --- what has changed since, what is missing -----------------------------------------------------


def test_a_second_release_is_refused(db: None, refuses: Refuses) -> None:
    made = released(ready())

    with refuses("inzwischen „freigegeben“"):
        release(made)


def test_less_money_than_when_it_was_computed_is_refused(db: None, refuses: Refuses) -> None:
    made = computed()
    money(_2025="100.00")

    with refuses("Die Mittel reichen nicht"):
        release(made)


def test_what_changed_since_it_was_computed_is_refused(db: None, refuses: Refuses) -> None:
    made = computed()
    Decision.objects.filter(round=made, outcome="approve").update(share=Decimal("0.5"))

    with refuses("Seit der Berechnung hat sich etwas geändert"):
        release(made)


def test_an_office_without_a_court_is_named(db: None, refuses: Refuses) -> None:
    made = computed(ready())
    Office.objects.filter(key=OFFICE).update(court="")

    with refuses("kein Verwaltungsgericht"):
        release(made)


def test_missing_content_is_named_by_its_number(db: None, refuses: Refuses) -> None:
    made = computed(ready())
    Letterhead.objects.update(signature_name=" ")

    with refuses("§ 37 Abs. 3 LVwVfG"):
        release(made)


# --- stopping ------------------------------------------------------------------------------------


def test_a_draft_that_is_stopped_lets_its_applications_go(db: None) -> None:
    application = ready()
    made = drafted(application)

    stop(made, "vorbereitung")

    made.refresh_from_db()
    assert (made.state, made.stop_reason) == (RoundState.STOPPED, "Ein Irrtum")
    assert list(ready_applications(person("vorbereitung"), made.call)) == [application]


def test_what_was_stopped_before_it_went_out_never_came_into_force(db: None, programme: Programme) -> None:
    application = ready()
    before = committed_by_year(programme)
    made = released(application)

    stop(made)

    assert set(Dispatch.objects.filter(letter__decision__round=made).values_list("state", flat=True)) == {
        DispatchState.STOPPED
    }
    assert Notice.objects.get(decision__round=made).stopped_on == DAY
    assert not Decision.objects.get(round=made).is_live
    application.refresh_from_db()
    assert application.state == "ready"
    assert committed_by_year(programme) == before
    assert not running_grants(programme).filter(notices__decision__round=made).exists()


def test_an_application_can_be_decided_anew_after_a_stop(db: None) -> None:
    application = ready()
    stop(released(application))

    again = released(application)

    assert again.number == 2
    numbers = list(Grant.objects.filter(notices__decision__round=again).values_list("file_number", flat=True))
    assert numbers == [f"{application.file_number}/R2"]


def test_what_is_sent_cannot_be_stopped(db: None, refuses: Refuses) -> None:
    made = released(ready())
    all_told(made)

    with refuses("schon versandt"):
        stop(made)


def test_what_a_worker_holds_at_the_stop_is_kept_back_when_it_comes_again(db: None) -> None:
    made = released(ready())
    claimed = claim(at=DECIDED_AT, limit=9, lease=timedelta(minutes=5))
    (held,) = [one for one in claimed if one.letter.decision_id]
    stop(made)
    assert Decision.objects.get(round=made).is_live

    later = DECIDED_AT + timedelta(minutes=10)
    assert held not in claim(at=later, limit=9, lease=timedelta(minutes=5))

    held.refresh_from_db()
    assert held.state == DispatchState.STOPPED
    assert not Decision.objects.get(round=made).is_live


def test_a_stopped_notice_is_not_tried_again(db: None, refuses: Refuses) -> None:
    made = released(ready())
    stop(made)
    dispatch = Dispatch.objects.get(letter__decision__round=made)

    with refuses("wartet nicht auf einen neuen Versuch"):
        repeat(dispatch.pk, rights=person("freigabe"), at=DECIDED_AT)


def _first(made: DecisionRound) -> list[int]:
    return list(made.decisions.filter(outcome="approve").values_list("application", flat=True))


def test_posts_of_new_grants_wait_for_somebody(db: None) -> None:
    made = released(ready())

    assert not Occupancy.objects.filter(post__grants__notices__decision__round=made).exists()
    assert Terms.objects.filter(notices__decision__round=made).exists()
