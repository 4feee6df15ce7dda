"""Preparing a run: draft, change, compute, stop, close."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.consultations import consult
from stellwerk.actions.runs import change_run, close_run, compute_run, stop_run
from stellwerk.law.money import euro
from stellwerk.models import (
    BudgetYear,
    DecisionForm,
    Dispatch,
    DispatchState,
    Grant,
    JournalEntry,
    Notice,
    Occupancy,
    Office,
    Post,
    Programme,
    Run,
    RunLine,
    RunState,
    RunYear,
)
from stellwerk.queries.states import committed_by_year
from tests.house.cases import ASKED_AT, LAST_DAY, RELEASED_AT, agreed, all_sent, drafted, person
from tests.house.environment import DAY

Refuses = Callable[..., object]
Verbs = Callable[[], list[str]]
CHANGES = {"title": "Neuer Titel", "legal_basis": "§ 23 LHO", "reason": "Neu", "letter_date": DAY}


def changed(run: Run, **values: object) -> Run:
    terms = run.programme.terms.get(number=2)
    given = {"rights": person("vorbereitung"), "at": ASKED_AT, "last_day": LAST_DAY, "terms": terms} | CHANGES
    return change_run(run.pk, **(given | values))


def compute(run: Run) -> Run:
    return compute_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT)


# --- draft and change ----------------------------------------------------------------------------


def test_a_draft_remembers_who_wrote_it_and_which_texts_are_in_force(draft: Run, verbs: Verbs) -> None:
    assert (draft.number, draft.state, draft.new_end) == (1, RunState.DRAFT, date(2025, 7, 1))
    assert draft.prepared_by == person("vorbereitung").person
    assert draft.notice_text.kind == "amendment_notice"
    assert draft.circular_text.kind == "circular"
    assert draft.remedy_text.kind == "remedy"
    assert verbs() == ["draft_run"]


def test_drafts_are_numbered(draft: Run) -> None:
    assert drafted(draft.programme).number == 2


@pytest.mark.parametrize("last_day", [DAY, date(2023, 12, 31)])
def test_an_end_that_is_not_after_the_letters_is_refused(
    programme: Programme, refuses: Refuses, last_day: date
) -> None:
    with refuses("Das neue Ende liegt nicht nach dem Datum der Schreiben"):
        drafted(programme, last_day=last_day)


def test_a_day_before_the_first_text_is_refused(programme: Programme, refuses: Refuses) -> None:
    with refuses("gibt es am 31.12.2023 noch keinen Text"):
        drafted(programme, letter_date=date(2023, 12, 31))


def test_contracts_are_not_prolonged_by_a_notice(programme: Programme, refuses: Refuses) -> None:
    programme.decision_form = DecisionForm.CONTRACT
    programme.save()

    with refuses("entscheidet durch Vertrag"):
        drafted(programme)


@pytest.mark.parametrize("name", ["freigabe", "landkreis", "verband", "pruefung", "betrieb"])
def test_only_who_prepares_may_draft_and_compute(
    draft: Run, everybody: dict[str, Rights], forbids: Refuses, name: str
) -> None:
    rights = everybody[name]

    with forbids():
        drafted(draft.programme, rights=rights)
    with forbids():
        compute_run(draft.pk, rights=rights, at=ASKED_AT)
    with forbids():
        changed(draft, rights=rights)


def test_a_changed_run_must_be_computed_again(computed: Run, verbs: Verbs) -> None:
    run = changed(computed, last_day=date(2025, 3, 31))

    assert (run.state, run.new_end, run.computed_by, run.title) == (
        RunState.DRAFT,
        date(2025, 4, 1),
        None,
        "Neuer Titel",
    )
    assert not run.lines.exists()
    assert not run.years.exists()
    assert verbs()[-1] == "change_run"
    before = JournalEntry.objects.get(verb="change_run").details["before"]
    assert before["new_end"] == "2025-07-01"


def test_a_run_somebody_was_asked_about_is_neither_changed_nor_computed(
    computed: Run, preparer: Rights, refuses: Refuses
) -> None:
    consult(computed.pk, rights=preparer, at=ASKED_AT)

    with refuses("Die Verbände wurden zu diesem Stand schon gefragt"):
        changed(computed)
    with refuses("Die Verbände wurden zu diesem Stand schon gefragt"):
        compute(computed)


# --- compute -------------------------------------------------------------------------------------


def test_every_grant_gets_a_line_with_its_working_and_none_gets_shorter(computed: Run, verbs: Verbs) -> None:
    lines = RunLine.objects.filter(run=computed)

    assert lines.count() == 38
    assert lines.filter(changes=True).count() == 32
    assert all(line.working and all(step["source"] for step in line.working) for line in lines)
    assert all(line.new_end >= line.old_end for line in lines)
    assert all(line.reason and not line.added for line in lines if not line.changes)
    assert (computed.state, computed.computed_by) == (RunState.COMPUTED, computed.prepared_by)
    assert verbs() == ["draft_run", "compute_run"]


def test_the_lines_and_the_years_of_a_run_add_up(computed: Run) -> None:
    years = {row.year: row.added for row in RunYear.objects.filter(run=computed)}
    lines = list(RunLine.objects.filter(run=computed))

    assert sum(years.values()) == sum(line.total_added for line in lines) == Decimal("1276476.66")
    for year, added in years.items():
        assert added == sum(Decimal(line.added.get(str(year), "0")) for line in lines)


def test_computing_twice_gives_the_same_result_once(computed: Run) -> None:
    def result() -> list[tuple]:
        return list(
            computed.lines.order_by("grant").values_list("grant", "new_end", "total_added", "working")
        )

    before = result()

    compute(computed)

    assert result() == before


def test_a_missing_cent_is_refused_with_the_year_and_the_amount(draft: Run, refuses: Refuses) -> None:
    needed = committed_by_year(draft.programme)[2024] + Decimal("385958.82")
    BudgetYear.objects.filter(year=2024).update(appropriation=needed - Decimal("0.01"))

    with refuses("Die Mittel reichen nicht: 2024 fehlen 0,01 €"):
        compute(draft)


def test_each_year_that_lacks_money_is_named(draft: Run, refuses: Refuses) -> None:
    committed = committed_by_year(draft.programme)
    BudgetYear.objects.filter(year=2024).update(appropriation=committed[2024])
    BudgetYear.objects.filter(year=2025).update(commitment_authority=committed[2025] + Decimal("90517.84"))

    with refuses("2024 fehlen 385.958,82 €, 2025 fehlen 800.000,00 €"):
        compute(draft)


def test_what_is_promised_for_later_years_needs_authority_not_appropriation(
    draft: Run, refuses: Refuses
) -> None:
    """§§ 16, 38 LHO: on 8 March 2024 money for 2025 is promised in advance."""
    BudgetYear.objects.filter(year=2025).update(appropriation=Decimal("9999999.99"), commitment_authority=0)
    missing = committed_by_year(draft.programme)[2025] + Decimal("890517.84")

    with refuses(f"Die Mittel reichen nicht: 2025 fehlen {euro(missing)}"):
        compute(draft)


def test_a_year_without_a_budget_is_refused_by_name(draft: Run, refuses: Refuses) -> None:
    BudgetYear.objects.filter(year=2025).delete()

    with refuses("Für das Haushaltsjahr 2025 sind keine Mittel hinterlegt"):
        compute(draft)


def test_a_grant_beyond_the_longest_duration_is_named(programme: Programme, refuses: Refuses) -> None:
    run = drafted(programme, last_day=date(2026, 7, 1))

    with refuses("Zuwendung Beispiel-EGK-08115: Nach „Fördergrundsätze, Fassung 2“ .* 48 Monate"):
        compute(run)


def test_a_programme_without_grants_is_refused(programme: Programme, refuses: Refuses) -> None:
    Post.objects.filter(programme=programme).update(returned_on=DAY)
    run = drafted(programme)

    with refuses("gibt es keine laufenden Zuwendungen"):
        compute(run)


def test_what_is_not_there_is_not_found(db: None) -> None:
    with pytest.raises(Http404):
        compute_run(0, rights=person("vorbereitung"), at=ASKED_AT)


# --- stop and close ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "computed", "consulted"])
@pytest.mark.parametrize("name", ["vorbereitung", "freigabe"])
def test_a_run_can_be_stopped_by_both_before_it_is_released(
    request: pytest.FixtureRequest, everybody: dict[str, Rights], verbs: Verbs, state: str, name: str
) -> None:
    run = stop_run(
        request.getfixturevalue(state).pk, rights=everybody[name], at=RELEASED_AT, reason="Kein Bedarf"
    )

    assert (run.state, run.stop_reason, run.stopped_by) == ("stopped", "Kein Bedarf", everybody[name].person)
    assert verbs()[-1] == "stop_run"


@pytest.mark.parametrize("name", ["landkreis", "verband", "pruefung", "betrieb"])
def test_nobody_else_stops_a_run(
    released: Run, everybody: dict[str, Rights], forbids: Refuses, name: str
) -> None:
    with forbids():
        stop_run(released.pk, rights=everybody[name], at=RELEASED_AT, reason="Nein")


def test_a_stop_after_the_release_holds_every_letter_back(released: Run, releaser: Rights) -> None:
    stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Fehler im Text")

    assert set(Dispatch.objects.values_list("state", flat=True)) == {"stopped"}
    assert not Notice.objects.filter(run=released, stopped_on=None).exists()
    assert set(Notice.objects.filter(run=released).values_list("stopped_on", flat=True)) == {DAY}


@pytest.fixture
def half_sent(released: Run) -> list[Dispatch]:
    """Return the ten notices that went out; one more is under way, one has failed."""
    notices = list(Dispatch.objects.filter(letter__kind="notice").order_by("pk"))
    for dispatch in notices[:10]:
        Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.SENT, sent_at=RELEASED_AT)
    lease = RELEASED_AT + timedelta(minutes=2)
    Dispatch.objects.filter(pk=notices[10].pk).update(state=DispatchState.SENDING, next_attempt_at=lease)
    Dispatch.objects.filter(pk=notices[11].pk).update(state=DispatchState.FAILED)
    return notices[:10]


def test_a_stop_in_between_keeps_what_went_out_in_force(
    released: Run, releaser: Rights, half_sent: list[Dispatch]
) -> None:
    stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Fehler im Text")

    in_force = Notice.objects.filter(run=released, stopped_on=None)
    assert in_force.count() == 11  # ten went out, one is on its way
    assert {n.letter_id for n in in_force} > {d.letter_id for d in half_sent}
    assert not Dispatch.objects.filter(state__in=["waiting", "failed"]).exists()


def test_after_a_stop_in_between_a_new_run_grants_the_rest_and_counts_nothing_twice(
    released: Run, releaser: Rights, half_sent: list[Dispatch], programme: Programme
) -> None:
    stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Fehler im Text")
    first = Notice.objects.filter(run=released, stopped_on=None)
    granted = sum(line.total_added for line in RunLine.objects.filter(run=released, grant__notices__in=first))

    again = compute(drafted(programme))

    rest = RunLine.objects.filter(run=again, changes=True)
    assert rest.count() == 32 - 11
    assert granted + sum(line.total_added for line in rest) == Decimal("1276476.66")
    for year in RunYear.objects.filter(run=again):
        whole = RunYear.objects.get(run=released, year=year.year)
        assert year.committed + year.added == whole.committed + whole.added


def test_a_run_that_was_sent_is_not_stopped(released: Run, releaser: Rights, refuses: Refuses) -> None:
    all_sent(released)

    with refuses("Die Fortführung ist inzwischen „versandt“"):
        stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Zu spät")


def test_a_run_whose_last_letter_is_out_is_not_stopped_before_anybody_noted_it(
    released: Run, releaser: Rights, refuses: Refuses
) -> None:
    Dispatch.objects.update(state=DispatchState.SENT, sent_at=RELEASED_AT)

    with refuses("Alle Schreiben sind schon versandt"):
        stop_run(released.pk, rights=releaser, at=RELEASED_AT, reason="Zu spät")


def test_a_stopped_run_goes_nowhere_and_a_new_one_begins_where_it_began(
    consulted: Run, releaser: Rights, preparer: Rights, refuses: Refuses, programme: Programme
) -> None:
    stop_run(consulted.pk, rights=releaser, at=RELEASED_AT, reason="Neue Lage")

    with refuses("ist inzwischen „gestoppt“"):
        stop_run(consulted.pk, rights=releaser, at=RELEASED_AT, reason="Noch einmal")
    with refuses("ist inzwischen „gestoppt“"):
        compute(consulted)
    assert agreed(compute(drafted(programme))).state == RunState.CONSULTED


def test_a_sent_run_is_closed_by_whoever_prepares(
    released: Run, preparer: Rights, releaser: Rights, refuses: Refuses, forbids: Refuses, verbs: Verbs
) -> None:
    with refuses("ist inzwischen „freigegeben“"):
        close_run(released.pk, rights=preparer, at=RELEASED_AT)
    all_sent(released)
    with forbids():
        close_run(released.pk, rights=releaser, at=RELEASED_AT)

    assert close_run(released.pk, rights=preparer, at=RELEASED_AT).state == RunState.CLOSED
    assert verbs()[-1] == "close_run"


def test_terms_of_another_programme_are_our_mistake(programme: Programme) -> None:
    office = Office.objects.get(key="IM")
    other = Programme.objects.create(slug="anderes", name="Anderes Programm", authority=office)

    with pytest.raises(ValueError, match="terms"):
        drafted(programme, terms=other.terms.create(**terms_values(programme)))


def terms_values(programme: Programme) -> dict[str, object]:
    values = programme.terms.values().get(number=2)
    return {name: value for name, value in values.items() if name not in ("id", "programme_id")}


def test_a_vacancy_makes_the_amount_smaller(draft: Run) -> None:
    grant = Grant.objects.get(file_number="Beispiel-EGK-08136")
    Occupancy.objects.filter(post=grant.post, ends_on=None).update(ends_on=date(2025, 5, 1))

    line = compute(draft).lines.get(grant=grant)

    assert line.total_added == Decimal("46400.00") - 2 * Decimal("5800.00")
