"""Programmes: their budget, and every district once on the map."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.models import BudgetYear, District, Post, Programme, Run
from stellwerk.queries import programmes
from tests.house.environment import DAY


def test_every_district_has_one_tile_with_the_status_of_its_post(released: Run) -> None:
    found = programmes.tiles(released.programme, on=DAY)

    assert [tile.district for tile in found] == list(District.objects.order_by("tile_row", "tile_col"))
    assert Counter(tile.status for tile in found) == {"filled": 35, "absent": 9}
    assert all((tile.status == "absent") == (tile.grant_id is None) for tile in found)
    assert all((tile.status == "absent") == (tile.district.kind == "Stadtkreis") for tile in found)


def test_the_map_shows_the_past_as_it_was(released: Run) -> None:
    Post.objects.filter(number="EGK-08117").update(returned_on=DAY)

    def status(ags: str, on: date) -> str:
        tiles = programmes.tiles(released.programme, on=on)
        return next(tile.status for tile in tiles if tile.district.ags == ags)

    assert status("08115", date(2023, 6, 1)) == "vacant"
    assert status("08115", date(2023, 4, 30)) == "filled"
    assert (status("08117", date(2024, 3, 7)), status("08117", DAY)) == ("filled", "returned")


def test_the_budget_shows_what_is_committed_and_what_an_open_run_adds(computed: Run) -> None:
    BudgetYear.objects.create(
        programme=computed.programme, year=2026, appropriation=0, commitment_authority=0, source="Test"
    )

    rows = {row.year: row for row in programmes.budget(computed.programme, run=computed)}

    assert list(rows) == [2022, 2023, 2024, 2025, 2026]
    assert rows[2022].committed == Decimal("391758.82")
    assert rows[2022].left == Decimal("1300000.00") - rows[2022].committed - rows[2022].added
    assert (rows[2026].committed, rows[2026].left) == (0, 0)
    assert all(row.added == 0 for row in programmes.budget(computed.programme))


def test_only_the_authority_sees_its_programme(
    programme: Programme, auditor: Rights, county: Rights, association: Rights
) -> None:
    (found,) = programmes.programmes(auditor)

    assert (found, found.grant_count) == (programme, 38)
    assert programmes.programme(auditor, programme.slug) == programme
    for rights in (county, association):
        assert not programmes.programmes(rights).exists()
        with pytest.raises(Http404):
            programmes.programme(rights, programme.slug)


def test_terms_come_newest_first(programme: Programme, auditor: Rights) -> None:
    terms = programmes.programme(auditor, programme.slug).terms.all()

    assert [one.number for one in terms] == [2, 1]
