"""Indicators: the numbers counted by hand agree on DuckDB, on PostgreSQL, and on a Spark cluster."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from stellwerk.gateways.warehouse import Manifest
from stellwerk.law.working import Refused
from stellwerk.models import Activity, ActivityFormat, CoverageFact, Person
from stellwerk.queries import warehouse as opened
from stellwerk.queries.indicators import (
    Figure,
    Filters,
    by,
    figure,
    next_best,
    similar_districts,
)
from stellwerk.queries.series import over_time
from tests.house.coverage import WorkedCase, stored_case
from tests.house.spark import cluster, environment
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

DAY = date(2025, 12, 31)
BOTH = Filters(districts=("08901", "08902"))
NORTH, SOUTH = Filters(district="08901"), Filters(district="08902")
BIRTH, BUILDING, DEATH = "99027002012000", "99012008001000", "99101004012000"
STATES = ("live", "planned", "none", "not_responsible")
# The best of a cell's channels, on a day, as PostgreSQL counts it.
CELLS = """
SELECT f.municipality_id AS ags, s.key, m.population, max(
    CASE f.state WHEN 'live' THEN 4 WHEN 'planned' THEN 3 WHEN 'none' THEN 2 ELSE 1 END) AS rank
FROM stellwerk_coveragefact f
JOIN stellwerk_municipality m ON m.ags = f.municipality_id
JOIN stellwerk_service s ON s.id = f.service_id
WHERE f.replaced_by_id IS NULL AND f.valid_from <= %(day)s AND (f.valid_to IS NULL OR f.valid_to > %(day)s)
    AND m.district_id LIKE %(district)s AND s.key = ANY(%(services)s)
GROUP BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def stored(kept_for_the_module: None) -> WorkedCase:
    return stored_case()


@pytest.fixture
def snapshot(stored: WorkedCase, snapshot_on: Callable[[date], Manifest]) -> Manifest:  # noqa: F811
    return snapshot_on(DAY)


def asked(case: WorkedCase, row: dict[str, Any]) -> Filters:
    service = case.said["services"][row["service"]]["key"]
    return Filters(
        district=row.get("district"), districts=BOTH.districts, services=(service,), day=row["day"]
    )


def by_hand(case: WorkedCase) -> list[dict[str, Any]]:
    """Return what was counted by hand, as it is known now."""
    return [row for row in case.said["expected"] if "known_at" not in row]


def shown(one: Figure) -> tuple[int, int]:
    assert not one.hidden
    return one.part, one.whole


def test_pairs_and_inhabitants_are_counted_as_by_hand(stored: WorkedCase, snapshot: Manifest) -> None:
    for row in by_hand(stored):
        counts, filters = row["counts"], asked(stored, row)
        one = figure("municipalities", filters=filters)
        if one.hidden:
            assert sum(counts[state] for state in STATES) < 3
            continue

        responsible = counts["live"] + counts["planned"] + counts["none"]
        assert (one.part, one.whole, one.unknown) == (counts["live"], responsible, counts["not_collected"])
        assert shown(figure("planned", filters=filters)) == (counts["planned"], responsible)
        assert figure("inhabitants", filters=filters).part == row["inhabitants"]["live"]


def test_channels_and_levels_are_counted_as_by_hand(stored: WorkedCase, snapshot: Manifest) -> None:
    for row in (it for it in by_hand(stored) if "live_by_channel" in it):
        for channel, name, one in by("municipalities", "channel", filters=asked(stored, row)):
            assert one.hidden or one.part == row["live_by_channel"].get(channel, 0), (row, name)
        for model in ("1.1", "2.0"):
            key = f"maturity_{model.replace('.', '_')}"
            for level, _name, one in by(key, "maturity", filters=asked(stored, row)):
                assert one.hidden or one.part == row["maturity"].get(model, {}).get(level, 0), row


