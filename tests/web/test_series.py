"""The pages of figures over time: charts, the same as a table, any day, and to take along."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.queries.indicators import INDICATORS
from tests.web.test_pages import assert_frame


def page(client: Client, key: str, **query: str) -> str:
    answer: Any = client.get(reverse("figure_series", args=[key]), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def exported(client: Client, key: str, **query: str) -> list[list[str]]:
    answer: Any = client.get(reverse("figure_series_export", args=[key, "csv"]), query)
    lines = b"".join(answer.streaming_content).decode().splitlines()
    return [line.split(";") for line in lines[1:]]


def test_without_a_snapshot_the_page_says_how_to_get_one(
    browser: Callable[[str], Client],
    warehouse_folder: Any,
) -> None:
    assert "stellwerk snapshot" in page(browser("pruefung"), "federal")
    address = reverse("figure_series_export", args=["federal", "csv"])
    assert browser("pruefung").get(address).status_code == 404


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_is_drawn_and_told_in_a_table(reader: Client, key: str) -> None:
    text = page(reader, key, kreis="08901", zeitraum="zwei")

    assert_frame(text, "figure_series")
    assert "<svg" in text
    assert "25 Stichtage" in text
    assert "01.12.2023" in text
    assert text.count('class="kern-table__cell kern-table__cell--numeric"') == 25


# The figures counted by hand for 31 December 2025: 11 of 13 pairs in the North, 84,6 %.
def test_the_day_is_any_day_and_the_figure_that_of_the_day(reader: Client) -> None:
    text = page(reader, "municipalities", kreis="08901", tag="31.12.2025")

    assert "bis zum" in text
    assert "31.12.2024" in text
    assert "84,6 %" in text


def test_each_district_has_a_chart_and_a_line_with_a_name_of_its_own(reader: Client) -> None:
    text = page(reader, "municipalities", nach="kreis")

    assert "Musterkreis Nord" in text
    assert "alles zusammen" in text
    assert text.count("Musterkreis Süd") >= 2  # in the picture and in the table


def test_municipalities_are_drawn_within_a_district_only(reader: Client) -> None:
    assert "1 Linie," in page(reader, "planned", nach="gemeinde")
    assert "8 Linien," in page(reader, "planned", nach="gemeinde", kreis="08901")


def test_small_groups_are_protected_on_each_day(reader: Client) -> None:
    rows = exported(reader, "municipalities", nach="groesse", kreis="08901")

    protected = [row for row in rows if row[7] == "ja"]
    assert protected
    assert all(row[3:7] == ["", "", "", ""] for row in protected)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_series_can_be_taken_along(reader: Client, kind: str) -> None:
    address = reverse("figure_series_export", args=["municipalities", kind])
    answer: Any = reader.get(address, {"kreis": "08901", "tag": "31.12.2025"})

    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK") if kind == "xlsx" else ";31.12.2025;84,6;11;13;" in content.decode()


def test_the_page_of_a_figure_leads_to_its_series_with_the_same_filter(reader: Client) -> None:
    answer: Any = reader.get(reverse("figure", args=["federal"]), {"kreis": "08901"})

    assert f"{reverse('figure_series', args=['federal'])}?kreis=08901" in answer.content.decode()


def test_an_unknown_figure_is_not_there_and_an_unknown_filter_is_left_out(reader: Client) -> None:
    assert reader.get(reverse("figure_series", args=["wealth"])).status_code == 404
    assert "13 Stichtage" in page(reader, "reached", nach="stufe", zeitraum="immer", tag="gestern")
