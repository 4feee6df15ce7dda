"""The register of places: a dry run, the real file, and what is no register."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from stellwerk.actions.places import import_places, known_places, proposed_changes
from stellwerk.models import District, JournalEntry, Municipality
from tests.house.cases import RELEASED_AT

Refuses = Callable[..., object]
AT: datetime = RELEASED_AT


@pytest.fixture
def register(official_data: Path) -> Path:
    (found,) = (official_data / "official").glob("GV100AD_*.txt")
    return found


@pytest.mark.official
def test_a_dry_run_shows_what_would_change_and_writes_nothing(
    register: Path, everything_stays: Callable
) -> None:
    with everything_stays():
        read, changes = proposed_changes(register)

    assert len(read.districts) == 44
    assert len(read.municipalities) == len(known_places()) - 44 + len(changes.new) - len(changes.gone)


@pytest.mark.official
def test_the_official_file_brings_people_and_area(register: Path, db: None) -> None:
    import_places(register, by=None, at=AT)

    stuttgart = Municipality.objects.get(ags="08111000")
    assert stuttgart.population > 500_000
    assert Decimal(200) < stuttgart.area_km2 < Decimal(210)
    assert not District.objects.filter(population=None).exists()
    assert not Municipality.objects.filter(gone_on=None, population=None).exists()
    assert JournalEntry.objects.get().verb == "import_places"


@pytest.mark.official
def test_a_second_import_of_the_same_file_changes_nothing(register: Path, db: None) -> None:
    import_places(register, by=None, at=AT)
    places = list(Municipality.objects.order_by("pk").values())

    changes = import_places(register, by=None, at=AT)

    assert [*changes.new, *changes.gone, *changes.renamed] == []
    assert list(Municipality.objects.order_by("pk").values()) == places


@pytest.mark.official
def test_what_is_gone_keeps_its_row_and_gets_its_day(register: Path, db: None) -> None:
    Municipality.objects.create(ags="08136999", name="Altdorf", kind="Gemeinde", district_id="08136")

    changes = import_places(register, by=None, at=AT)

    gone = Municipality.objects.get(ags="08136999")
    assert [change.ags for change in changes.gone] == ["08136999"]
    assert gone.gone_on == Municipality.objects.get(ags="08111000").as_of


@pytest.mark.official
@pytest.mark.parametrize("cut", [1, 100, 219])
def test_a_file_that_was_cut_is_refused_with_its_line(
    register: Path, tmp_path: Path, refuses: Refuses, cut: int
) -> None:
    whole = register.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(number for number, text in enumerate(whole) if text.startswith("60") and text[10:12] == "08")
    whole[row] = whole[row][:cut] + "\n"
    file = tmp_path / "cut.txt"
    file.write_text("".join(whole), encoding="utf-8")

    with refuses(f"Zeile {row + 1}"):
        import_places(file, by=None, at=AT)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"ags;name\n08111;Stuttgart\n", b"PK\x03\x04\x00\xff\xfe", b"60" + b"9" * 218]
)
def test_what_is_no_register_is_refused_in_german(tmp_path: Path, refuses: Refuses, content: bytes) -> None:
    file = tmp_path / "irgendwas.txt"
    file.write_bytes(content)

    with refuses("(Datei|Zeile|Verzeichnis)"):
        import_places(file, by=None, at=AT)
