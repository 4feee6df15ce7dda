"""The pages of the figures: each figure with its definition, broken down, filtered, and to take along."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, *args: str, **query: str) -> str:
    answer: Any = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_without_a_snapshot_the_page_says_how_to_get_one(
    browser: Callable[[str], Client],
    warehouse_folder: Any,
) -> None:
    for address in (("figures",), ("figure", "municipalities")):
        assert "stellwerk snapshot" in page(browser("pruefung"), *address)


def test_each_figure_carries_its_definition_its_source_and_its_day(reader: Client) -> None:
    text = page(reader, "figures", kreis="08901")

    assert "84,6 %" in text
    assert "11 von 13" in text
    assert "99 % zählen wie 0 %" in text
    assert "Angaben der Landkreise und Gemeinden in Stellwerk" in text
    assert "31.12.2025" in text
    assert "Geburtsurkunde" in text  # what would help most


def test_a_district_is_compared_with_districts_like_it(reader: Client) -> None:
    text = page(reader, "figures", kreis="08901")

    assert "Musterkreis Nord</strong> (dieser Kreis)" in text
    assert "Musterkreis Süd" not in text.split("ähnlichen Kreisen")[0].split("</form>")[1]


def test_a_figure_leads_from_the_district_to_its_municipalities(reader: Client) -> None:
    text = page(reader, "figure", "municipalities", nach="kreis")
    assert "?nach=gemeinde&amp;kreis=08901" in text

    below = page(reader, "figure", "municipalities", nach="gemeinde", kreis="08901")
    assert reverse("municipality", args=["08901003"]) in below
    assert "01.12.2025" in below  # over time


def test_small_groups_are_named_and_not_shown(reader: Client) -> None:
    text = page(reader, "figure", "municipalities", nach="groesse")

    assert text.count("geschützt (kleine Zahl)") == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_figure_can_be_taken_along(reader: Client, kind: str) -> None:
    answer: Any = reader.get(reverse("figure_export", args=["municipalities", kind]), {"kreis": "08902"})

    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert content.startswith(b"PK") if kind == "xlsx" else "Musterkreis Süd;80,0;4;5" in content.decode()


def test_every_way_of_breaking_down_opens(reader: Client) -> None:
    for key, way in (
        ("inhabitants", "art"),
        ("federal", "feld"),
        ("maturity_2_0", "stufe"),
        ("reached", "gemeinde"),
        ("collected", "leistung"),
        ("planned", "bezirk"),
    ):
        assert "Aufgeteilt:" in page(reader, "figure", key, nach=way)


def test_an_unknown_figure_is_not_there_and_an_unknown_filter_is_left_out(reader: Client) -> None:
    assert reader.get(reverse("figure", args=["wealth"])).status_code == 404
    assert "Kennzahl" in page(reader, "figures", kreis="99999", feld="x", tag="gestern", liste="-")
