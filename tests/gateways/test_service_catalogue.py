"""The catalogue's files: the real ones as they are, and rows that cannot be used."""

from collections import Counter
from pathlib import Path

import pytest

from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.service_catalogue import Place, bases, read_catalogue


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, content in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(content, encoding="utf-8")
    return paths


@pytest.mark.official
def test_the_real_catalogue_is_read_whole(official_data: Path) -> None:
    catalogue = read_catalogue(sorted((official_data / "catalogue").glob("*.csv")))

    assert (len(catalogue.areas), len(catalogue.situations)) == (14, 58)
    assert (len(catalogue.ozg), len(catalogue.services)) == (557, 5249)
    assert sum(not row.key for row in catalogue.services) == 436
    assert catalogue.faults == ()


@pytest.mark.official
def test_real_services_carry_bundle_type_and_every_legal_basis(official_data: Path) -> None:
    catalogue = read_catalogue([official_data / "catalogue" / "leika_services.csv"])
    by_key = {row.key: row for row in catalogue.services}
    types = Counter(row.execution_type for row in catalogue.services)

    assert by_key["99012008001000"].ozg_number == "10519"
    assert (types["2/3"], types["4"], types["5"], types[""]) == (3566, 625, 42, 8)
    assert max(row.legal_basis.count("\n") for row in catalogue.services) == 10


def test_files_are_known_by_their_heads_whatever_their_names(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        a="LeiKa-Schlüssel;Leistungsbezeichnung;LeiKa-Typ;OZG-ID\n99108001001000;Bewohnerparken;2/3;10173\n",
        b="ozg_id,name,life_situation_id\n10173,Parkausweise,31\n",
        c="id,name,subject_area_id\n31,Kraftfahrzeugbesitz,09\n",
        d="id,name,ozg_service_count\n9,Mobilität & Reisen,60\n",
        e="code,description\n4,Land\n",
    )

    catalogue = read_catalogue(files)

    assert [row.key for row in catalogue.services] == ["99108001001000"]
    assert [(it.number, it.parent) for it in catalogue.ozg] == [("10173", "31")]
    assert [(it.number, it.parent) for it in catalogue.situations] == [("31", "9")]
    assert [it.name for it in catalogue.areas] == ["Mobilität & Reisen"]


def test_rows_that_cannot_be_used_are_named_by_file_and_row(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        leika=f"leika_key,name,type_code\n1,,2/3\n2,{'x' * 401},4\n3,Gut,{'9' * 21}\n4,Gut,5\n",
        ozg="ozg_id,name,life_situation_id\n,Ohne Nummer,1\n10001,Gut,1\nAB,Falsch,1\n10002,Gut,x\n",
    )

    catalogue = read_catalogue(files)

    assert [row.key for row in catalogue.services] == ["4"]
    assert [it.number for it in catalogue.ozg] == ["10001"]
    assert [(fault.place, fault.text % fault.values) for fault in catalogue.faults] == [
        (Place("ozg.csv", 2), "„–“ ist keine Nummer des Katalogs."),
        (Place("ozg.csv", 4), "„AB“ ist keine Nummer des Katalogs."),
        (Place("ozg.csv", 5), "„x“ ist keine Nummer des Katalogs."),
        (Place("leika.csv", 2), "Der Name fehlt."),
        (Place("leika.csv", 3), "Der Name ist länger als 400 Zeichen."),
        (Place("leika.csv", 4), f"„{'9' * 21}“ ist kein Vollzugstyp."),
    ]


def test_files_without_services_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedTable, match="Keine der Dateien enthält Leistungen"):
        read_catalogue(written(tmp_path, d="id,name,ozg_service_count\n9,Mobilität,60\n"))


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("", []),
        ("§ 1 BEEG", ["§ 1 BEEG"]),
        ("§ 1, 2 A [http://a.de], § 3 B [http://b.de]", ["§ 1, 2 A [http://a.de]", "§ 3 B [http://b.de]"]),
        ("§ 1 A [http://a.de];\n § 3  B", ["§ 1 A [http://a.de]", "§ 3 B"]),
    ],
)
def test_several_legal_bases_of_a_cell_become_lines(cell: str, lines: list[str]) -> None:
    assert bases(cell).splitlines() == lines
