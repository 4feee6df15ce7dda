"""Comparable programmes, set up as data alone, decided in real rounds: kinds of cost, bands, shares."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellwerk.actions.decision_releases import release_round
from stellwerk.actions.decisions import compute_round
from stellwerk.actions.set_ups import open_programme
from stellwerk.law.costs import CostItem, project_amount
from stellwerk.models import Application, Decision, DecisionRound, District, Grant, Letter, Programme, Terms
from stellwerk.queries.blueprints import read_blueprint
from tests.house.applications import CERTIFIED_AT, OTHER_WRITER
from tests.house.cases import person
from tests.house.decisions import DECIDED_AT, applied, approval, drafted, plenty, propose
from tests.house.set_ups import AT, DATA, completed, created, preparer

Refuses = Callable[..., object]
COSTS = {
    "staff": "120000.00",
    "services": "30000.00",
    "service_days": "25",
    "participation": "6000.00",
    "publicity": "9999.00",
    "travel": "4000.00",
}
OTHER = {"by": OTHER_WRITER, "office": "LRA-08115"}


def opened(key: str, **terms: Any) -> Programme:
    """Return a programme of the examples; some of its terms may be others."""
    blueprint = read_blueprint(DATA / f"{key}.toml")
    begun = created(blueprint, name=blueprint.title)
    Terms.objects.filter(programme=begun).update(**terms)
    made = open_programme(completed(begun).pk, rights=preparer(), at=AT)
    plenty(made)
    return made


def computed(made: DecisionRound) -> DecisionRound:
    return compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)


# --- Kommunalrichtlinie: limits by kind of cost ---------------------------------------------------


def climate(programme: Programme, **costs: str) -> Application:
    answers = {"follow_up": "no", "share": "1", "starts_on": "2024-07-01"} | (costs or COSTS)
    return applied(programme.calls.get(), answers, said={"is_new": "yes"})


def two_years(**changes: Any) -> Any:
    return approval(share=None, starts_on=date(2024, 7, 1), ends_on=date(2026, 7, 1), reason="", **changes)


def test_the_answers_supply_the_costs_of_each_kind(db: None) -> None:
    made = drafted(climate(opened("kommunalrichtlinie")))

    one = made.decisions.get()
    assert {item["category"]: item["amount"] for item in one.cost_items} == {
        key: amount for key, amount in COSTS.items() if key != "service_days"
    }
    assert one.proposal().items[1] == CostItem("services", Decimal("30000.00"), days=25)
    assert one.eligible_monthly is None


def test_a_round_decides_by_the_costs_of_each_kind_as_the_law_does(db: None) -> None:
    programme = opened("kommunalrichtlinie")
    made = drafted(climate(programme))

    propose(made, two_years())

    one = Decision.objects.get(round=made)
    terms = programme.terms.get().values()
    assert one.decided == project_amount(one.proposal().items, terms).amount == Decimal("113525.29")
    assert one.by_year == {"2024": "28381.32", "2025": "56762.65", "2026": "28381.32"}
    words = " ".join(f"{step['text']} {step['value']}" for step in one.working)
    for cut in ("gefördert werden höchstens", "begrenzt auf den Höchstbetrag", "höchstens %(percent)s %%"):
        assert cut in words


def test_the_notice_shows_each_cut_and_what_is_eligible(db: None) -> None:
    made = drafted(climate(opened("kommunalrichtlinie")))
    propose(made, two_years())

    release_round(computed(made).pk, rights=person("freigabe"), at=DECIDED_AT)

    words = str(Letter.objects.get(decision__round=made).document).replace("\\xa0", " ").replace("\xa0", " ")
    assert "162.178,98 € laut Finanzierungsplan nach Kostenarten" in words
    assert "externe Dienstleistungen: 30.000,00 € für 25 Tage, gefördert werden höchstens 20" in words
    assert "Beteiligung: 6.000,00 €, begrenzt auf den Höchstbetrag" in words
    assert "Dienstreisen: 4.000,00 €, höchstens 2 % von 158.999,00 €" in words
    grant = Grant.objects.get(notices__decision__round=made)
    assert grant.notices.get().tranches.count() == 3


def test_whoever_decides_changes_the_costs_of_a_kind(db: None) -> None:
    made = drafted(climate(opened("kommunalrichtlinie")))

    propose(made, two_years(items=(CostItem("staff", Decimal(100_000)),)))
    propose(made, two_years())

    one = Decision.objects.get(round=made)
    assert one.decided == 70_000
    assert one.cost_items == [{"category": "staff", "amount": "100000", "days": None}]


def test_days_that_are_missing_are_asked_for(db: None, refuses: Refuses) -> None:
    made = drafted(climate(opened("kommunalrichtlinie"), staff="1000.00", services="30000.00"))

    with refuses("fehlt die Zahl der Tage"):
        propose(made, two_years())


# --- Integrationsbeauftragte: bands, minimum and maximum share ------------------------------------


def integration(programme: Programme, share: str, **by: Any) -> Application:
    answers = {"share": share, "people": "one", "starts_on": "2024-07-01"}
    return applied(programme.calls.get(), answers, said={"has_staff": "yes"}, **by)


def a_year() -> Any:
    return approval(share=None, starts_on=date(2024, 7, 1), ends_on=date(2025, 7, 1), reason="")


def people(district: str, count: int) -> None:
    District.objects.filter(ags=district).update(population=count, as_of=date(2022, 12, 31))


@pytest.mark.parametrize(("count", "amount"), [(20_000, 15_000), (19_999, 7_500)])
def test_the_size_of_the_place_decides_in_a_round(db: None, count: int, amount: int) -> None:
    people("08136", count)
    made = drafted(integration(opened("integrationsbeauftragte"), "0.75"))

    propose(made, a_year())

    one = computed(made).decisions.get()
    assert one.decided == amount
    assert "Größe des Ortes" in one.working[0]["text"]


def test_a_place_that_is_too_small_gets_nothing(db: None, refuses: Refuses) -> None:
    people("08136", 9_999)
    made = drafted(integration(opened("integrationsbeauftragte"), "1"))

    with refuses(r"9\.999 Einwohnende; dafür sieht"):
        propose(made, a_year())


@pytest.mark.parametrize(
    ("share", "words"), [("0.49", "unter dem Mindestanteil"), ("0.9", "über dem Höchstanteil")]
)
def test_a_share_outside_its_limits_is_not_decided(
    db: None, refuses: Refuses, share: str, words: str
) -> None:
    people("08136", 20_000)
    made = drafted(integration(opened("integrationsbeauftragte", maximum_share="0.8"), share))

    with refuses(words):
        propose(made, a_year())


def test_many_places_take_no_more_queries(db: None) -> None:
    programme = opened("integrationsbeauftragte")
    for district in ("08136", "08115"):
        people(district, 30_000)
    one, two = integration(programme, "1"), integration(programme, "1", **OTHER)
    counted = []

    for applications in ([one], [one, two]):
        made = drafted(*applications)
        with CaptureQueriesContext(connection) as queries:
            propose(made, a_year())
        counted.append(len(queries))
        made.decisions.all().delete()

    assert counted[0] == counted[1]
