"""Substitution in the browser: arranged, begun, named on every page, and left."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Person, Run, Substitution

Browser = Callable[[str], Client]


def key(name: str) -> int:
    return Person.objects.get(email=f"{name}@demo.stellwerk.invalid").pk


def arrange(client: Client, principal: str, substitute: str) -> Substitution:
    values = {
        "principal": key(principal), "substitute": key(substitute),
        "starts_on": "2024-03-08", "last_day": "2024-03-22",
    }  # fmt: skip
    answer = client.post(reverse("substitution_new"), values)
    assert answer.status_code == 302, answer.content.decode()
    return Substitution.objects.get()


@pytest.fixture
def one(browser: Browser) -> Substitution:
    return arrange(browser("freigabe"), "freigabe", "pruefung")


def test_a_substitute_begins_is_named_and_leaves(browser: Browser, one: Substitution, consulted: Run) -> None:
    auditor, release = browser("pruefung"), reverse("run_release", args=[consulted.pk])
    assert auditor.get(release).status_code == 403

    auditor.post(reverse("substitution_begin", args=[one.pk]))
    page = auditor.get("/").content.decode()
    assert f"Sie handeln in Vertretung für {one.principal.name}." in page
    assert auditor.get(release).status_code == 200

    auditor.post(reverse("substitution_leave"))
    assert auditor.get(release).status_code == 403


def test_nobody_begins_a_substitution_of_others(browser: Browser, one: Substitution) -> None:
    assert browser("vorbereitung").post(reverse("substitution_begin", args=[one.pk])).status_code == 404


def test_a_substitution_that_has_ended_is_over_at_once(
    browser: Browser, one: Substitution, consulted: Run
) -> None:
    auditor = browser("pruefung")
    auditor.post(reverse("substitution_begin", args=[one.pk]))

    browser("freigabe").post(reverse("substitution_end", args=[one.pk]))

    assert auditor.get(reverse("run_release", args=[consulted.pk])).status_code == 403
    assert "in Vertretung für" not in auditor.get("/").content.decode()


def test_looking_begins_nothing(browser: Browser, one: Substitution) -> None:
    auditor = browser("pruefung")

    auditor.get(reverse("substitution_begin", args=[one.pk]))

    assert "Sie handeln in Vertretung" not in auditor.get("/").content.decode()


def test_somebody_of_another_office_is_not_offered_and_not_taken(browser: Browser) -> None:
    values = {
        "principal": key("freigabe"),
        "substitute": key("landkreis"),
        "starts_on": "2024-03-08",
        "last_day": "2024-03-09",
    }

    answer = browser("freigabe").post(reverse("substitution_new"), values)

    assert answer.status_code == 422
    assert not Substitution.objects.exists()
