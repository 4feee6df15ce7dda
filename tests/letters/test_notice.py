"""The amendment notice: tables add up, and its data obey the published schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stellwerk.letters import notice as module
from stellwerk.letters.notice import NoticeCase, notice_data, notice_facts, tranche_table, working_table

Make = Callable[..., NoticeCase]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    path = Path(module.__file__).parent / "schema" / "notice.schema.json"
    loaded = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def test_the_tranches_name_every_year_and_the_sum(case: Make) -> None:
    table = tranche_table(case())

    assert table.rows == (
        ("2022", "7.833,33 €", "0,00 €", "7.833,33 €"),
        ("2023", "60.000,00 €", "0,00 €", "60.000,00 €"),
        ("2024", "52.166,67 €", "7.833,33 €", "60.000,00 €"),
        ("2025", "0,00 €", "30.000,00 €", "30.000,00 €"),
        ("Summe", "120.000,00 €", "37.833,33 €", "157.833,33 €"),
    )
    assert table.has_total


def test_the_working_shows_text_value_and_source_of_each_step(case: Make) -> None:
    rows = working_table(case().working).rows

    assert rows[0] == ("Betrag für das Haushaltsjahr 2025", "30.000,00 €", "Fördergrundsätze, Fassung 1")


def test_people_read_the_last_day_of_the_period(case: Make) -> None:
    facts = notice_facts(case())

    assert (facts["beginn"], facts["ende_bisher"], facts["ende_neu"]) == (
        "14.11.2022",
        "13.11.2024",
        "30.06.2025",
    )


def test_the_data_obey_the_schema(case: Make, schema: jsonschema.Draft202012Validator) -> None:
    data = notice_data(case(), authority="Beispielministerium", text_label="Änderungsbescheid, Fassung 1")

    schema.validate(data)
    assert data["amounts_by_year"][2] == {
        "year": 2024,
        "before": "52166.67",
        "added": "7833.33",
        "after": "60000.00",
    }


@pytest.mark.parametrize(
    "damage",
    [{"total": None}, {"is_example": "ja"}, {"decided_on": "08.03.2024"}, {"extra": 1}, {"working": []}],
)
def test_the_schema_refuses_damaged_data(
    case: Make, schema: jsonschema.Draft202012Validator, damage: dict[str, Any]
) -> None:
    data = notice_data(case(), authority="Beispielministerium", text_label="Änderungsbescheid, Fassung 1")

    assert list(schema.iter_errors(data | damage))
