"""The register of municipalities: what is read, what is refused, and what would change."""

import csv
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stellwerk.gateways.gv100ad import MalformedRegister
from stellwerk.gateways.places_register import Change, Place, compare, read_register

# Real places; people and areas are example values (Beispielwerte).
REGION = {"record": "20", "key": "084", "name": "Reg.-Bez. Tübingen", "seat": "Tübingen"}
REUTLINGEN = {"record": "40", "key": "08415", "name": "Reutlingen", "seat": "Reutlingen", "text_key": "44"}
METZINGEN = {
    "record": "60", "key": "08415050", "association": "5005", "name": "Metzingen, Stadt", "text_key": "67",
    "hectares": "3461", "people": "21874", "postal": "72555",
}  # fmt: skip
GRAFENBERG = {
    "record": "60", "key": "08415028", "association": "5005", "name": "Grafenberg", "text_key": "64",
    "hectares": "365", "people": "2701", "postal": "72661*****",
}  # fmt: skip
ESTATE = {
    "record": "60", "key": "08415971", "association": "9971", "name": "Gutsbezirk Münsingen, gemeindefrei",
    "text_key": "66", "hectares": "6464", "people": "0",
}  # fmt: skip
FLENSBURG = {
    "record": "40",
    "key": "01001",
    "name": "Flensburg, Stadt",
    "seat": "Flensburg",
    "text_key": "41",
}
ALL = (REGION, REUTLINGEN, METZINGEN, GRAFENBERG, ESTATE, FLENSBURG)


def line(
    *, record: str, key: str, name: str, association: str = "", seat: str = "", text_key: str = "",
    hectares: str = "", people: str = "", postal: str = "", day: str = "20260228",
) -> str:  # fmt: skip
    """Write one record at the positions of the official description."""
    numbers = f"{hectares:0>11}{people:0>11}{0:0>11}" if record == "60" else ""
    text = f"{record}{day}{key:<8}{association:<4}{name:<50}{seat:<50}{text_key:<6}{numbers:<37}{postal:<10}"
    return f"{text:<220}"


def lines(*records: dict[str, str], **changes: str) -> list[str]:
    return [line(**(given | changes)) for given in records]


def refusal(source: object, land: str = "08") -> str:
    with pytest.raises(MalformedRegister) as refused:
        read_register(source, land=land)
    return str(refused.value)


# --- what is read --------------------------------------------------------------------------------


def test_a_municipality_is_read_with_keys_kind_people_and_area():
    register = read_register(lines(*ALL))

    metzingen = register.municipalities[1]
    assert register.as_of == date(2026, 2, 28)
    assert (metzingen.ags, metzingen.ars) == ("08415050", "084155005050")
    assert (metzingen.name, metzingen.official_name) == ("Metzingen", "Metzingen, Stadt")
    assert (metzingen.kind, metzingen.text_key) == ("Große Kreisstadt", "67")
    assert (metzingen.population, metzingen.area_km2) == (21874, Decimal("34.61"))
    assert (metzingen.postal_code, metzingen.has_several_postal_codes) == ("72555", False)
    assert metzingen.district_ags == "08415"


def test_municipalities_stand_in_the_order_of_their_keys():
    register = read_register(lines(*ALL))

    assert [it.name for it in register.municipalities] == ["Grafenberg", "Metzingen"]
    assert register.municipalities[0].has_several_postal_codes


def test_a_district_has_seat_region_and_the_sums_of_its_parts():
    (reutlingen,) = read_register(lines(*ALL)).districts

    assert (reutlingen.ags, reutlingen.name, reutlingen.kind) == ("08415", "Reutlingen", "Landkreis")
    assert (reutlingen.seat, reutlingen.government_region) == ("Reutlingen", "Tübingen")
    assert reutlingen.population == 21874 + 2701
    assert reutlingen.area_km2 == Decimal("34.61") + Decimal("3.65") + Decimal("64.64")


def test_an_area_that_belongs_to_no_municipality_is_kept_apart():
    register = read_register(lines(*ALL))

    assert [it.name for it in register.unincorporated] == ["Gutsbezirk Münsingen"]
    assert "08415971" not in register.places()


def test_an_unincorporated_area_needs_no_district():
    lone = ESTATE | {"key": "08000999"}

    register = read_register(lines(*ALL, lone))

    assert [it.ags for it in register.unincorporated] == ["08000999", "08415971"]


