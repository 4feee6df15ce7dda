"""Comparable programmes set up as data alone: no line of code knows one of them."""

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stellwerk.actions.set_ups import open_programme
from stellwerk.actions.trials import Trial, TrialCase, try_programme
from stellwerk.law.approvals import approved_funding, require_sharing
from stellwerk.law.costs import CostItem, eligible_costs, project_amount
from stellwerk.law.periods import Period
from stellwerk.law.terms import CostPlan, Population
from stellwerk.law.working import Refused
from stellwerk.models import DecisionForm, ProgrammeState, ProofStart, ReportRule
from stellwerk.queries.programmes import goals_of
from tests.house.set_ups import AT, DATA, from_file, preparer, terms_of
from tests.house.source import modules, text

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
COSTS = CostPlan(Decimal(5000), Decimal(0), Decimal(0))
ALL = sorted(path.stem for path in DATA.glob("*.toml"))


def tried(key: str, period: Period = YEAR, share: str = "1", **more: Any) -> Trial:
    case = TrialCase(Decimal(share), period.start, period.end, **more)
    return try_programme(from_file(key).pk, rights=preparer(), at=AT, case=case)


def place(people: int) -> Population:
    return Population("Aalen", people, date(2024, 12, 31))


@pytest.mark.parametrize("key", ALL)
def test_each_lacks_nothing_and_can_be_opened(db: None, key: str) -> None:
    made = from_file(key)

    assert open_programme(made.pk, rights=preparer(), at=AT).state == ProgrammeState.OPEN
    assert made.is_example


@pytest.mark.parametrize("key", ALL)
def test_each_file_says_what_is_confirmed_and_what_an_example(key: str) -> None:
    written = (DATA / f"{key}.toml").read_text(encoding="utf-8")

    assert "# Confirmed:" in written
    assert "EXAMPLE VALUES" in written
    assert any("Beispielwert" in source for source in tomllib.loads(written)["sources"])


def test_no_code_knows_a_programme_by_name() -> None:
    names = {*ALL, *(tomllib.loads((DATA / f"{key}.toml").read_text())["title"] for key in ALL)}
    code = "".join(text(path) for path in modules("stellwerk"))

    assert len(names) > len(ALL) == 5
    assert [name for name in names if name in code] == []


# --- Integrationsbeauftragte: bands, minimum share, a post shared by two --------------------------


def test_the_size_of_the_place_sets_the_amount_of_a_full_post(db: None) -> None:
    terms = terms_of(from_file("integrationsbeauftragte")).values()

    def granted(people: int, share: str = "1") -> Decimal:
        return approved_funding(
            YEAR, approved_share=Decimal(share), terms=terms, population=place(people)
        ).working.amount

    assert granted(20_000) == 20_000
    assert granted(20_000, "0.5") == 10_000
    assert granted(66_000, "0.75") == 15_000
    assert granted(19_999) == 10_000  # an example value
    with pytest.raises(Refused, match=r"9\.999 Einwohnende; dafür sieht"):
        granted(9_999)
    with pytest.raises(Refused, match="unter dem Mindestanteil"):
        granted(20_000, "0.49")


def test_only_a_whole_post_is_shared_by_two_people(db: None) -> None:
    terms, half = terms_of(from_file("integrationsbeauftragte")).values(), Decimal("0.5")

    require_sharing([half, half], approved_share=Decimal(1), terms=terms)
    with pytest.raises(Refused, match="ab 1,0 VZÄ"):
        require_sharing([half, Decimal("0.3")], approved_share=Decimal("0.8"), terms=terms)


def test_the_working_names_the_place_and_its_people(db: None) -> None:
    trial = tried("integrationsbeauftragte", people=66_123)

    assert "66.123 Einwohnenden" in trial.funding.working.steps[0].sentence()
    assert all("Beispielwert" in step.source for step in trial.funding.working.steps[:2])


# --- Kommunalrichtlinie: first and follow-up project, limits per category -------------------------


