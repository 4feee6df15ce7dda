"""Rounds of decisions: drafted from what is ready, proposed in bulk, computed against the budget."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.applications import withdraw_application
from stellwerk.actions.decision_releases import release_round
from stellwerk.actions.decisions import change_round, compute_round, propose_decisions, remove_applications
from stellwerk.actions.opinions import withdraw_request
from stellwerk.law.working import Refused
from stellwerk.models import Application, Decision, JournalEntry, Outcome, RoundState, RoundYear
from stellwerk.queries.decisions import decisions
from stellwerk.queries.proposals import fingerprint, outlooks
from tests.house.applications import CERTIFIED_AT, opened, submitted
from tests.house.cases import person
from tests.house.decisions import (
    END,
    NO,
    REASON,
    SHARE,
    START,
    approval,
    computed,
    drafted,
    money,
    plenty,
    propose,
    proposed,
    ready,
    refusal,
    two_ready,
)
from tests.house.environment import DAY
from tests.house.opinions import AFTER, asked

Refuses = Callable[..., object]


def compute(pk: int, rights: Rights | None = None) -> object:
    return compute_round(pk, rights=rights or person("vorbereitung"), at=CERTIFIED_AT)


def test_a_round_takes_what_the_forms_say(db: None, verbs: Callable[[], list[str]]) -> None:
    application = ready()

    made = drafted(application)

    one = Decision.objects.get(round=made)
    assert (one.application_id, one.outcome, one.is_live) == (application.pk, Outcome.OPEN, True)
    assert (one.asked, one.starts_on) == (Decimal("69600.00"), START)
    assert one.share == 1
    assert one.ends_on == END
    assert (made.state, made.number, made.letter_date) == (RoundState.DRAFT, 1, DAY)
    assert made.approval_text.kind == "approval_notice"
    assert verbs()[-1] == "draft_round"


def test_a_round_can_take_all_that_is_ready_and_nothing_else(db: None) -> None:
    call = opened(only_one=False)
    first, second = ready(call), ready(call)

    made = drafted(first, applications=None)

    assert set(made.decisions.values_list("application", flat=True)) == {first.pk, second.pk}


def test_an_application_is_in_one_round_at_a_time(db: None, refuses: Refuses) -> None:
    application = ready()
    drafted(application)

    with refuses("nicht mehr jeder gewählte Antrag entscheidungsreif"):
        drafted(application)


def test_what_is_not_ready_is_not_decided(db: None, refuses: Refuses) -> None:
    application = submitted()

    with refuses("nicht mehr jeder gewählte Antrag entscheidungsreif"):
        drafted(application)
    with refuses("kein Antrag gewählt"):
        drafted(application, applications=None)


def test_forged_applications_are_not_found(db: None, everything_stays: Callable) -> None:
    made, other = drafted(ready()), 10**9

    with everything_stays(), pytest.raises(Http404):
        drafted(Application.objects.get(), applications=[other])
    with everything_stays(), pytest.raises(Http404):
        propose(made, approval(), other)
    with everything_stays(), pytest.raises(Http404):
        remove_applications(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT, applications=[other])


@pytest.mark.parametrize("name", ["freigabe", "landkreis", "pruefung", "betrieb"])
def test_only_whoever_prepares_proposes(db: None, forbids: Callable, name: str) -> None:
    made = drafted(ready())

    with forbids():
        propose(made, approval(), rights=person(name))
    with forbids():
        compute(made.pk, person(name))


def test_a_proposal_is_stored_with_amounts_by_year_and_working(db: None) -> None:
    made = drafted(ready())

    propose(made, approval())

    one = Decision.objects.get(round=made)
    assert (one.outcome, one.share, one.reason) == (Outcome.APPROVE, SHARE, REASON)
    assert one.decided == Decimal("52200.00")
    assert one.by_year == {"2024": "26100.00", "2025": "26100.00"}
    assert one.working[0]["value"] == "5.800,00 €"


def test_many_are_decided_alike_and_what_does_not_fit_stays(db: None) -> None:
    first, second = two_ready()
    made = drafted(first, second)
    Decision.objects.filter(application=first).update(starts_on=None, ends_on=None)

    done = propose(made, replace(approval(), starts_on=None, ends_on=None))

    assert (done.written, [one.row.application_id for one in done.left]) == (1, [first.pk])
    assert "Bewilligungszeitraum" in str(done.left[0].refusal)
    outcomes = dict(made.decisions.values_list("application", "outcome"))
    assert outcomes == {first.pk: "open", second.pk: "approve"}


def test_many_are_refused_with_one_reason(db: None) -> None:
    made = drafted()

    propose(made, refusal())

    assert set(made.decisions.values_list("outcome", "reason", "decided")) == {("refuse", NO, Decimal(0))}
    entry = JournalEntry.objects.latest("pk")
    assert "Ablehnung für 2 Anträge" in entry.text
    assert len(entry.details["applications"]) == 2


def test_a_refusal_without_a_reason_is_refused(db: None, refuses: Refuses) -> None:
    made = drafted(ready())

    with refuses("Ablehnung braucht eine Begründung"):
        propose(made, refusal(""))


def test_what_was_seen_is_what_is_written(db: None, refuses: Refuses) -> None:
    made = drafted(ready())
    seen = fingerprint(outlooks(decisions(made), made.terms.values(), approval()))
    Decision.objects.filter(round=made).update(asked=Decimal("40000.00"))
    values = {"rights": person("vorbereitung"), "at": CERTIFIED_AT, "change": approval()}

    with refuses("etwas geändert"):
        propose_decisions(made.pk, seen=seen, **values)


def test_a_round_is_computed_against_the_budget_of_each_year(
    db: None, verbs: Callable[[], list[str]]
) -> None:
    made = computed()

    assert (made.state, made.computed_by) == (RoundState.COMPUTED, person("vorbereitung").person)
    years = {one.year: one for one in RoundYear.objects.filter(round=made)}
    assert (years[2024].decided, years[2025].decided) == (Decimal("26100.00"), Decimal("26100.00"))
    assert years[2024].asked == Decimal("69600.00")
    assert years[2024].available - years[2024].committed == Decimal("90000000.00")
    assert verbs()[-1] == "compute_round"


def test_too_little_money_is_named_by_year(db: None, refuses: Refuses) -> None:
    made = proposed(ready())
    plenty()
    money(_2025="26099.99")

    with refuses("2025 fehlen 0,01 €"):
        compute(made.pk)


def test_an_open_proposal_keeps_a_round_from_being_computed(db: None, refuses: Refuses) -> None:
    first, second = two_ready()
    made = drafted(first, second)
    propose(made, refusal(), first.pk)

    with refuses(f"Antrag {second.file_number}: Hier ist noch nicht gewählt"):
        compute(made.pk)


def test_a_withdrawn_application_is_taken_out_first(db: None, refuses: Refuses) -> None:
    first, second = two_ready()
    made = proposed(first, second)
    plenty()
    withdraw_application(second.pk, rights=person("landkreis"), at=CERTIFIED_AT, reason="Erledigt")

    with refuses("zurückgenommen"):
        compute(made.pk)
    remove_applications(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT, applications=[second.pk])
    compute(made.pk)

    assert list(made.decisions.values_list("application", flat=True)) == [first.pk]


def test_a_later_proposal_voids_what_was_computed(db: None) -> None:
    made = computed()

    propose(made, refusal())

    made.refresh_from_db()
    assert (made.state, made.computed_by, made.computed_at) == (RoundState.DRAFT, None, None)
    assert not RoundYear.objects.filter(round=made).exists()


def test_a_round_can_be_changed_until_it_is_released(db: None) -> None:
    made = computed()
    day = date(2024, 3, 15)
    values = {"title": "Andere Runde", "legal_basis": "§ 23 LHO", "letter_date": day}

    change_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT, **values)

    made.refresh_from_db()
    assert (made.title, made.letter_date, made.state) == ("Andere Runde", day, RoundState.DRAFT)


def test_the_threshold_of_the_programme_asks_for_a_third_pair(db: None) -> None:
    made = proposed(ready())
    plenty()
    programme = made.call.programme
    type(programme).objects.update(third_pair_from=Decimal("52200.00"))

    compute(made.pk)

    made.refresh_from_db()
    assert made.needs_third


def test_no_text_before_the_first_one_is_valid(db: None) -> None:
    application = ready()

    with pytest.raises(Refused, match="noch keinen Text"):
        drafted(application, letter_date=date(2001, 1, 1))


def test_an_opinion_that_is_missing_keeps_a_round_from_being_computed_and_released(db: None) -> None:
    first, second = two_ready()
    made = computed(first, second)
    request = asked(first)

    with pytest.raises(Refused, match=f"Zum Antrag {first.file_number} fehlt noch eine Stellungnahme"):
        release_round(made.pk, rights=person("freigabe"), at=CERTIFIED_AT)
    with pytest.raises(Refused, match=f"Zum Antrag {first.file_number} fehlt noch eine Stellungnahme"):
        compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)
    withdraw_request(request.pk, rights=person("vorbereitung"), at=AFTER, reason="Nicht mehr nötig.")

    assert compute_round(made.pk, rights=person("vorbereitung"), at=AFTER).state == RoundState.COMPUTED