def test_other_laender_are_left_out():
    register = read_register(lines(*ALL))

    assert all(ags.startswith("08") for ags in register.places())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_read_with_either_line_end_and_with_a_byte_order_mark(
    tmp_path: Path, end: str, mark: bytes
):
    file = tmp_path / "GV100AD.txt"
    file.write_bytes(mark + "".join(it + end for it in lines(*ALL)).encode())

    register = read_register(file)

    assert register == read_register(lines(*ALL))


# --- what is refused -----------------------------------------------------------------------------


def test_an_empty_file_is_refused(tmp_path: Path):
    file = tmp_path / "GV100AD.txt"
    file.touch()

    assert refusal(file) == "Die Datei ist leer; bitte laden Sie die Datei GV100AD erneut herunter."


def test_a_short_line_is_refused_with_its_number():
    broken = lines(*ALL)
    broken[3] = broken[3][:150]

    assert refusal(broken) == (
        "Zeile 4 hat nicht genau 220 Zeichen; bitte verwenden Sie die unveränderte Datei GV100AD."
    )


def test_a_blank_line_is_refused():
    assert refusal([*lines(*ALL), ""]).startswith("Zeile 7 hat nicht genau 220 Zeichen;")


def test_a_table_instead_of_the_register_is_refused():
    assert refusal(["ags;name", "08415050;Metzingen"]).startswith("Zeile 1 hat nicht genau 220 Zeichen;")


def test_a_file_without_line_ends_is_refused_without_reading_all_of_it(tmp_path: Path):
    file = tmp_path / "GV100AD.txt"
    file.write_text("".join(lines(*ALL)) * 10)

    assert refusal(file).startswith("Zeile 1 hat nicht genau 220 Zeichen;")


def test_an_unknown_record_type_is_refused():
    assert refusal(lines(REGION, METZINGEN | {"record": "70"})).startswith(
        "Zeile 2 beginnt mit der unbekannten Satzart 70;"
    )


@pytest.mark.parametrize(
    ("day", "shown"), [(" " * 8, "leer"), ("20260230", "20260230"), ("28.02.26", "28.02.26")]
)
def test_a_missing_or_impossible_day_is_refused(day: str, shown: str):
    assert refusal(lines(*ALL, day=day)).startswith(f"Zeile 1 nennt keinen gültigen Gebietsstand ({shown});")


def test_two_days_in_one_file_are_refused():
    mixed = [*lines(REGION, REUTLINGEN), *lines(METZINGEN, day="20251231")]

    assert refusal(mixed).startswith("Zeile 3 nennt den Gebietsstand 20251231 statt 20260228;")


def test_an_older_single_byte_encoding_is_refused(tmp_path: Path):
    file = tmp_path / "GV100AD.txt"
    file.write_text("\n".join(lines(REUTLINGEN, GRAFENBERG, ESTATE)), encoding="latin-1")

    assert refusal(file) == (
        "Zeile 3 ist nicht in UTF-8 gespeichert; bitte wandeln Sie die Datei zuerst in UTF-8 um."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x08\x08\x08\x00archive",
        b"\x89PNG\r\n\x1a\n",
        "\n".join(lines(*ALL)).encode("utf-16"),
        "\n".join(lines(*ALL)).replace("Grafenberg", "Grafen\0erg").encode(),
        b"\xff" * 5000,
    ],
    ids=["archive", "picture", "utf-16", "null byte", "noise"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes):
    file = tmp_path / "GV100AD.txt"
    file.write_bytes(content)

    assert "ist nicht als Text lesbar; bitte entpacken Sie das Archiv" in refusal(file)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"people": "unbekannt"}, "Zeile 3 enthält im Feld Bevölkerung keine Zahl (00unbekannt);"),
        ({"people": "²"}, "Zeile 3 enthält im Feld Bevölkerung keine Zahl (0000000000²);"),
        ({"hectares": "34,61"}, "Zeile 3 enthält im Feld Fläche keine Zahl (00000034,61);"),
        ({"key": "08415 50"}, "Zeile 3 enthält im Feld Regionalschlüssel keine Zahl (08415 50);"),
        ({"association": ""}, "Zeile 3 enthält im Feld Gemeindeverband keine Zahl (leer);"),
        ({"text_key": "99"}, "Zeile 3 enthält das unbekannte Textkennzeichen 99;"),
        ({"text_key": ""}, "Zeile 3 enthält das unbekannte Textkennzeichen leer;"),
        ({"name": ""}, "Zeile 3 nennt keinen Namen;"),
    ],
)
def test_a_municipality_with_a_wrong_field_is_refused(change: dict[str, str], sentence: str):
    assert refusal(lines(REGION, REUTLINGEN, METZINGEN | change)).startswith(sentence)


