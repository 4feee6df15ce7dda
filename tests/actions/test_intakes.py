"""What is brought in: compared, corrected, decided, taken over as one change; before that nothing counts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.coverage import undo
from stellwerk.actions.intakes import apply_intake, bring, compare_again, correct, decide, discard
from stellwerk.models import (
    ChangeSet,
    Channel,
    CoverageFact,
    Intake,
    IntakeKind,
    IntakeRow,
    IntakeState,
    OnlineService,
    RowDecision,
    Service,
)
from stellwerk.queries.coverage import known
from stellwerk.queries.sheets import Typed, proposed
from tests.house.cases import BERLIN

OSTALB, AALEN, HEUBACH, GMUEND = "08136", "08136088", "08136028", "08136065"
WOHNGELD, HUND, AUSWEIS = "99107023017000", "99102013002000", "99008001012000"
AT = datetime(2024, 3, 8, 9, 12, tzinfo=BERLIN)
LATER = datetime(2024, 4, 15, 16, 40, tzinfo=BERLIN)
Bring = Callable[..., Intake]
LINK = "https://aalen.invalid/wohngeld"


@pytest.fixture
def by(other_coordinator: Rights) -> Rights:
    return other_coordinator


@pytest.fixture
def bring_in(by: Rights) -> Bring:
    """Bring rows of (municipality, service, state, more words) in; the first one is row 2 of the sheet."""

    def brought(*rows: tuple[Any, ...], kind: IntakeKind = IntakeKind.PASTE, at: datetime = AT) -> Intake:
        typed = [
            Typed(number, {"place": place, "service": service, "state": state, **(more[0] if more else {})})
            for number, (place, service, state, *more) in enumerate(rows, start=2)
        ]
        return bring(typed, rights=by, at=at, district=OSTALB, kind=kind, title="Rückmeldungen")

    return brought


@pytest.fixture
def propose(by: Rights) -> Bring:
    """Compare a PVOG extract of rows (municipality, service, link)."""

    def proposal(*rows: tuple[str, str, str], at: datetime = AT) -> Intake:
        typed = [
            Typed(n, {"place": place, "service": service, "url": url})
            for n, (place, service, url) in enumerate(rows, start=2)
        ]
        found = proposed(typed, district=OSTALB, needs_link=True)
        return bring(found, rights=by, at=at, district=OSTALB, kind=IntakeKind.PVOG, title="PVOG")

    return proposal


def verdicts(intake: Intake) -> dict[int, str]:
    return dict(IntakeRow.objects.filter(intake=intake).order_by("number").values_list("number", "verdict"))


def messages(intake: Intake, number: int) -> list[str]:
    row = IntakeRow.objects.get(intake=intake, number=number)
    return [it["text"] % it["values"] for it in row.messages]


def states(day: date) -> dict[tuple[str, str], str]:
    found = known(day).order_by("pk").values_list("municipality_id", "service__key", "state")
    return {(place, key): state for place, key, state in found}


def test_a_table_is_taken_over_as_one_change_and_taken_back_as_one(by: Rights, bring_in: Bring) -> None:
    planned = {"planned_on": "1.10.2024"}
    intake = bring_in((AALEN, WOHNGELD, "l"), ("Heubach", HUND, "p", planned), ("Aalen", HUND, "k"))
    assert CoverageFact.objects.count() == 0

    made = apply_intake(intake.pk, rights=by, at=AT)

    assert states(AT.date()) == {
        (AALEN, WOHNGELD): "live",
        (HEUBACH, HUND): "planned",
        (AALEN, HUND): "none",
    }
    assert (ChangeSet.objects.get().pk, made.added, made.kind) == (made.pk, 3, "paste")
    assert Intake.objects.get().state == IntakeState.APPLIED
    undo(made.pk, rights=by, at=LATER)
    assert states(LATER.date()) == {}


def test_rows_are_new_deviating_or_the_same(by: Rights, bring_in: Bring) -> None:
    apply_intake(bring_in((AALEN, WOHNGELD, "l"), (AALEN, HUND, "k")).pk, rights=by, at=AT)

    later = bring_in((AALEN, WOHNGELD, "l"), (AALEN, HUND, "l"), (HEUBACH, HUND, "x"), at=LATER)

    assert verdicts(later) == {2: "same", 3: "changed", 4: "new"}


def test_what_a_row_leaves_open_stays_as_it_is(by: Rights, bring_in: Bring) -> None:
    more = {"maturity": "3 (1.1)", "channel": "EfA", "note": "über die Rahmenvereinbarung"}
    apply_intake(bring_in((AALEN, WOHNGELD, "l", more)).pk, rights=by, at=AT)

    assert verdicts(bring_in((AALEN, WOHNGELD, "online"), at=LATER)) == {2: "same"}


def test_where_several_kinds_are_known_a_row_must_say_which(by: Rights, bring_in: Bring) -> None:
    both = (AALEN, WOHNGELD, "l", {"channel": "EfA"}), (AALEN, WOHNGELD, "k", {"channel": "Universalprozess"})
    apply_intake(bring_in(*both).pk, rights=by, at=AT)

    assert verdicts(bring_in((AALEN, WOHNGELD, "l"), at=LATER)) == {2: "same"}
    assert verdicts(bring_in((AALEN, WOHNGELD, "k"), at=LATER)) == {2: "error"}
    assert verdicts(bring_in((AALEN, WOHNGELD, "k", {"channel": "EfA"}), at=LATER)) == {2: "changed"}


def test_unchanged_rows_confirm_only_where_that_is_wanted(by: Rights, bring_in: Bring) -> None:
    apply_intake(bring_in((AALEN, WOHNGELD, "l")).pk, rights=by, at=AT)
    again = bring_in((AALEN, WOHNGELD, "l"), at=LATER)

    apply_intake(again.pk, rights=by, at=LATER, confirm_same=True)

    fact = known(LATER.date()).get()
    assert (fact.checked_on, fact.valid_from) == (date(2024, 4, 15), date(2024, 3, 8))


def test_only_the_same_is_nothing_to_take_over(by: Rights, bring_in: Bring, refuses: Callable) -> None:
    apply_intake(bring_in((AALEN, WOHNGELD, "l")).pk, rights=by, at=AT)
    again = bring_in((AALEN, WOHNGELD, "l"), at=LATER)

    with refuses("Es gibt nichts zu übernehmen"):
        apply_intake(again.pk, rights=by, at=LATER)


def test_a_faulty_row_holds_everything_back_until_it_is_corrected_or_left_out(
    by: Rights, bring_in: Bring, refuses: Callable
) -> None:
    intake = bring_in((AALEN, WOHNGELD, "l"), ("Ahlen", HUND, "l"), (AALEN, HUND, "vielleicht"))
    with refuses("Noch fehlerhafte Zeilen: 2"):
        apply_intake(intake.pk, rights=by, at=AT)

    left = correct(intake.pk, {3: {"place": "Aalen"}, 4: {"state": "nein"}}, rights=by, at=AT)

    assert left == 1
    assert "Zeile 3 sagt für dieselbe Gemeinde und Leistung etwas anderes" in messages(intake, 4)[0]
    decide(intake.pk, rights=by, at=AT, decision=RowDecision.DECLINED, numbers=[4])
    apply_intake(intake.pk, rights=by, at=AT)
    assert states(AT.date()) == {(AALEN, WOHNGELD): "live", (AALEN, HUND): "live"}


def test_a_double_row_is_remarked_and_a_contradicting_one_is_a_fault(bring_in: Bring) -> None:
    intake = bring_in((AALEN, HUND, "l"), ("8136088", HUND, "online"), ("Aalen", HUND, "k"))

    assert verdicts(intake) == {2: "new", 3: "same", 4: "error"}
    assert messages(intake, 3) == ["Steht schon in Zeile 2."]


def test_a_row_left_out_does_not_contradict_any_more(by: Rights, bring_in: Bring) -> None:
    intake = bring_in((AALEN, HUND, "l"), (AALEN, HUND, "k"))
    decide(intake.pk, rights=by, at=AT, decision=RowDecision.DECLINED, numbers=[2])

    compare_again(intake.pk, rights=by, at=AT)
    apply_intake(intake.pk, rights=by, at=AT)

    assert states(AT.date()) == {(AALEN, HUND): "none"}


def test_two_people_change_one_cell_and_the_second_one_is_told(
    by: Rights, bring_in: Bring, refuses: Callable
) -> None:
    first, second = bring_in((AALEN, HUND, "l")), bring_in((AALEN, HUND, "k"), (AALEN, WOHNGELD, "l"))
    apply_intake(first.pk, rights=by, at=AT)

    with refuses("Inzwischen hat jemand anderes"):
        apply_intake(second.pk, rights=by, at=LATER)

    compare_again(second.pk, rights=by, at=LATER)
    assert verdicts(second) == {2: "changed", 3: "new"}
    apply_intake(second.pk, rights=by, at=LATER)
    assert states(LATER.date())[AALEN, HUND] == "none"


def test_a_page_that_showed_something_older_is_remarked(by: Rights, bring_in: Bring) -> None:
    apply_intake(bring_in((AALEN, HUND, "l")).pk, rights=by, at=AT)

    stale = bring_in((AALEN, HUND, "k", {"seen": "0"}), at=LATER)

    assert "Inzwischen hat jemand diese Angabe geändert" in messages(stale, 2)[0]


def test_an_intake_is_applied_once(by: Rights, bring_in: Bring, refuses: Callable) -> None:
    intake = bring_in((AALEN, HUND, "l"))
    apply_intake(intake.pk, rights=by, at=AT)

    for verb in (apply_intake, discard, compare_again):
        with refuses("Dieser Eingang ist schon „übernommen“"):
            verb(intake.pk, rights=by, at=LATER)


def test_what_is_discarded_changes_nothing(by: Rights, bring_in: Bring) -> None:
    intake = bring_in((AALEN, HUND, "l"))

    discard(intake.pk, rights=by, at=AT)

    assert (Intake.objects.get().state, CoverageFact.objects.count()) == (IntakeState.DISCARDED, 0)


def test_another_district_is_none_of_their_business(
    by: Rights, coordinator: Rights, preparer: Rights, bring_in: Bring, forbids: Callable
) -> None:
    intake = bring_in((AALEN, HUND, "l"))

    for verb in (apply_intake, discard, compare_again):
        with pytest.raises(Http404):
            verb(intake.pk, rights=coordinator, at=AT)
        with forbids():
            verb(intake.pk, rights=preparer, at=AT)
    with forbids():
        bring([], rights=coordinator, at=AT, district=OSTALB, kind=IntakeKind.PASTE, title="Fremd")


def test_a_list_only_proposes_and_no_link_is_not_none(by: Rights, bring_in: Bring, propose: Bring) -> None:
    apply_intake(bring_in((AALEN, HUND, "l"), (HEUBACH, WOHNGELD, "k")).pk, rights=by, at=AT)

    intake = propose(
        (AALEN, HUND, LINK), (HEUBACH, WOHNGELD, LINK), (AALEN, WOHNGELD, LINK), (GMUEND, HUND, "")
    )

    assert verdicts(intake) == {2: "same", 3: "changed", 4: "new", 5: "same"}
    assert "Das heißt nicht „kein Angebot“" in messages(intake, 5)[0]


def test_only_accepted_proposals_are_taken_over(by: Rights, propose: Bring) -> None:
    intake = propose((AALEN, HUND, LINK), (AALEN, WOHNGELD, LINK))
    decide(intake.pk, rights=by, at=AT, decision=RowDecision.ACCEPTED, numbers=[3])

    made = apply_intake(intake.pk, rights=by, at=AT, confirm_same=True)

    fact = known(AT.date()).get()
    assert (fact.service.key, fact.source, fact.note, made.kind) == (WOHNGELD, "pvog", LINK, "proposals")


@pytest.fixture
def online_service(db: None) -> OnlineService:
    made = OnlineService.objects.create(name="Wohngeld digital", channel=Channel.EFA, source="Test")
    made.services.add(Service.objects.get(key=WOHNGELD))
    return made


def test_a_row_names_its_online_service_and_one_that_does_not_leaves_it(
    by: Rights, bring_in: Bring, online_service: OnlineService
) -> None:
    named = {"online_service": "Wohngeld digital"}
    apply_intake(bring_in((AALEN, WOHNGELD, "l", named)).pk, rights=by, at=AT)
    assert known(AT.date()).get().online_service == online_service

    level = {"maturity": "3 (1.1)", "channel": "EfA"}
    apply_intake(bring_in((AALEN, WOHNGELD, "l", level), at=LATER).pk, rights=by, at=LATER)

    fact = known(LATER.date()).get()
    assert (fact.maturity, fact.online_service) == (3, online_service)


def test_a_list_proposes_the_online_service_that_we_did_not_know(
    by: Rights, bring_in: Bring, online_service: OnlineService
) -> None:
    apply_intake(bring_in((AALEN, WOHNGELD, "l", {"channel": "EfA"})).pk, rights=by, at=AT)

    listed = (AALEN, WOHNGELD, "online", {"online_service": "Wohngeld digital"})
    intake = bring_in(listed, kind=IntakeKind.SERVICE_LIST, at=LATER)

    assert verdicts(intake) == {2: "changed"}
    decide(intake.pk, rights=by, at=LATER, decision=RowDecision.ACCEPTED, numbers=[2])
    apply_intake(intake.pk, rights=by, at=LATER)
    assert known(LATER.date()).get().online_service == online_service
    assert verdicts(bring_in(listed, kind=IntakeKind.SERVICE_LIST, at=LATER)) == {2: "same"}


def test_a_proposal_is_declined_with_a_reason_and_not_made_again_until_it_changes(
    by: Rights, propose: Bring, refuses: Callable
) -> None:
    first = propose((AALEN, WOHNGELD, LINK))
    with refuses("Zum Ablehnen fehlt der Grund"):
        decide(first.pk, rights=by, at=AT, decision=RowDecision.DECLINED, numbers=[2])
    why = "Der Link führt auf ein PDF."
    decide(first.pk, rights=by, at=AT, decision=RowDecision.DECLINED, numbers=[2], reason=why)

    again, changed = propose((AALEN, WOHNGELD, LINK)), propose((AALEN, WOHNGELD, f"{LINK}/neu"))

    assert verdicts(again) == {2: "same"}
    assert messages(again, 2) == [f"Am 08.03.2024 abgelehnt: {why}"]
    assert verdicts(changed) == {2: "new"}


def test_each_verb_leaves_its_entry(by: Rights, bring_in: Bring, verbs: Callable[[], list[str]]) -> None:
    before = len(verbs())
    intake = bring_in((AALEN, HUND, "vielleicht"))
    correct(intake.pk, {2: {"state": "l"}}, rights=by, at=AT)
    decide(intake.pk, rights=by, at=AT, decision=RowDecision.ACCEPTED, numbers=[2])
    compare_again(intake.pk, rights=by, at=AT)
    apply_intake(intake.pk, rights=by, at=AT)

    assert verbs()[before:] == ["bring", "correct", "decide", "compare_again", "apply_intake"]


def test_two_hundred_rows_need_no_more_queries_than_two(
    by: Rights, bring_in: Bring, django_assert_max_num_queries: Any
) -> None:
    places = ["Aalen", "Heubach", "Bopfingen", "Abtsgmünd"]
    keys = list(Service.objects.order_by("key").values_list("key", flat=True)[:50])
    rows = [(place, key, "l") for place in places for key in keys]
    with django_assert_max_num_queries(12):
        intake = bring_in(*rows)
    with django_assert_max_num_queries(24):
        made = apply_intake(intake.pk, rights=by, at=AT)

    assert made.added == 200
