"""Programmes in set-up: what is used stays, what opened stays open, numbers and keys are given once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from stellwerk.models import Grant, LegalBasis, Programme, ProgrammeIndicator, Run, Terms
from tests.house.set_ups import completed, created, opened_programme, terms_of

Breaks = Callable[..., None]


def test_a_programme_is_open_or_has_not_been_opened(db: None, copy_breaks: Breaks) -> None:
    made = opened_programme()

    copy_breaks("programme_opens_once", made, slug="another", state="setting_up")


def test_an_open_programme_stays_open(db: None, breaks: Breaks) -> None:
    made = opened_programme()

    again = "UPDATE stellwerk_programme SET state = 'setting_up', opened_at = NULL WHERE id = %s"
    breaks("programme_stays_open", again, made.pk)


def test_terms_that_somebody_relies_on_stay_as_they_are(released: Run, breaks: Breaks) -> None:
    change, drop = (
        "UPDATE stellwerk_terms SET percent = 50 WHERE id = %s",
        "DELETE FROM stellwerk_terms WHERE id = %s",
    )

    breaks("terms_are_kept", change, released.terms_id)
    breaks("terms_are_kept", drop, released.terms_id)
    breaks("terms_are_kept", change, terms_of(opened_programme()).pk)


def test_terms_of_a_programme_in_set_up_can_be_changed(db: None) -> None:
    made = completed(created())

    assert Terms.objects.filter(pk=terms_of(made).pk).update(percent=50) == 1


def test_shares_and_durations_of_terms_fit_together(db: None, copy_breaks: Breaks) -> None:
    terms = terms_of(created())

    copy_breaks("terms_maximum_share_is_a_share", terms, number=8, maximum_share=Decimal("0.4"))
    copy_breaks("terms_maximum_share_is_a_share", terms, number=8, maximum_share=Decimal("1.1"))
    values = {"maximum_share": None, "shortest_months": 25}
    copy_breaks("terms_shortest_is_not_longest", terms, number=8, **values)


def test_a_legal_basis_is_append_only_and_numbered(db: None, breaks: Breaks, copy_breaks: Breaks) -> None:
    made = created()
    basis = LegalBasis.objects.create(programme=made, number=1, text="VwV", valid_from=date(2024, 1, 1))

    breaks("append-only", "UPDATE stellwerk_legalbasis SET text = 'x' WHERE id = %s", basis.pk)
    breaks("append-only", "DELETE FROM stellwerk_legalbasis WHERE id = %s", basis.pk)
    copy_breaks("legal_basis_number_is_unique", basis)


def test_an_indicator_is_there_once(db: None, copy_breaks: Breaks) -> None:
    made = created()

    copy_breaks("programme_indicator_is_unique", ProgrammeIndicator.objects.get(programme=made))


def test_no_grant_follows_itself(db: None, breaks: Breaks) -> None:
    grant = Grant.objects.order_by("pk")[0]

    breaks("grant_follows_another", "UPDATE stellwerk_grant SET predecessor_id = id WHERE id = %s", grant.pk)


def test_a_grant_may_follow_another_one(db: None) -> None:
    first, second = Grant.objects.order_by("pk")[:2]

    assert Grant.objects.filter(pk=second.pk).update(predecessor=first) == 1
    assert list(first.follow_ups.all()) == [second]
    assert Programme.objects.count() == 1
