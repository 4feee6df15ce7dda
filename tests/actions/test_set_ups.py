"""Set up a programme: from a template or a copy, changed step by step, opened once it is whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.applications import start_application
from stellwerk.actions.set_up_parts import (
    add_indicator,
    add_text,
    add_to_terms,
    remove_from_terms,
    remove_indicator,
    set_budget_year,
)
from stellwerk.actions.set_ups import (
    add_legal_basis,
    change_parts,
    change_programme,
    change_terms,
    open_programme,
)
from stellwerk.models import (
    Call,
    Form,
    Letterhead,
    Office,
    Programme,
    ProgrammeState,
    Terms,
    TextKind,
    TextVersion,
)
from stellwerk.queries.blueprints import blueprint_of
from stellwerk.queries.letters import text_in_force
from stellwerk.queries.programmes import goals_of
from tests.house.applications import OFFICE, WRITTEN_AT, published
from tests.house.set_ups import (
    AT,
    SLUG,
    completed,
    copied,
    created,
    opened_programme,
    preparer,
    template,
    terms_of,
)

Refuses = Callable[..., object]
Verbs = Callable[[], list[str]]


# --- begin ---------------------------------------------------------------------------------------


def test_a_template_gives_terms_form_and_indicators_of_its_own(db: None, verbs: Verbs) -> None:
    made = created()

    assert (made.slug, made.state, made.is_example) == (SLUG, ProgrammeState.SETTING_UP, True)
    assert terms_of(made).yearly_rate == 60_000
    assert [one.key for one in made.indicators.all()] == ["besetzt"]
    version = made.forms.get().versions.get()
    assert version.published_at is None
    assert len(version.content["sections"]) == 2
    assert made.participations.filter(part="consulted").count() == 3
    assert verbs() == ["create_programme"]


@pytest.mark.parametrize("key", ["festbetrag-je-stelle", "anteil-mit-hoechstbetrag", "vertrag-je-stelle"])
def test_every_template_can_be_used_and_is_labelled_with_its_sources(db: None, key: str) -> None:
    blueprint = template(key)

    made = completed(created(blueprint))
    open_programme(made.pk, rights=preparer(), at=AT)

    assert blueprint.is_example
    assert any("Beispielwert" in source for source in blueprint.sources)


def test_a_copy_takes_all_but_name_file_number_money_and_calls(db: None) -> None:
    published()
    source = Programme.objects.get()

    made = copied()

    assert (made.purpose, made.goals, made.conditions) == (source.purpose, source.goals, source.conditions)
    assert terms_of(made).monthly_rate == Decimal("5800.00")
    assert (terms_of(made).number, terms_of(made).longest_months) == (1, 48)
    head = Letterhead.objects.get(programme=made)
    assert head.signature_name == Letterhead.objects.get(programme=source).signature_name
    assert made.participations.count() == source.participations.count()
    assert Form.objects.get(programme=made).versions.get().content["checks"]
    assert (made.file_number, made.budget_years.count(), made.calls.count()) == ("KLIMA-1", 0, 0)
    assert terms_of(source).number == 2


def test_a_name_is_given_once_and_not_that_of_an_address(db: None, refuses: Refuses) -> None:
    created()

    with refuses("Ein Programm mit diesem Namen"):
        created()
    with refuses("Ein Programm mit diesem Namen"):
        created(name="Neu")


def test_only_whoever_prepares_sets_up(db: None, forbids: Refuses, releaser: Rights, county: Rights) -> None:
    made = created()

    with forbids():
        change_programme(made.pk, rights=releaser, at=AT, purpose="anders")
    with forbids():
        created(name="Anderes", rights=county)
    with pytest.raises(Http404):
        open_programme(0, rights=preparer(), at=AT)


# --- change --------------------------------------------------------------------------------------


def test_a_change_is_told_with_what_was_before(db: None, verbs: Verbs) -> None:
    made = created()

    change_programme(made.pk, rights=preparer(), at=AT, purpose="Neuer Zweck", territory=["08136"])

    made.refresh_from_db()
    assert (made.purpose, made.territory) == ("Neuer Zweck", ["08136"])
    assert verbs()[-1] == "change_programme"


def test_a_column_that_is_not_there_is_our_mistake(db: None) -> None:
    with pytest.raises(ValueError, match="has no id"):
        change_programme(created().pk, rights=preparer(), at=AT, id=7)


def test_terms_are_changed_while_nobody_relies_on_them_and_continued_afterwards(db: None) -> None:
    made = created()

    change_terms(made.pk, rights=preparer(), at=AT, yearly_rate=Decimal("48000.50"))
    completed(made)
    change_terms(made.pk, rights=preparer(), at=AT, yearly_rate=Decimal("48000.60"))
    assert [one.number for one in Terms.objects.filter(programme=made)] == [1]

    open_programme(made.pk, rights=preparer(), at=AT)
    change_terms(made.pk, rights=preparer(), at=AT, yearly_rate=Decimal("50000"))

    kept, new = Terms.objects.filter(programme=made).order_by("number")
    assert (kept.yearly_rate, new.yearly_rate) == (Decimal("48000.60"), Decimal(50_000))
    assert (new.number, new.longest_months, new.pk) == (2, 24, terms_of(made).pk)
    assert new.label == "Förderbedingungen, Fassung 2"
    assert Call.objects.get(programme=made).terms == kept


def test_terms_that_contradict_themselves_are_refused(db: None, refuses: Refuses) -> None:
    made = created()

    with refuses("unter dem Mindestumfang"):
        change_terms(made.pk, rights=preparer(), at=AT, maximum_share=Decimal("0.4"))
    with refuses("länger als die längste"):
        change_terms(made.pk, rights=preparer(), at=AT, shortest_months=25)


def test_sizes_of_places_come_in_order_and_do_not_overlap(db: None, refuses: Refuses) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    large = {"people_from": 20_000, "people_to": None, "yearly_rate": Decimal("20000.00")}
    small = {"people_from": 10_000, "people_to": 20_000, "yearly_rate": Decimal("10000.50")}

    add_to_terms(made.pk, "bands", large, **by)
    add_to_terms(made.pk, "bands", small, **by)

    assert [one.people_from for one in terms_of(made).values().bands] == [10_000, 20_000]
    assert terms_of(made).values().bands[0].yearly_rate == Decimal("10000.50")
    with refuses("überschneiden"):
        add_to_terms(made.pk, "bands", {"people_from": 15_000}, **by)
    with refuses("gibt es schon"):
        add_to_terms(made.pk, "bands", small, **by)
    remove_from_terms(made.pk, "bands", "10000", **by)
    assert len(terms_of(made).bands) == 1
    with pytest.raises(Http404):
        remove_from_terms(made.pk, "bands", "10000", **by)


def test_the_newest_legal_basis_stands_in_letters_and_earlier_ones_stay(db: None) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}

    add_legal_basis(made.pk, **by, text="VwV 2025", valid_from=date(2025, 1, 1))
    add_legal_basis(made.pk, **by, text="VwV 2024", valid_from=date(2024, 1, 1))

    made.refresh_from_db()
    assert made.legal_basis == "VwV 2025"
    assert [one.number for one in made.legal_bases.order_by("number")] == [1, 2]


def test_indicators_are_part_of_the_goals_in_letters(db: None, refuses: Refuses) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    values = {"key": "courses", "label": "Schulungen", "unit": "im Jahr", "definition": "gezählt"}

    add_indicator(made.pk, **by, target=Decimal("12.5"), **values)

    assert goals_of(made).splitlines() == ["durchgehend besetzte Stellen: 90 %", "Schulungen: 12,5 im Jahr"]
    with refuses("Kennzahl mit diesem Kurznamen"):
        add_indicator(made.pk, **by, target=Decimal(1), **values)
    remove_indicator(made.pk, "courses", **by)
    assert "Schulungen" not in goals_of(made)
    with pytest.raises(Http404):
        remove_indicator(made.pk, "courses", **by)


def test_parts_are_given_by_kind_within_the_territory(db: None) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    change_programme(made.pk, **by, territory=["08136", "08115"])

    change_parts(made.pk, **by, parts={"circular": ["district_office"]}, silence_rule="wait")

    rows = made.participations.values_list("office__key", "part")
    assert sorted(rows) == [("LRA-08115", "circular"), ("LRA-08136", "circular")]
    made.refresh_from_db()
    assert made.silence_rule == "wait"


def test_a_year_is_written_once_and_exchanged_afterwards(db: None) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    for amount in ("1000.10", "2000.20"):
        values = {"appropriation": Decimal(amount), "commitment_authority": Decimal(0)}
        set_budget_year(made.pk, **by, year=2025, source="Haushaltsplan", **values)

    assert made.budget_years.get().appropriation == Decimal("2000.20")


def test_a_text_of_its_own_goes_before_the_shared_one(db: None, refuses: Refuses) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    text = {"kind": "remedy", "valid_from": date(2024, 1, 1), "title": "Klage"}

    own = add_text(made.pk, **by, body="Klage beim {{gericht}} in {{gericht_sitz}}.", **text)

    assert text_in_force(TextKind.REMEDY, on=date(2024, 3, 8), programme_id=made.pk) == own
    shared = text_in_force(TextKind.REMEDY, on=date(2024, 3, 8))
    other = Programme.objects.get(slug="e-government-koordination")
    assert text_in_force(TextKind.REMEDY, on=date(2024, 3, 8), programme_id=other.pk) == shared
    assert shared.programme is None
    with refuses("Diesen Platzhalter gibt es nicht: nirgends"):
        add_text(made.pk, **by, body="{{nirgends}}", **text)
    assert TextVersion.objects.filter(programme=made).count() == 1


# --- open ----------------------------------------------------------------------------------------


def test_a_programme_opens_once_it_lacks_nothing(db: None, refuses: Refuses, verbs: Verbs) -> None:
    made, by = created(), {"rights": preparer(), "at": AT}
    with refuses("noch nicht vollständig: 6 Angaben fehlen"):
        open_programme(made.pk, **by)

    opened = open_programme(completed(made).pk, **by)

    assert (opened.state, opened.opened_at) == (ProgrammeState.OPEN, AT)
    assert verbs()[-1] == "open_programme"
    with refuses("schon eröffnet"):
        open_programme(made.pk, **by)


def test_nobody_applies_before_it_is_open_and_only_those_who_may(
    db: None, refuses: Refuses, county: Rights
) -> None:
    made = completed(created())
    call, office = Call.objects.get(programme=made), Office.objects.get(key=OFFICE).pk
    begin = {"rights": county, "at": WRITTEN_AT, "office_id": office, "said": {"has_begun": "no"}}

    with refuses("noch nicht eröffnet"):
        start_application(call.pk, **begin)
    open_programme(made.pk, rights=preparer(), at=AT)
    change_programme(made.pk, rights=preparer(), at=AT, recipient_kinds=["municipality"])
    with refuses("nicht zu den Antragsberechtigten"):
        start_application(call.pk, **begin)
    change_programme(made.pk, rights=preparer(), at=AT, recipient_kinds=["district_office"])

    assert start_application(call.pk, **begin).applicant_id == office


def test_an_open_programme_is_copied_with_texts_and_legal_bases(db: None) -> None:
    made, by = opened_programme(), {"rights": preparer(), "at": AT}
    add_text(made.pk, **by, kind="circular", valid_from=date(2024, 1, 1), title="Eigener", body="Text")

    another = created(blueprint_of(made), name="Zweites Programm")

    assert [one.text for one in another.legal_bases.all()] == ["§§ 23, 44 LHO"]
    assert another.texts.get().title == "Eigener"
    assert (another.state, another.opened_at) == (ProgrammeState.SETTING_UP, None)
