"""Taking over the catalogue: the real one, a second time, and rows that are wrong."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stellwerk.access import Rights
from stellwerk.actions.facts import install_facts
from stellwerk.actions.services import import_catalogue, proposed_catalogue
from stellwerk.law.working import Refused
from stellwerk.models import JournalEntry, OzgService, Service
from tests.house.cases import RELEASED_AT as AT

Refuses = Callable[..., object]
HEAD = "leika_key,name,type_code,ozg_id,legal_basis\n"
SHIPPED = 68


@pytest.fixture
def catalogue(official_data: Path) -> list[Path]:
    return sorted((official_data / "catalogue").glob("*.csv"))


@pytest.fixture
def leika(tmp_path: Path) -> Callable[[str], list[Path]]:
    """Write the rows into a file of services."""

    def written(rows: str) -> list[Path]:
        (tmp_path / "leika.csv").write_text(HEAD + rows, encoding="utf-8")
        return [tmp_path / "leika.csv"]

    return written


def imported(files: list[Path], **options: object) -> object:
    return import_catalogue(files, rights=None, at=AT, **options)  # type: ignore[arg-type]


@pytest.mark.official
def test_a_dry_run_of_the_real_catalogue_says_everything_and_writes_nothing(
    catalogue: list[Path], everything_stays: Callable
) -> None:
    with everything_stays():
        outcome = import_catalogue(catalogue, rights=None, at=AT, dry_run=True)

    assert len(outcome.without_key) == 436
    assert len(outcome.new) == 5249 - 436 - SHIPPED
    assert outcome.faults == outcome.gone == outcome.duplicates == ()


@pytest.mark.official
def test_the_real_catalogue_is_taken_over_and_a_second_time_changes_nothing(
    catalogue: list[Path], db: None
) -> None:
    import_catalogue(catalogue, rights=None, at=AT, as_of=date(2019, 12, 31))
    stored = list(Service.objects.order_by("pk").values())

    second = import_catalogue(catalogue, rights=None, at=AT)

    assert Service.objects.count() == 5249 - 436
    assert OzgService.objects.count() == 557
    assert Service.objects.get(key="99012008001000").ozg_service_id == "10519"
    assert (second.new, second.changed, second.gone) == ((), (), ())
    assert second.unchanged == len(stored)
    assert list(Service.objects.order_by("pk").values()) == stored
    assert JournalEntry.objects.filter(verb="import_catalogue").count() == 2


def test_what_is_gone_gets_its_day_and_what_is_back_loses_it(leika: Callable, db: None) -> None:
    kept = Service.objects.get(key="99102013002000")

    imported(leika(f"{kept.key},{kept.name},4,10160,\n"), as_of=date(2025, 10, 1))

    gone = Service.objects.get(key="99012008001000")
    assert gone.gone_on == date(2025, 10, 1)
    assert Service.objects.filter(gone_on=None).get() == kept
    assert Service.objects.count() == SHIPPED

    back = imported(leika(f"{gone.key},{gone.name},4,10519,\n"), is_complete=False)

    gone.refresh_from_db()
    assert gone.gone_on is None
    assert [it.row.key for it in back.changed] == [gone.key]  # type: ignore[attr-defined]


def test_a_part_of_the_catalogue_leaves_the_rest_alone(leika: Callable, db: None) -> None:
    imported(leika("99102013002000,Hundesteuer Festsetzung neu,4,10160,\n"), is_complete=False)

    assert Service.objects.get(key="99102013002000").name == "Hundesteuer Festsetzung neu"
    assert not Service.objects.exclude(gone_on=None).exists()


def test_what_was_imported_survives_the_next_start(leika: Callable, db: None) -> None:
    imported(leika("99102013002000,Hundesteuer Festsetzung neu,4,10160,\n"))

    install_facts()

    assert Service.objects.get(key="99102013002000").name == "Hundesteuer Festsetzung neu"
    assert Service.objects.exclude(gone_on=None).count() == SHIPPED - 1


def test_of_a_duplicate_the_first_row_counts_and_the_others_are_named(leika: Callable, db: None) -> None:
    rows = (
        "99077007007000,Erste,4,,\n99077007007000,Erste,4,,\n99077007007000,Andere,4,,\n,Ohne Schlüssel,4,,\n"
    )

    outcome = import_catalogue(leika(rows), rights=None, at=AT, is_complete=False)

    assert Service.objects.get(key="99077007007000").name == "Erste"
    assert [(it.place.row, it.first.row, it.differs) for it in outcome.duplicates] == [
        (3, 2, False),
        (4, 2, True),
    ]
    assert [it.place.row for it in outcome.without_key] == [5]


def test_keys_with_spaces_and_apostrophes_are_repaired(leika: Callable, db: None) -> None:
    imported(leika("'99 077 007 007 000,Repariert,4,,\n"), is_complete=False)

    assert Service.objects.get(key="99077007007000").name == "Repariert"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"9,9012008001E+13",Baugenehmigung,4,,', "Zeile 3: .* als Zahl gerundet"),
        ("9901200800100,Baugenehmigung,4,,", "Zeile 3: .* ist kein LeiKa-Schlüssel"),
        ("99077007007000,Neu,4,77777,", "Zeile 3: Die OZG-Nummer 77777 ist unbekannt"),
        ("99077007007000,,4,,", "Zeile 3: Der Name fehlt"),
        ("99077007007000,Neu,4,,,,zu viel", "Zeile 3 hat mehr Spalten"),
    ],
)
def test_one_faulty_row_keeps_everything_out_and_is_named(
    row: str, words: str, leika: Callable, refuses: Refuses
) -> None:
    files = leika(f"99077007009000,Gute Zeile,4,,\n{row}\n")

    with refuses(words):
        imported(files)


def test_a_dry_run_lists_the_faulty_rows_instead(leika: Callable, db: None) -> None:
    outcome = proposed_catalogue(leika("kaputt,Neu,4,,\n99077007007000,Neu,4,77777,\n"))

    assert [fault.place.row for fault in outcome.faults] == [2, 3]


def test_a_life_situation_needs_its_subject_area(leika: Callable, tmp_path: Path, refuses: Refuses) -> None:
    (tmp_path / "lagen.csv").write_text("id,name,subject_area_id\n88,Neue Lage,77\n89,Ohne,\n", "utf-8")

    with refuses("2 Zeilen .* Das Themenfeld 77 ist unbekannt"):
        imported([*leika("99077007007000,Neu,4,,\n"), tmp_path / "lagen.csv"])


def test_only_who_keeps_the_catalogue_may_import_it(
    everybody: dict[str, Rights], leika: Callable, forbids: Callable
) -> None:
    files = leika("99077007007000,Neu,4,,\n")
    for name, rights in everybody.items():
        if name not in ("vorbereitung", "betrieb"):
            with forbids():
                import_catalogue(files, rights=rights, at=AT)

    import_catalogue(files, rights=everybody["betrieb"], at=AT, is_complete=False)
    assert JournalEntry.objects.get(verb="import_catalogue").by == everybody["betrieb"].person


def test_a_refusal_is_one_sentence_that_says_what_to_do(leika: Callable, db: None) -> None:
    with pytest.raises(Refused) as no:
        imported(leika("kaputt,Neu,4,,\n"))

    assert "bitte berichtigen Sie die Zeilen" in no.value.sentence()
    assert no.value.field == "file"
