"""Substitutions: by another person, in order, and never both pairs of eyes, even by plain SQL."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from stellwerk.access import Rights
from stellwerk.models import JournalEntry, Run, Substitution

Breaks = Callable[..., None]
RUN = "UPDATE stellwerk_run SET"
RELEASED = "released_at = now(), state = 'released' WHERE id = %s"


@pytest.fixture
def substitution(preparer: Rights, releaser: Rights) -> Substitution:
    return Substitution.objects.create(
        principal=releaser.person,
        substitute=preparer.person,
        starts_on=date(2024, 3, 1),
        ends_on=date(2024, 3, 23),
        by=releaser.person,
        created_at=timezone.now(),
    )


def test_nobody_stands_in_for_themselves(
    substitution: Substitution, copy_breaks: Callable[..., None]
) -> None:
    copy_breaks("substitution_by_another_person", substitution, substitute=substitution.principal)


def test_a_substitution_does_not_end_before_it_begins(
    substitution: Substitution, copy_breaks: Callable[..., None]
) -> None:
    copy_breaks("substitution_never_ends_before", substitution, ends_on=date(2024, 2, 29))


def test_the_same_substitution_is_stored_once(
    substitution: Substitution, copy_breaks: Callable[..., None]
) -> None:
    copy_breaks("substitution_is_unique", substitution)


@pytest.mark.parametrize("mine", ["prepared_for_id", "computed_for_id"])
def test_for_whom_a_run_was_prepared_cannot_release_it_by_plain_sql(
    computed: Run, releaser: Rights, breaks: Breaks, mine: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stellwerk_run DISABLE TRIGGER USER")
        cursor.execute(f"{RUN} {mine} = %s WHERE id = %s", [releaser.person.pk, computed.pk])

    release = f"{RUN} released_by_id = %s, {RELEASED}"
    breaks("run_substitution_keeps_four_eyes", release, releaser.person.pk, computed.pk)


def test_nobody_releases_for_somebody_who_prepared_by_plain_sql(
    computed: Run, releaser: Rights, preparer: Rights, breaks: Breaks
) -> None:
    release = f"{RUN} released_by_id = %s, released_for_id = %s, {RELEASED}"

    breaks("run_", release, releaser.person.pk, preparer.person.pk, computed.pk)


def test_an_earlier_hand_in_substitution_counts_as_well(
    computed: Run, releaser: Rights, preparer: Rights, breaks: Breaks
) -> None:
    JournalEntry.objects.create(
        by=preparer.person, at=timezone.now(), verb="change_run", thing="run", thing_id=computed.pk,
        text="Früher", details={"acting_for": releaser.person.pk},
    )  # fmt: skip

    breaks("run_needs_four_eyes", f"{RUN} released_by_id = %s, {RELEASED}", releaser.person.pk, computed.pk)


def test_for_whom_a_run_was_prepared_is_written_once(computed: Run, releaser: Rights, breaks: Breaks) -> None:
    breaks(
        "keeps for whom it was prepared",
        f"{RUN} prepared_for_id = %s WHERE id = %s",
        releaser.person.pk,
        computed.pk,
    )
