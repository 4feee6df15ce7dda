"""What maps count, by hand: states, channels, days, what is not collected, and what was replaced."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.gateways.warehouse import Manifest
from stellwerk.models import ChangeSet, CoverageFact, District, Municipality, Service
from stellwerk.queries import map_snapshot, maps
from stellwerk.queries.indicators import Filters, by, figure
from stellwerk.queries.maps import Scope, percent, version
from stellwerk.queries.selections import ALL, selection
from tests.house.cases import RELEASED_AT
from tests.house.coverage import stored_case
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

DAY = date(2024, 3, 8)
AALEN, ABTSGMUEND, ADELMANNSFELDEN = "08136088", "08136002", "08136003"
BOEBLINGEN, ULM = ("08115001", "08115003", "08115045"), "08421000"
DISTRICT = "08136"
Said = Callable[..., CoverageFact]


@pytest.fixture
def services(db: None) -> list[Service]:
    return list(Service.objects.order_by("key")[:3])


@pytest.fixture
def change(db: None) -> ChangeSet:
    return ChangeSet.objects.create(kind="grid", title="von Hand", by_text="Test", at=RELEASED_AT, added=1)


@pytest.fixture
def said(services: list[Service], change: ChangeSet) -> Said:
    """Say something of a cell; service is its number, from 0."""

    def store(ags: str, service: int, state: str, **more: object) -> CoverageFact:
        values = {
            "municipality_id": ags, "service": services[service], "state": state, "change_set": change,
            "valid_from": date(2024, 1, 1), "source": "coordinator", "confidence": "high",
            "checked_on": date(2024, 1, 1), "planned_on": date(2025, 1, 1) if state == "planned" else None,
        }  # fmt: skip
        return CoverageFact.objects.create(**values | more)

    return store


def scope(services: list[Service], **changes: object) -> Scope:
    values = {"version": version(), "services": tuple(it.pk for it in services), "day": DAY}
    return Scope(**values | {"district": DISTRICT} | changes)


@pytest.mark.parametrize(
    ("part", "whole", "wanted"),
    [
        (0, 0, None),
        (0, 3, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1999, 2000, "99.9"),
        (2000, 2000, "100.0"),
    ],
)
def test_only_all_of_it_is_a_hundred_percent(part: int, whole: int, wanted: str | None) -> None:
    assert percent(part, whole) == (None if wanted is None else Decimal(wanted))


def test_a_municipality_counts_what_is_online_of_what_it_is_responsible_for(
    services: list[Service], said: Said
) -> None:
    said(AALEN, 0, "live")
    said(AALEN, 1, "planned")
    said(AALEN, 2, "not_responsible")
    said(ABTSGMUEND, 0, "none")

    shares = {it.key: it for it in maps.by_municipality(scope(services))}

    aalen, abtsgmuend, silent = shares[AALEN], shares[ABTSGMUEND], shares[ADELMANNSFELDEN]
    assert (aalen.live, aalen.responsible, aalen.collected, aalen.not_collected) == (1, 2, 3, 0)
    assert aalen.percent == Decimal("50.0")
    assert (abtsgmuend.percent, abtsgmuend.not_collected) == (Decimal("0.0"), 2)
    assert (silent.percent, silent.not_collected) == (None, 3)


def test_the_strongest_channel_of_a_cell_counts_once(services: list[Service], said: Said) -> None:
    said(AALEN, 0, "none", channel="efa")
    said(AALEN, 0, "live", channel="own")

    (aalen,) = [it for it in maps.by_municipality(scope(services)) if it.key == AALEN]

    assert (aalen.live, aalen.responsible, aalen.collected) == (1, 1, 1)


def test_a_day_before_shows_what_held_then(services: list[Service], said: Said) -> None:
    said(AALEN, 0, "none", valid_from=date(2023, 1, 1), valid_to=date(2024, 2, 1))
    said(AALEN, 0, "live", valid_from=date(2024, 2, 1))

    def live(day: date) -> tuple[int, int]:
        (aalen,) = [it for it in maps.by_municipality(scope(services, day=day)) if it.key == AALEN]
        return aalen.live, aalen.collected

    assert live(date(2022, 12, 31)) == (0, 0)
    assert live(date(2024, 1, 31)) == (0, 1)
    assert live(date(2024, 2, 1)) == (1, 1)


def test_what_was_replaced_counts_no_longer(services: list[Service], said: Said, change: ChangeSet) -> None:
    said(AALEN, 0, "live", replaced_by=change)
    said(AALEN, 0, "none")

    (aalen,) = [it for it in maps.by_municipality(scope(services)) if it.key == AALEN]

    assert (aalen.live, aalen.collected) == (0, 1)


def test_a_district_is_the_sum_of_its_municipalities(services: list[Service], said: Said) -> None:
    said(AALEN, 0, "live")
    said(ABTSGMUEND, 0, "none")
    said(ADELMANNSFELDEN, 0, "not_responsible")
    for ags in BOEBLINGEN:
        said(ags, 0, "live")

    everywhere = {it.key: it for it in maps.by_district(scope(services, district=""))}
    own = everywhere[DISTRICT]

    assert len(everywhere) == 44
    assert (own.live, own.responsible, own.percent) == (1, 2, Decimal("50.0"))
    assert own.cells == 3 * Municipality.objects.filter(district=DISTRICT, gone_on=None).count()
    assert everywhere["08115"].percent == Decimal("100.0")
    assert [it.key for it in maps.by_district(scope(services))] == [DISTRICT]


def test_a_district_of_which_two_municipalities_are_known_is_hidden_and_so_is_another(
    services: list[Service], said: Said
) -> None:
    said(AALEN, 0, "live")
    said(ABTSGMUEND, 0, "none")
    for ags in BOEBLINGEN:
        said(ags, 0, "live")
    said(ULM, 0, "live")

    everywhere = {it.key: it for it in maps.by_district(scope(services, district=""))}
    own = everywhere[DISTRICT]

    assert {key for key, it in everywhere.items() if it.is_hidden} == {DISTRICT, "08115"}
    assert (own.live, own.responsible, own.collected, own.percent) == (0, 0, 0, None)
    assert everywhere[ULM[:5]].percent == Decimal("100.0"), "a Stadtkreis is meant by its name"
    assert [it.is_hidden for it in maps.by_district(scope(services))] == [True]
    assert not any(it.is_hidden for it in maps.by_municipality(scope(services)))


def test_maps_and_indicators_protect_the_same_districts(
    services: list[Service],
    said: Said,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    said(AALEN, 0, "live")
    for ags in (*BOEBLINGEN, ULM):
        said(ags, 0, "live")
    snapshot_on(DAY)

    shares = maps.by_district(scope(services, district=""))
    rows = by("municipalities", "district", filters=Filters(day=DAY))

    hidden = {it.key for it in shares if it.is_hidden}
    assert hidden == {key for key, _name, one in rows if one.hidden} == {DISTRICT, "08115"}


def test_a_municipality_that_is_gone_has_no_place_on_the_map(services: list[Service], db: None) -> None:
    Municipality.objects.filter(ags=AALEN).update(gone_on=date(2024, 1, 1))

    assert AALEN not in {it.key for it in maps.by_municipality(scope(services))}


def test_cells_have_their_state_and_districts_their_counts(services: list[Service], said: Said) -> None:
    said(AALEN, 0, "live")
    said(AALEN, 1, "not_responsible")
    said(ABTSGMUEND, 0, "planned")
    ids = [it.pk for it in services]

    assert maps.by_cell(scope(services)) == {
        (AALEN, ids[0]): "live",
        (AALEN, ids[1]): "not_responsible",
        (ABTSGMUEND, ids[0]): "planned",
    }
    said(ADELMANNSFELDEN, 0, "none")
    assert maps.by_district_and_service(scope(services, district="")) == {
        (DISTRICT, ids[0]): (1, 3, 3, 3),
        (DISTRICT, ids[1]): None,
    }


def test_the_development_has_a_gap_where_nothing_was_collected(services: list[Service], said: Said) -> None:
    for ags in (AALEN, ABTSGMUEND, ADELMANNSFELDEN):
        said(ags, 0, "none", valid_from=date(2024, 1, 15), valid_to=date(2024, 2, 15))
        said(ags, 0, "live", valid_from=date(2024, 2, 15))
    said(AALEN, 1, "live", valid_from=date(2023, 12, 15), valid_to=date(2024, 1, 10))
    months = [date(2024, month, 1) for month in (1, 2, 3)]

    lines = maps.over_time(scope(services), months)

    assert lines == {DISTRICT: list(zip(months, (None, Decimal("0.0"), Decimal("100.0")), strict=True))}


def test_a_new_change_is_counted_at_once_although_answers_are_kept(
    services: list[Service], said: Said
) -> None:
    said(AALEN, 0, "live")
    before = maps.by_municipality(scope(services))
    later = ChangeSet.objects.create(kind="grid", title="später", by_text="Test", at=RELEASED_AT, added=1)
    said(ABTSGMUEND, 0, "live", change_set=later)

    after = maps.by_municipality(scope(services))

    assert sum(it.live for it in before) == 1
    assert sum(it.live for it in after) == 2


def test_districts_of_one_name_are_told_apart(db: None) -> None:
    names = maps.district_names()

    assert len(set(names.values())) == District.objects.count()
    assert names["08121"] == "Heilbronn (Stadtkreis)"
    assert names["08115"] == "Böblingen"


def test_maps_and_indicators_agree_with_what_was_counted_by_hand(
    db: None,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
) -> None:
    """Maps count in PostgreSQL what is known now, indicators in the snapshot; both are the same numbers."""
    case = stored_case()
    snapshot_on(date(2025, 12, 31))
    rows = [row for row in case.said["expected"] if "known_at" not in row]

    for row in rows:
        service = Service.objects.get(key=case.said["services"][row["service"]]["key"])
        asked = Scope(version(), (service.pk,), row["day"], row.get("district", "089"))
        shares, counts = maps.by_municipality(asked), row["counts"]
        filters = Filters(
            district=row.get("district"),
            districts=("08901", "08902"),
            services=(service.key,),
            day=row["day"],
        )
        counted = figure("municipalities", filters=filters)

        live, responsible = sum(it.live for it in shares), sum(it.responsible for it in shares)
        assert (live, responsible) == (counts["live"], counts["live"] + counts["planned"] + counts["none"])
        assert counted.hidden or (counted.part, counted.whole) == (live, responsible)
    assert len(rows) > 3


def test_what_is_too_much_to_count_on_the_spot_comes_from_the_snapshot_with_the_same_numbers(
    db: None,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load_example_coverage(at=datetime(2024, 3, 8, 10, tzinfo=UTC), district=DISTRICT)
    made = snapshot_on(DAY)
    live = maps.scope(selection(ALL), day=DAY)
    monkeypatch.setattr(map_snapshot, "FACTS", 0)
    large = maps.scope(selection(ALL), day=DAY)
    months = [date(2023, 11, 1), date(2024, 3, 1)]

    assert (live.counted_at, large.counted_at) == (None, made.at)
    assert set(live.services) == set(large.services)
    assert maps.by_district(large) == maps.by_district(live)
    assert maps.by_municipality(large) == maps.by_municipality(live)
    assert maps.over_time(large, months)[DISTRICT] == maps.over_time(live, months)[DISTRICT]
    assert maps.over_time(large, months)[DISTRICT][0][1] is not None
    area = selection("feld-1")
    assert maps.by_district(maps.scope(area, day=DAY, district=DISTRICT)) == maps.by_district(
        Scope(version(), area.ids, DAY, DISTRICT)
    )