def test_a_follow_up_project_has_its_own_share_and_duration(db: None) -> None:
    three_years = Period(date(2025, 1, 1), date(2028, 1, 1))

    terms = terms_of(from_file("kommunalrichtlinie")).values()

    first = approved_funding(YEAR, approved_share=Decimal(1), terms=terms, costs=COSTS)
    again = approved_funding(
        three_years, approved_share=Decimal(1), terms=terms, costs=COSTS, follows="KSM-7"
    )
    assert first.working.amount == 42_000  # 70 %
    assert again.working.amount == 72_000  # 40 % for three years
    with pytest.raises(Refused, match="längstens 24 Monate"):
        approved_funding(three_years, approved_share=Decimal(1), terms=terms, costs=COSTS)


def test_each_category_of_costs_has_its_limit(db: None) -> None:
    terms = terms_of(from_file("kommunalrichtlinie")).values()
    items = [
        CostItem("travel", Decimal(4000)),
        CostItem("staff", Decimal(120_000)),
        CostItem("services", Decimal(30_000), days=25),
        CostItem("participation", Decimal(6000)),
        CostItem("publicity", Decimal(9999)),
    ]

    eligible = eligible_costs(items, terms)

    base = 120_000 + 24_000 + 5000 + 9999
    assert eligible.amount == base + Decimal(base) * 2 / 100
    assert project_amount(items, terms).amount == (eligible.amount * Decimal("0.7")).quantize(Decimal("0.01"))


def test_a_trial_fills_in_the_costs_of_each_kind(db: None) -> None:
    """1.000 € of each of five kinds; of travel 2 % of the others; 70 % of it."""
    trial = tried("kommunalrichtlinie", Period(date(2025, 1, 1), date(2026, 1, 1)))

    assert trial.funding.working.amount == Decimal("2856.00")
    assert "4.080,00 € laut Finanzierungsplan" in str(trial.document).replace("\xa0", " ").replace(
        "\\xa0", " "
    )


# --- Digital-Lotsen-Sachsen: a contract -----------------------------------------------------------


def test_a_contract_takes_the_place_of_the_notice(db: None) -> None:
    two_years = Period(date(2025, 2, 1), date(2027, 2, 1))
    costs = CostPlan(Decimal(93_500), Decimal(0), Decimal(0))

    trial = tried("digital-lotsen-sachsen", two_years, costs=costs)

    assert trial.document is not None
    assert trial.document["kind"] == "contract"
    assert trial.funding.working.amount == 2 * 1_122_000
    assert "erreichte Gemeinden: 125 Gemeinden" in str(trial.document)


def test_the_form_of_decision_is_a_setting(db: None) -> None:
    assert from_file("digital-lotsen-sachsen").decision_form == DecisionForm.CONTRACT
    assert from_file("digitales-rathaus").decision_form == DecisionForm.NOTICE


# --- Integrationsmanagement: one report for several proofs ----------------------------------------


def test_one_report_serves_all_proofs_of_a_recipient(db: None) -> None:
    made = from_file("integrationsmanagement")

    assert made.report_rule == ReportRule.ONE_PER_RECIPIENT
    assert (made.proof_months, made.proof_start) == (3, ProofStart.LONGEST)
    assert terms_of(made).minimum_share == Decimal("0.5")


# --- Digitales Rathaus: a share with a highest amount ---------------------------------------------


def test_the_share_depends_on_the_size_and_ends_at_the_highest_amount(db: None) -> None:
    terms = terms_of(from_file("digitales-rathaus")).values()

    def granted(amount: int, people: int) -> Decimal:
        items = [CostItem("services", Decimal(amount))]
        return project_amount(items, terms, population=place(people)).amount

    assert granted(10_000, 4999) == 9000
    assert granted(10_000, 5000) == 8000
    assert granted(25_001, 5000) == 20_000


def test_the_number_of_new_services_is_what_counts(db: None) -> None:
    assert goals_of(from_file("digitales-rathaus")) == "neue Onlinedienste: 5 Onlinedienste"
