"""The facts about places: complete, consistent with each other, and as the official register has them."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from stellwerk.gateways.places_register import Place, compare, read_register

REPOSITORY = Path(__file__).parents[2]
FACTS = REPOSITORY / "stellwerk" / "facts"
TABLES = sorted(path.stem for path in FACTS.glob("*.csv"))

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def districts() -> list[Row]:
    return rows(FACTS / "districts.csv")


@pytest.fixture(scope="module")
def municipalities() -> list[Row]:
    return rows(FACTS / "municipalities.csv")


@pytest.fixture(scope="module")
def courts() -> list[Row]:
    return rows(FACTS / "courts.csv")


# --- complete and consistent ---------------------------------------------------------------------


def test_there_are_35_landkreise_and_9_stadtkreise(districts: list[Row]):
    assert Counter(row["kind"] for row in districts) == {"Landkreis": 35, "Stadtkreis": 9}
    assert len({row["ags"] for row in districts}) == 44


def test_there_are_1101_municipalities(municipalities: list[Row]):
    assert len({row["ags"] for row in municipalities}) == len(municipalities) == 1101


def test_every_municipality_lies_in_the_district_that_its_key_names(
    districts: list[Row], municipalities: list[Row]
):
    keys = {row["ags"] for row in districts}

    assert {row["district_ags"] for row in municipalities} == keys
    assert all(row["ags"].startswith(row["district_ags"]) for row in municipalities)


def test_every_stadtkreis_is_a_municipality_of_the_same_name(districts: list[Row], municipalities: list[Row]):
    as_districts = {(row["ags"], row["name"]) for row in districts if row["kind"] == "Stadtkreis"}
    as_municipalities = {
        (row["district_ags"], row["name"]) for row in municipalities if row["kind"] == "Stadtkreis"
    }

    assert as_districts == as_municipalities


def test_every_seat_is_a_town(districts: list[Row], municipalities: list[Row]):
    towns = {row["name"] for row in municipalities if row["kind"] != "Gemeinde"}

    assert {row["seat"] for row in districts} <= towns


def test_every_district_has_the_court_of_its_government_region(districts: list[Row], courts: list[Row]):
    by_region = {row["government_region"]: row["name"] for row in courts}

    assert all(row["court"] == by_region[row["government_region"]] for row in districts)
    assert by_region["Tübingen"] == "Verwaltungsgericht Sigmaringen"


def test_the_region_follows_from_the_third_digit(districts: list[Row]):
    landkreise = Counter(
        (row["ags"][2], row["government_region"]) for row in districts if row["kind"] == "Landkreis"
    )

    assert landkreise == {
        ("1", "Stuttgart"): 11, ("2", "Karlsruhe"): 7, ("3", "Freiburg"): 9, ("4", "Tübingen"): 8,
    }  # fmt: skip


def test_no_two_districts_share_a_tile(districts: list[Row]):
    tiles = {(int(row["tile_col"]), int(row["tile_row"])) for row in districts}

    assert len(tiles) == 44
    assert all(1 <= column <= 9 and 1 <= row <= 8 for column, row in tiles)


def test_the_tiles_lie_as_the_districts_do(districts: list[Row]):
    tile = {row["ags"]: (int(row["tile_col"]), int(row["tile_row"])) for row in districts}
    main_tauber, loerrach, ravensburg = tile["08128"], tile["08336"], tile["08436"]
    ortenau, heidenheim, stuttgart = tile["08317"], tile["08135"], tile["08111"]

    assert main_tauber[1] == 1
    assert main_tauber[0] == max(column for column, row in tile.values() if row == 1)
    assert loerrach[1] == 8
    assert loerrach[0] <= 2
    assert ravensburg[0] > tile["08435"][0] > tile["08335"][0]
    assert ortenau[0] < stuttgart[0] < heidenheim[0]
    assert tile["08222"][1] < tile["08212"][1] < tile["08211"][1] < ortenau[1] < tile["08311"][1]


def test_what_our_corrections_call_gone_is_not_in_the_table(municipalities: list[Row]):
    corrections = tomllib.loads((REPOSITORY / "scripts" / "facts" / "corrections.toml").read_text("utf-8"))
    keys = {row["ags"] for row in municipalities}
    unincorporated = {entry["ags"] for entry in corrections["unincorporated"]}

    assert not {entry["ags"] for entry in corrections["dissolved"]} & keys
    assert not unincorporated & keys
    assert {entry["successor"] for entry in corrections["dissolved"]} <= keys | unincorporated


def test_the_three_associations_sit_where_their_court_is(courts: list[Row]):
    associations = rows(FACTS / "associations.csv")
    seats = {row["name"]: row["seat"] for row in courts}

    assert [row["id"] for row in associations] == ["landkreistag", "staedtetag", "gemeindetag"]
    assert all(seats[row["court"]] == row["seat"] == "Stuttgart" for row in associations)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_names_its_source_its_licence_and_its_size(table: str):
    entry = tomllib.loads((FACTS / "facts.toml").read_text("utf-8"))[table]

    assert entry["rows"] == len(rows(FACTS / f"{table}.csv"))
    assert entry["source"]
    assert entry["licence"]
    assert entry["built_by"]


# --- as the official register has them -----------------------------------------------------------


@pytest.mark.official
def test_the_districts_are_those_of_the_official_table(districts: list[Row], official_data: Path):
    official = rows(official_data / "official" / "bw_districts.csv")

    assert [
        (row["ags"], row["name"], row["kind"], row["seat"], row["government_region"]) for row in districts
    ] == [
        (
            row["ars"],
            row["name_short"],
            row["kind"],
            row["seat"],
            row["gov_region"].removeprefix("Reg.-Bez. "),
        )
        for row in official
    ]


@pytest.mark.official
def test_the_municipalities_are_those_of_the_official_table(municipalities: list[Row], official_data: Path):
    official = rows(official_data / "official" / "bw_municipalities.csv")
    kinds = {"Kreisangehörige Gemeinde": "Gemeinde"}

    assert [(row["ags"], row["name"], row["kind"], row["district_ags"]) for row in municipalities] == [
        (row["ags"], row["name_short"], kinds.get(row["kind"], row["kind"]), row["county_ars"])
        for row in official
    ]


@pytest.mark.official
def test_the_official_register_adds_only_people_and_areas(
    districts: list[Row], municipalities: list[Row], official_data: Path
):
    register = read_register(official_data / "official" / "GV100AD_28022026.txt")
    known = {row["ags"]: Place(row["ags"], row["name"], row["kind"]) for row in (*districts, *municipalities)}

    changes = compare(register, known)

    assert changes.new == changes.gone == changes.renamed == changes.kind_changed == ()
    assert len(changes.population_changed) == len(changes.area_changed) == 44 + 1101