def test_the_cubes_say_what_the_cells_say(
    stored: WorkedCase,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    """A snapshot of another day must count the cells one by one; one of the day has counted them already."""
    days = [date(2025, 1, 31), DAY]
    snapshot_on(date(2026, 3, 1))
    one_by_one = [everything(BOTH.on(day)) for day in days]

    for day, expected in zip(days, one_by_one, strict=True):
        snapshot_on(day)

        assert everything(BOTH) == expected, day


def everything(filters: Filters) -> dict[str, Any]:
    """Return all indicators by all dimensions, without what differs anyway."""
    dimensions = ("district", "size_class", "service", "municipality")
    found: dict[str, Any] = {}
    for key in ("municipalities", "inhabitants", "collected", "federal", "reached"):
        found[key] = said(figure(key, filters=filters))
        for dimension in dimensions if key != "reached" else dimensions[:2]:
            rows = by(key, dimension, filters=filters)
            found[f"{key} by {dimension}"] = [(group, said(one)) for group, _name, one in rows]
    return found


def said(one: Figure) -> tuple[int, int, int, bool]:
    return one.part, one.whole, one.unknown, one.hidden


def test_postgresql_counts_the_same(stored: WorkedCase, snapshot: Manifest) -> None:
    for row in by_hand(stored):
        filters = asked(stored, row)
        values = {
            "day": row["day"],
            "district": f"{row.get('district', '0890')}%",
            "services": list(filters.services or ()),
        }
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE rank = 4), count(*) FILTER (WHERE rank > 1), "
                f"coalesce(sum(population) FILTER (WHERE rank = 4), 0) FROM ({CELLS}) cell",
                values,
            )
            live, responsible, people = cursor.fetchone()

        one = figure("municipalities", filters=filters)
        assert one.hidden or (one.part, one.whole) == (live, responsible)
        assert one.hidden or figure("inhabitants", filters=filters).part == people


# 31 December 2025, North: births a1, a2, a4 live, a3 planned, a5 none; permits a1, a6 live;
# deaths a1, a2, a3, a5, a6, a7 live. 3 + 2 + 6 = 11 of 5 + 2 + 6 = 13 pairs, 84.6 %.
def test_a_share_is_of_those_who_are_responsible_and_whom_somebody_asked(snapshot: Manifest) -> None:
    one = figure("municipalities", filters=NORTH)

    assert (one.part, one.whole, one.value, one.day) == (11, 13, Decimal("84.6"), DAY)


# Births are not collected in two, so that the federal way cannot count them; permits lack a7.
# Deaths: six live, a4 is not responsible: 6 = 7 - 1.
def test_the_federal_way_counts_only_what_is_in_all_responsible_municipalities(snapshot: Manifest) -> None:
    assert shown(figure("federal", filters=NORTH)) == (1, 3)
    assert shown(figure("everywhere", filters=NORTH)) == (2, 3)
    assert shown(figure("somewhere", filters=NORTH)) == (3, 3)


# In the South deaths are known of b1 alone: live everywhere we know of, and not everywhere.
def test_what_nobody_asked_for_is_not_everywhere_in_the_federal_way(snapshot: Manifest) -> None:
    assert shown(figure("federal", filters=SOUTH)) == (0, 2)
    assert shown(figure("everywhere", filters=SOUTH)) == (1, 2)


# Births are missing in a3 (2987), a5 (1499), b3 (3333): 7819 inhabitants; nothing else is missing.
def test_what_helps_most_is_what_most_inhabitants_lack(snapshot: Manifest) -> None:
    (birth,) = next_best(filters=BOTH, limit=5)

    assert (birth.service_key, birth.missing, birth.planned, birth.people) == (BIRTH, 3, 1, 7819)


