"""Who may do what: role × verb × territory, on a day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from stellwerk.access import MATRIX, Rights, Verb, require, rights_of, visible
from stellwerk.models import (
    BudgetYear,
    Consultation,
    Dispatch,
    District,
    Grant,
    JournalEntry,
    Letter,
    Membership,
    Notice,
    Office,
    Post,
    Programme,
    Role,
    Run,
    RunLine,
    SiteText,
)
from tests.house.cases import all_sent, person
from tests.house.environment import DAY

PEOPLE = ("vorbereitung", "freigabe", "pruefung", "landkreis", "verband", "betrieb", "koordination")
EVERYTHING = {
    Programme: 1, Post: 38, Grant: 38, BudgetYear: 4, Run: 1, RunLine: 38, Notice: 70, Letter: 36,
    Dispatch: 73, Consultation: 3, SiteText: 0,
}  # fmt: skip
OWN = dict.fromkeys(EVERYTHING, 0) | {Post: 1, Grant: 1, Notice: 2}


@pytest.fixture
def released(released_for_all: Run, db: None) -> Run:
    return released_for_all


@pytest.fixture
def seen(released: Run) -> Callable[[str], dict[type, int]]:
    SiteText.objects.create(kind="imprint", language="de", body="Wir", changed_at=released.released_at)
    return lambda name: {model: visible(model.objects.all(), person(name)).count() for model in EVERYTHING}


@pytest.mark.parametrize("name", ["vorbereitung", "freigabe", "pruefung"])
def test_the_authority_sees_its_programme_with_everything_in_it(seen: Callable, name: str) -> None:
    assert seen(name) == EVERYTHING
    assert visible(JournalEntry.objects.all(), person(name)).exists()


def test_a_county_sees_its_own_and_no_letter_before_it_was_sent(seen: Callable, released: Run) -> None:
    assert seen("landkreis") == OWN

    all_sent(released)

    assert seen("landkreis") == OWN | {Letter: 2, Dispatch: 2}


def test_an_association_sees_its_own_and_what_it_was_asked(seen: Callable, released: Run) -> None:
    all_sent(released)

    assert seen("verband") == OWN | {Letter: 3, Dispatch: 3, Consultation: 1}


def test_the_operator_sees_texts_and_no_case(seen: Callable) -> None:
    assert seen("betrieb") == dict.fromkeys(EVERYTHING, 0) | {SiteText: 1}
    assert not visible(JournalEntry.objects.all(), person("betrieb")).exists()


def test_a_model_without_a_rule_shows_nothing_but_our_mistake(auditor: Rights) -> None:
    with pytest.raises(LookupError, match="District"):
        visible(District.objects.all(), auditor)


def test_another_authority_sees_nothing_of_this_one(released: Run) -> None:
    other = Office.objects.create(key="RP", kind="authority", name="Regierungspräsidium", city="Tübingen")
    rights = Rights(released.released_by, frozenset((role, other.pk) for role in Role))

    for model in EVERYTHING:
        assert model is SiteText or not visible(model.objects.all(), rights).exists()
    with pytest.raises(PermissionDenied):
        require(rights, Verb.RELEASE, office_id=released.programme.authority_id)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_verbs_and_nobody_prepares_and_releases_by_one_role(role: Role) -> None:
    assert MATRIX[role]
    assert not {Verb.PREPARE, Verb.RELEASE} <= MATRIX[role]
    if role not in (Role.PREPARER, Role.RELEASER):
        assert not MATRIX[role] & {Verb.PREPARE, Verb.RELEASE, Verb.STOP, Verb.REPEAT}


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_passes_for_those_who_hold_it_and_only_there(db: None, verb: Verb) -> None:
    for name in PEOPLE:
        rights = person(name)
        ((role, office),) = rights.held

        if verb in MATRIX[role]:
            require(rights, verb)
            require(rights, verb, office_id=office)
        else:
            with pytest.raises(PermissionDenied):
                require(rights, verb)
        with pytest.raises(PermissionDenied):
            require(rights, verb, office_id=0)


def test_a_membership_counts_from_its_first_day_to_the_day_before_its_end(db: None) -> None:
    who = person("vorbereitung").person
    Membership.objects.filter(person=who).update(starts_on=date(2024, 3, 8), ends_on=date(2024, 3, 10))

    held = {day: bool(rights_of(who, on=date(2024, 3, day)).held) for day in (7, 8, 9, 10)}

    assert held == {7: False, 8: True, 9: True, 10: False}


def test_whoever_left_has_no_rights(db: None) -> None:
    who = person("freigabe").person
    who.is_active = False
    who.save()

    assert rights_of(who, on=DAY).verbs == frozenset()
