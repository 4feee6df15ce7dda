"""Substitution: the rights of the principal, named in journal and letters, never both pairs of eyes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stellwerk.access import Rights, Verb, rights_of
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import compute_run
from stellwerk.actions.substitutions import arrange_substitution, end_substitution
from stellwerk.models import JournalEntry, Letter, Membership, Person, Role, Run, Substitution
from tests.house.cases import ASKED_AT, RELEASED_AT, agreed, drafted
from tests.house.environment import DAY

Refuses = Callable[[str], Any]


@pytest.fixture
def third(db: None, releaser: Rights) -> Person:
    """Return an example person of the authority without a role that prepares or releases."""
    (office, *_more) = releaser.offices(Verb.RELEASE)
    made = Person.objects.create(email="dritte@demo.stellwerk.invalid", name="Dritte Person")
    Membership.objects.create(person=made, office_id=office, role=Role.AUDITOR)
    return made


def arranged(principal: Rights, substitute: Person) -> Substitution:
    return arrange_substitution(
        principal=principal.person, substitute=substitute, starts_on=date(2024, 3, 1),
        last_day=date(2024, 3, 22), rights=principal, at=ASKED_AT,
    )  # fmt: skip


def acting(substitute: Person, substitution: Substitution) -> Rights:
    return rights_of(Person.objects.get(pk=substitute.pk), on=DAY, substitution=substitution.pk)


def test_a_substitute_has_the_rights_of_the_principal_from_day_to_day(
    releaser: Rights, third: Person
) -> None:
    one = arranged(releaser, third)

    assert acting(third, one).may(Verb.RELEASE)
    assert not rights_of(third, on=DAY).may(Verb.RELEASE)
    assert not rights_of(third, on=date(2024, 2, 29), substitution=one.pk).may(Verb.RELEASE)
    assert rights_of(third, on=date(2024, 3, 22), substitution=one.pk).may(Verb.RELEASE)
    assert not rights_of(third, on=date(2024, 3, 23), substitution=one.pk).may(Verb.RELEASE)


def test_nobody_acts_in_the_substitution_of_others(releaser: Rights, third: Person, auditor: Rights) -> None:
    one = arranged(releaser, third)

    assert not acting(auditor.person, one).may(Verb.RELEASE)


def test_nobody_keeps_people_or_reads_the_log_in_the_name_of_others(releaser: Rights, third: Person) -> None:
    assert not acting(third, arranged(releaser, third)).may(Verb.KEEP_PEOPLE)


def test_a_release_in_substitution_names_both_in_the_journal_and_on_the_letter(
    consulted: Run, releaser: Rights, third: Person
) -> None:
    release_run(consulted.pk, rights=acting(third, arranged(releaser, third)), at=RELEASED_AT)

    consulted.refresh_from_db()
    assert (consulted.released_by, consulted.released_for) == (third, releaser.person)
    entry = JournalEntry.objects.get(verb="release_run")
    assert entry.details["acting_for"] == releaser.person.pk
    assert f"(in Vertretung für {releaser.person.name})" in entry.text
    letter = Letter.objects.filter(run=consulted, kind="notice").order_by("pk")[0]
    assert letter.document["signature"] == ["i. V. gez. Dritte Person", f"für {releaser.person.name}"]


def test_who_prepared_does_not_release_for_somebody_else(
    consulted: Run, preparer: Rights, releaser: Rights, refuses: Refuses
) -> None:
    one = arranged(releaser, preparer.person)

    with refuses("darf ihn nicht selbst freigeben"):
        release_run(consulted.pk, rights=acting(preparer.person, one), at=RELEASED_AT)


def test_what_was_prepared_for_somebody_is_not_released_by_them(
    preparer: Rights, releaser: Rights, third: Person, programme: Any, refuses: Refuses
) -> None:
    Membership.objects.create(
        person=releaser.person, office_id=next(iter(releaser.offices(Verb.RELEASE))), role=Role.PREPARER
    )
    substitute = acting(third, arranged(releaser, third))
    run = agreed(compute_run(drafted(programme, rights=substitute).pk, rights=substitute, at=ASKED_AT))

    with refuses("darf ihn nicht selbst freigeben"):
        release_run(run.pk, rights=rights_of(releaser.person, on=DAY), at=RELEASED_AT)


def test_nobody_releases_for_somebody_who_prepared(
    consulted: Run, preparer: Rights, releaser: Rights, third: Person, refuses: Refuses
) -> None:
    Membership.objects.create(
        person=preparer.person, office_id=next(iter(releaser.offices(Verb.RELEASE))), role=Role.RELEASER
    )
    one = arranged(rights_of(preparer.person, on=DAY), third)

    with refuses("in Vertretung für eine Person, die diesen Vorgang selbst vorbereitet hat"):
        release_run(consulted.pk, rights=acting(third, one), at=RELEASED_AT)


def test_a_substitute_is_of_the_same_office(releaser: Rights, county: Rights, refuses: Refuses) -> None:
    with refuses("derselben Stelle"):
        arranged(releaser, county.person)


def test_nobody_arranges_for_others_whose_people_they_do_not_keep(
    preparer: Rights, releaser: Rights, third: Person
) -> None:
    with pytest.raises(PermissionDenied):
        arrange_substitution(
            principal=releaser.person, substitute=third, starts_on=DAY, last_day=DAY,
            rights=preparer, at=ASKED_AT,
        )  # fmt: skip


def test_an_ended_substitution_gives_no_rights_from_that_day_on(releaser: Rights, third: Person) -> None:
    one = arranged(releaser, third)

    end_substitution(one.pk, rights=releaser, at=RELEASED_AT)

    assert not acting(third, one).may(Verb.RELEASE)


def test_two_substitutions_by_the_same_person_do_not_overlap(
    releaser: Rights, third: Person, refuses: Refuses
) -> None:
    arranged(releaser, third)

    with refuses("vertritt in dieser Zeit schon"):
        arranged(releaser, third)