def test_a_municipality_is_reached_when_somebody_was_there_within_a_year(
    stored: WorkedCase,
    coordinator: Any,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    for ags, on in (("08901001", date(2025, 6, 1)), ("08901002", date(2024, 12, 30))):
        one = Activity.objects.create(
            district_id="08901", on=on, format=ActivityFormat.VISIT, title="Besuch",
            recorded_at="2025-12-01T08:00Z",
            by=Person.objects.get(pk=coordinator.person.pk),
        )  # fmt: skip
        one.municipalities.add(ags)

    snapshot_on(DAY)

    assert shown(figure("reached", filters=NORTH)) == (1, 7)


def test_groups_of_one_or_two_are_hidden_and_cannot_be_calculated_back(snapshot: Manifest) -> None:
    """a4 and b2 are alone in their class; so are a1, a6 and b1, each in one of its own."""
    rows = {group: one for group, _name, one in by("municipalities", "size_class", filters=BOTH)}

    assert {group for group, one in rows.items() if one.hidden} == {"5000", "10000", "20000", "50000"}
    assert all((one.part, one.whole, one.value) == (0, 0, None) for one in rows.values() if one.hidden)
    assert said(rows["2000"]) == (3, 5, rows["2000"].unknown, False)


# a1 has 12345 inhabitants, a6 35002, and nobody else is asked: two municipalities.
def test_one_figure_of_two_municipalities_is_hidden(snapshot: Manifest) -> None:
    two = Filters(district="08901", services=(BUILDING,))
    of_all = figure("municipalities", filters=two)

    assert not of_all.hidden  # six answered, four of them that they are not responsible
    assert figure("municipalities", filters=Filters(district="08902", services=(DEATH,))).hidden


def test_a_municipality_that_is_meant_by_name_is_shown(snapshot: Manifest) -> None:
    one = figure("municipalities", filters=Filters(municipality="08901003"))

    assert shown(one) == (1, 2)
    assert [row[0] for row in by("municipalities", "municipality", filters=SOUTH)] == [
        f"0890200{number}" for number in range(1, 6)
    ]


def test_only_what_changed_is_written_anew(
    stored: WorkedCase,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    first = snapshot_on(DAY)
    fact = CoverageFact.objects.filter(municipality="08902003", replaced_by=None).order_by("pk")[0]
    values = {
        it.attname: getattr(fact, it.attname)
        for it in CoverageFact._meta.concrete_fields
        if not it.primary_key
    }
    CoverageFact.objects.create(**values | {"channel": "own"})

    second = snapshot_on(DAY)

    pieces = [{piece.district: piece for piece in one.pieces} for one in (first, second)]
    assert pieces[0]["08901"] == pieces[1]["08901"]
    assert pieces[0]["08902"] != pieces[1]["08902"]
    assert second.rows == first.rows + 1


def test_without_a_snapshot_the_refusal_says_how_to_take_one(db: None, warehouse_folder: Path) -> None:  # noqa: F811
    with pytest.raises(Refused, match="stellwerk snapshot"):
        figure("municipalities", filters=Filters())


def test_similar_districts_are_of_the_same_kind(snapshot: Manifest) -> None:
    alike = similar_districts("08902")

    assert "08902" in alike
    assert "08111" not in alike  # a Stadtkreis


@pytest.fixture(scope="module")
def spark_master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder).items():
            patch.setenv(name, value)
        with cluster(folder) as address:
            yield address
            opened._spark.cache_clear()


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_spark_cluster_counts_the_same(
    stored: WorkedCase, snapshot: Manifest, spark_master: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = asked_everywhere(stored)
    monkeypatch.setattr(settings, "SPARK_MASTER", spark_master)
    monkeypatch.setattr(settings, "WAREHOUSE_ENGINE", "spark")
    opened._OPENED.clear()
    try:
        assert opened.warehouse().engine.__class__.__name__ == "Spark"
        assert asked_everywhere(stored) == expected
    finally:
        opened.warehouse().engine.close()
        opened._OPENED.clear()


def asked_everywhere(case: WorkedCase) -> dict[str, Any]:
    """Return each kind of question once: on the cubes, on the cells, over time."""
    found: dict[str, Any] = {
        f"{row['day']} {row['service']} {row.get('district')}": said(
            figure("municipalities", filters=asked(case, row))
        )
        for row in by_hand(case)[:2]
    }
    for key in ("inhabitants", "federal"):
        found[key] = [(group, said(one)) for group, _name, one in by(key, "district", filters=BOTH)]
    months = [date(2024, 1, 1), date(2025, 12, 1)]
    for key in ("municipalities", "federal", "maturity_1_1", "reached"):
        found[f"{key} over time"] = [said(one) for _day, one in over_time(key, days=months, filters=BOTH)]
    found["next"] = next_best(filters=BOTH, limit=3)
    found["levels"] = [said(one) for *_group, one in by("maturity_2_0", "maturity", filters=BOTH)]
    return found
