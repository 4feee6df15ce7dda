"""What a programme has and lacks, in a fixed number of questions; blueprints read as they were written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellwerk.actions.set_up_parts import add_indicator
from stellwerk.law.terms import Band, Population
from stellwerk.law.working import Refused
from stellwerk.models import District, Grant, Municipality, Office, Post, Programme
from stellwerk.queries.blueprints import blueprint_of, offices_for
from stellwerk.queries.continuations import continuations
from stellwerk.queries.populations import population_of, populations_of
from stellwerk.queries.set_ups import checked, is_used, present
from tests.house.set_ups import AT, called, completed, created, from_file, preparer, template, terms_of


def counted(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_a_new_programme_lacks_what_no_template_can_know(db: None) -> None:
    lacking = {line.need.key for line in checked(created()) if not line.is_there}

    assert lacking == {"legal_basis", "budget_item", "letterhead", "budget", "form", "call"}


def test_a_completed_programme_lacks_nothing(db: None) -> None:
    assert [line.need.key for line in checked(completed(created())) if not line.is_there] == []


def test_more_rows_ask_no_more_questions(db: None) -> None:
    made = completed(created())
    before = counted(lambda: present(made))
    add_indicator(
        made.pk,
        rights=preparer(),
        at=AT,
        key="courses",
        label="Kurse",
        unit="im Jahr",
        target=7,
        definition="-",
    )
    called(made, title="Zweiter Aufruf")

    assert counted(lambda: present(made)) == before <= 8


def test_bands_take_the_place_of_a_rate(db: None) -> None:
    made = from_file("integrationsbeauftragte")

    assert "terms" in present(made)
    terms = terms_of(made)
    terms.bands = [{"people_from": 0}]
    terms.save()
    assert "terms" not in present(made)


def test_terms_are_used_once_a_notice_or_an_open_call_refers_to_them(db: None) -> None:
    example = Programme.objects.get()
    made = completed(created())

    assert is_used(example.terms.get(number=1))
    assert not is_used(terms_of(made))


def test_a_programme_made_from_a_blueprint_reads_as_the_blueprint(db: None) -> None:
    blueprint = template()

    again = blueprint_of(created(blueprint))

    assert {name: again.programme[name] for name in ("measure", "proof_months", "recipient_kinds")} == {
        name: blueprint.programme[name] for name in ("measure", "proof_months", "recipient_kinds")
    }
    assert again.terms["yearly_rate"] == Decimal("60000.00")
    assert again.forms[0][0] == blueprint.forms[0][0]


def test_offices_are_meant_by_kind_or_key_within_a_territory(db: None) -> None:
    keys = [one.key for one in offices_for(["association", "LRA-08136", "LRA-08115"], ["08136"])]

    assert "LRA-08136" in keys
    assert "LRA-08115" not in keys
    assert len(keys) == 4  # the associations have no district


# --- population ----------------------------------------------------------------------------------


def test_the_population_is_that_of_the_town_hall_or_the_district(db: None) -> None:
    on = date(2024, 12, 31)
    District.objects.filter(ags="08136").update(population=316_123, as_of=on)
    Municipality.objects.filter(ags="08136088").update(population=68_456, as_of=on)
    county = Office.objects.get(key="LRA-08136")
    town = Office(name="Aalen", legal_entity="Aalen", municipality=Municipality.objects.get(ags="08136088"))

    assert population_of(county) == Population("Ostalbkreis", 316_123, on)
    assert population_of(town) == Population("Aalen", 68_456, on)
    assert population_of(Office(legal_entity="Gemeindetag")).people is None


def test_every_grant_has_the_population_of_its_recipient_in_one_question(db: None) -> None:
    District.objects.update(population=150_000, as_of=date(2023, 12, 31))
    example = Programme.objects.get()

    places = populations_of(example)

    assert len(places) == Grant.objects.count()
    assert sum(place.people is None for place in places.values()) == 3  # the associations
    assert counted(lambda: populations_of(example)) == 1


def test_a_continuation_is_calculated_by_the_size_of_each_place(db: None) -> None:
    example = Programme.objects.get()
    District.objects.update(population=150_000, as_of=date(2023, 12, 31))
    terms = terms_of(example).values()
    by_size = replace(terms, bands=(Band(100_000, None, yearly_rate=Decimal(12_000)),))

    with pytest.raises(Refused, match="keine Einwohnerzahl mit Stichtag"):
        list(continuations(example, new_end=date(2026, 1, 1), terms=by_size))  # an association has no place
    Post.objects.filter(employer__kind="association").update(returned_on=date(2024, 1, 1))
    results = [found for _row, found in continuations(example, new_end=date(2026, 1, 1), terms=by_size)]

    assert len(results) == 35
    assert any("150.000 Einwohnenden" in step.sentence() for step in results[0].working.steps)
