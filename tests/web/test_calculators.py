"""The public calculators show result, working and refusals."""

import pytest
from django.test import Client

FUNDING = {
    "start": "2024-07-01",
    "last_day": "2025-06-30",
    "monthly_rate": "5.800",
    "share": "0,5",
    "day_rule": "calendar_days",
}


def test_funding_is_shown_by_year_with_its_working(client: Client) -> None:
    page = client.get("/rechner/foerderung/", FUNDING).content.decode()

    assert "34.800,00 €" in page  # 12 months × 5,800 × 0.5
    assert page.count("17.400,00 €") >= 2
    assert "2024: 6 volle Monate × 5.800,00 € × Stellenanteil 0,5" in page


def test_the_deadline_is_shown_in_both_readings(client: Client) -> None:
    page = client.get("/rechner/frist/", {"dispatched_on": "07.03.2024", "channel": "email"}).content.decode()

    assert "10.04.2024" in page  # announced on Sunday, 10 March
    assert "11.04.2024" in page  # the other reading: announced on Monday


def test_interest_refuses_beyond_the_known_base_rates(client: Client) -> None:
    values = {"amount": "1000", "start": "2024-01-01", "last_day": "2099-12-31", "day_count": "act/365"}

    answer = client.get("/rechner/zinsen/", values)

    assert answer.status_code == 422
    assert "2099-12-31" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"last_day": "2024-06-30"}, "Das Ende liegt vor dem Beginn."),
        ({"monthly_rate": "viel"}, "Bitte geben Sie eine Zahl ein"),
        ({"share": "2"}, "kleiner oder gleich 1"),
        ({"start": "31.02.2024"}, "gültiges Datum"),
    ],
)
def test_wrong_input_is_named_beside_its_field(
    changed: dict[str, str], sentence: str, client: Client
) -> None:
    answer = client.get("/rechner/foerderung/", FUNDING | changed)

    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) == 2  # in the summary and beside the field
    assert 'aria-invalid="true"' in answer.content.decode()


def test_calculators_need_no_session(client: Client) -> None:
    answer = client.get("/rechner/")

    assert "sessionid" not in answer.cookies
