"""Programmes, posts, people and places: numbers are given once, shares are shares, seats have one holder."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from stellwerk.models import (
    BudgetYear,
    District,
    Figure,
    Membership,
    Municipality,
    Occupancy,
    Participation,
    Post,
    SiteText,
    Terms,
)

Breaks = Callable[..., None]


@pytest.fixture
def stored(db: None) -> Callable:
    return lambda model, **fits: model.objects.filter(**fits).order_by("pk")[0]


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (BudgetYear, "budget_year_is_unique"),
        (Figure, "figure_is_unique_on_a_day"),
        (Membership, "membership_is_unique"),
        (Participation, "participation_is_unique"),
        (Post, "post_number_is_unique"),
        (Terms, "terms_number_is_unique"),
    ],
)
def test_each_is_there_once(stored: Callable, copy_breaks: Breaks, model: type, name: str) -> None:
    copy_breaks(name, stored(model))


def test_a_page_has_one_text_in_a_language(db: None, copy_breaks: Breaks) -> None:
    text = SiteText.objects.create(
        kind="imprint", language="de", body="Impressum", changed_at="2024-03-08T09:00Z"
    )

    copy_breaks("site_text_is_unique", text)


@pytest.mark.parametrize("share", ["0", "-0.5", "1.001"])
def test_a_share_lies_between_nothing_and_a_whole_post(
    stored: Callable, copy_breaks: Breaks, share: str
) -> None:
    copy_breaks("post_share_is_a_share", stored(Post), number="EGK-9", approved_share=Decimal(share))
    copy_breaks("occupancy_share_is_a_share", stored(Occupancy), seat=9, share=Decimal(share))


@pytest.mark.parametrize("share", ["-0.1", "1.5"])
def test_the_minimum_share_is_a_share(stored: Callable, copy_breaks: Breaks, share: str) -> None:
    copy_breaks("terms_minimum_share_is_a_share", stored(Terms), number=9, minimum_share=Decimal(share))


@pytest.mark.parametrize("field", ["appropriation", "commitment_authority"])
def test_a_budget_is_not_negative(stored: Callable, copy_breaks: Breaks, field: str) -> None:
    copy_breaks("budget_is_not_negative", stored(BudgetYear), year=2031, **{field: Decimal("-0.01")})


def test_nothing_ends_on_the_day_it_begins(stored: Callable, copy_breaks: Breaks) -> None:
    day = date(2024, 5, 13)

    copy_breaks("occupancy_ends_after_start", stored(Occupancy), seat=9, starts_on=day, ends_on=day)
    copy_breaks("membership_ends_after_start", stored(Membership), starts_on=day, ends_on=day)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2023, 4, 30), date(2023, 6, 1)),
        (date(2023, 7, 31), date(2023, 8, 17)),
        (date(2026, 1, 1), None),
        (date(2022, 1, 1), None),
    ],
)
def test_a_seat_has_one_holder_at_a_time(
    stored: Callable, copy_breaks: Breaks, starts_on: date, ends_on: date | None
) -> None:
    """EGK-08115 is held up to 30 April 2023 and again since 16 August 2023."""
    held = stored(Occupancy, post__number="EGK-08115")

    copy_breaks("occupancy_seats_do_not_overlap", held, starts_on=starts_on, ends_on=ends_on)


def test_the_gap_between_two_holders_can_be_filled_to_the_day_and_another_seat_too(stored: Callable) -> None:
    post = stored(Post, number="EGK-08115")
    gap = {"starts_on": date(2023, 5, 1), "ends_on": date(2023, 8, 16), "share": Decimal("0.5")}

    Occupancy.objects.create(post=post, seat=1, **gap)
    Occupancy.objects.create(post=post, seat=2, starts_on=date(2022, 7, 1), share=Decimal("0.5"))

    assert post.occupancies.count() == 4


@pytest.mark.parametrize("wrong", ["8115", "0811X", ""])
def test_places_have_official_keys(stored: Callable, copy_breaks: Breaks, wrong: str) -> None:
    copy_breaks("district_ags_has_5_digits", stored(District), ags=wrong)
    copy_breaks("municipality_ags_has_8_digits", stored(Municipality), ags=f"{wrong}001")


def test_two_districts_do_not_share_a_tile(stored: Callable, copy_breaks: Breaks) -> None:
    copy_breaks("district_tile_is_its_own", stored(District), ags="08999")