def test_a_repeated_municipality_is_refused():
    assert refusal(lines(*ALL, METZINGEN)).startswith("Zeile 7 wiederholt den Schlüssel 08415050;")


def test_a_repeated_district_is_refused():
    assert refusal(lines(*ALL, REUTLINGEN)).startswith("Zeile 7 wiederholt den Schlüssel 08415;")


def test_municipalities_without_their_district_are_refused():
    assert refusal(lines(REGION, METZINGEN)).startswith(
        "Die Datei enthält Gemeinden des Kreises 08415, aber nicht"
    )


def test_a_district_without_municipalities_is_refused_because_the_file_is_cut_off():
    assert refusal(lines(*ALL, REUTLINGEN | {"key": "08416"})).startswith("Zeile 7 nennt einen Kreis, zu dem")


def test_a_file_of_another_land_is_refused():
    assert refusal(lines(FLENSBURG)).startswith("Die Datei enthält keine Gemeinde des Landes 08;")


def test_the_refusal_carries_text_and_values_for_the_action():
    with pytest.raises(MalformedRegister) as refused:
        read_register(lines(FLENSBURG), land="09")

    assert refused.value.values == {"land": "09"}
    assert "%(land)s" in refused.value.text


# --- what would change ---------------------------------------------------------------------------


def test_a_register_that_is_known_changes_nothing():
    register = read_register(lines(*ALL))

    changes = compare(register, register.places())

    assert not changes


def test_new_and_gone_places_are_reported():
    register = read_register(lines(*ALL))
    known = register.places()
    metzingen = known.pop("08415050")
    known["08415099"] = Place("08415099", "Neuhausen an der Erms", "Gemeinde")

    changes = compare(register, known)

    assert changes.new == (metzingen,)
    assert changes.gone == (known["08415099"],)
    assert changes.renamed == changes.population_changed == ()


def test_each_kind_of_change_is_reported_with_before_and_after():
    register = read_register(lines(*ALL))
    known = register.places()
    after = known["08415050"]
    before = Place("08415050", "Metzingen an der Erms", "Stadt", 21900, Decimal("34.60"))
    known["08415050"] = before

    changes = compare(register, known)

    change = (Change(before, after),)
    assert changes.renamed == changes.kind_changed == change
    assert changes.population_changed == changes.area_changed == change
    assert changes.new == changes.gone == ()


def test_an_unknown_population_counts_as_a_change():
    register = read_register(lines(*ALL))
    known = register.places()
    known["08415028"] = replace(known["08415028"], population=None)

    changes = compare(register, known)

    assert [it.after.population for it in changes.population_changed] == [2701]
    assert changes.area_changed == ()


def test_places_of_other_laender_are_never_gone():
    register = read_register(lines(*ALL))
    flensburg = {"01001": Place("01001", "Flensburg", "Kreisfreie Stadt")}

    assert compare(register, register.places() | flensburg).gone == ()


# --- the official file ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gv100ad(official_data: Path) -> Path:
    return official_data / "official" / "GV100AD_28022026.txt"


@pytest.mark.official
def test_the_official_file_is_read_as_the_official_tables_have_it(official_data: Path, gv100ad: Path):
    register = read_register(gv100ad)

    with (official_data / "official" / "bw_municipalities.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert [(it.ags, it.ars, it.official_name) for it in register.municipalities] == [
        (row["ags"], row["ars"], row["name"]) for row in expected
    ]
    assert [(it.population, it.area_km2, it.postal_code) for it in register.municipalities] == [
        (int(row["population"]), Decimal(row["area_km2"]), row["postal_code"]) for row in expected
    ]


@pytest.mark.official
def test_the_official_districts_are_read_with_seat_people_and_area(official_data: Path, gv100ad: Path):
    register = read_register(gv100ad)

    with (official_data / "official" / "bw_districts.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert [(it.ags, it.official_name, it.seat, it.population, it.area_km2) for it in register.districts] == [
        (row["ars"], row["name"], row["seat"], int(row["population"]), Decimal(row["area_km2"]))
        for row in expected
    ]


@pytest.mark.official
@pytest.mark.parametrize("land", [f"{number:02}" for number in range(1, 17)])
def test_every_land_can_be_read(gv100ad: Path, land: str):
    register = read_register(gv100ad, land=land)

    assert {it.ags[:2] for it in register.municipalities} == {land}


@pytest.mark.official
def test_the_whole_of_germany_is_read_within_a_second(gv100ad: Path):
    begin = time.process_time()

    read_register(gv100ad)

    assert time.process_time() - begin < 1
