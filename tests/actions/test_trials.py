"""A trial of a programme: the whole way from the form to the notice, and nothing of it stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions.set_ups import change_programme
from stellwerk.actions.trials import Trial, TrialCase, try_programme
from stellwerk.law.terms import CostPlan
from stellwerk.models import Programme, Terms
from tests.house.applications import published
from tests.house.cases import Watched
from tests.house.set_ups import AT, completed, copied, created, from_file, preparer, template

CASE = TrialCase(Decimal("0.5"), date(2025, 1, 1), date(2026, 7, 1))
COSTS = CostPlan(Decimal(2500), Decimal(0), Decimal(0))
Refuses = Callable[..., object]


def tried(programme: Programme, case: TrialCase = CASE, **changes: Any) -> Trial:
    return try_programme(programme.pk, rights=preparer(), at=AT, case=replace(case, **changes))


def test_a_trial_goes_the_whole_way_and_leaves_no_trace(db: None, everything_stays: Watched) -> None:
    made = completed(created())

    with everything_stays():
        trial = tried(made)

    assert trial.funding.by_year == {2025: Decimal(30_000), 2026: Decimal(15_000)}
    assert (trial.problems, trial.findings) == ([], [])
    assert ("Stellenumfang (VZÄ)", "0.5") in [(one.label, value) for one, value in trial.answers]
    assert trial.document is not None
    assert trial.document["watermark"] == "PROBE"
    assert "KLIMA-1/Probe" in trial.document["title"]
    assert "entscheidet nichts" in trial.document["example_note"]
    assert "45.000,00" in str(trial.document["body"]).replace("\u00a0", " ")


def test_a_programme_is_tried_before_it_is_whole(db: None, everything_stays: Watched) -> None:
    published()
    made = copied()

    with everything_stays():
        trial = tried(made)

    assert trial.funding.working.amount == Decimal("52200.00")


def test_a_contract_agrees_on_interest_and_explains_no_remedy(db: None) -> None:
    made = completed(created(template("vertrag-je-stelle")))

    document = tried(made).document
    spelled = str(document)

    assert document is not None
    assert document["kind"] == "contract"
    assert "Prozentpunkten über dem Basiszinssatz" in spelled
    assert "Rechtsbehelf" not in spelled
    assert document["data"]["kind"] == "contract"


def test_a_contract_without_agreed_interest_is_told(db: None) -> None:
    made = completed(created(template("vertrag-je-stelle")))
    Programme.objects.filter(pk=made.pk).update(contract_interest="")

    trial = tried(made)

    assert [one.number for one in trial.findings] == ["4.4"]
    assert trial.document is None


def test_the_law_refuses_a_trial_as_it_would_a_case(db: None, refuses: Refuses) -> None:
    made = completed(created())

    with refuses("unter dem Mindestanteil von 0,5"):
        tried(made, share=Decimal("0.4"))
    with refuses("längstens 24 Monate"):
        tried(made, ends_on=date(2028, 1, 1))


def test_without_terms_letterhead_or_form_nothing_can_be_tried(db: None, refuses: Refuses) -> None:
    copy, made = copied(), created(name="Zweites Programm")
    with refuses("fehlt das Antragsformular"):
        tried(copy)
    with refuses("fehlt der Briefkopf"):
        tried(made)
    Terms.objects.filter(programme=made).delete()
    with refuses("fehlen die Förderbedingungen"):
        tried(made)


def test_the_size_of_the_place_and_the_costs_are_tried(db: None, refuses: Refuses) -> None:
    town_hall = from_file("digitales-rathaus")

    assert tried(town_hall, people=4999, costs=COSTS).funding.working.amount == 20_000
    with refuses("fehlt der Finanzierungsplan"):
        tried(town_hall, people=4999)


def test_only_whoever_prepares_tries(db: None, forbids: Refuses, auditor: Rights) -> None:
    made = completed(created())

    with forbids():
        try_programme(made.pk, rights=auditor, at=AT, case=CASE)


@pytest.mark.parametrize("kind", ["municipality", "association"])
def test_every_kind_of_recipient_can_be_tried(db: None, kind: str) -> None:
    made = completed(created())
    change_programme(made.pk, rights=preparer(), at=AT, recipient_kinds=[kind], territory=["08136"])

    assert tried(made).funding.working.amount == 45_000
