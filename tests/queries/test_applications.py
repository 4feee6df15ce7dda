"""Lists and cases ask as often with many applications as with few, and nobody sees what is not theirs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellwerk.access import Rights
from stellwerk.models import Application, Attachment
from stellwerk.queries import applications as ask
from stellwerk.queries.calls import calls_to_apply_in
from stellwerk.queries.worklist import waiting_for
from tests.house.applications import (
    OTHER_WRITER,
    WRITER,
    WRITTEN_AT,
    begun,
    certified,
    handed_over,
    opened,
    saved,
    submitted,
)
from tests.house.cases import person
from tests.house.environment import DAY
from tests.web.conftest import browser

__all__ = ["browser"]
Browser = Callable[[str], Client]


def asked(client: Client, address: str) -> int:
    """Return how often a page asks the database; the second time, once everything is warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("applications", "vorbereitung"),
        ("own_applications", WRITER),
        ("open_calls", WRITER),
        ("calls", "pruefung"),
    ],
)
def test_a_list_asks_as_often_with_many_rows_as_with_few(browser: Browser, name: str, who: str) -> None:
    call = opened(only_one=False)
    certified(begun(call))
    client, address = browser(who), reverse(name)
    few = asked(client, address)

    for _ in range(3):
        certified(begun(call))
    opened(title="Zweiter Aufruf", form_version=call.form_version)

    assert asked(client, address) == few


@pytest.mark.parametrize(
    ("name", "who", "most"), [("application", "vorbereitung", 26), ("own_application", WRITER, 20)]
)
def test_a_case_asks_as_often_with_many_versions_as_with_few(
    browser: Browser, name: str, who: str, most: int
) -> None:
    application = submitted()
    client, address = browser(who), reverse(name, args=[application.pk])
    few = asked(client, address)
    Application.objects.filter(pk=application.pk).update(state="draft")
    for share in ("0.5", "0.6", "0.7"):
        saved(application, person(WRITER), {"share": share})
    Application.objects.filter(pk=application.pk).update(state="submitted")

    assert asked(client, address) == few
    assert few <= most


def test_the_list_of_attachments_never_loads_their_content(db: None) -> None:
    application = begun()
    Attachment.objects.create(
        application=application, field="opinion", name="a.pdf", media_type="application/pdf", size=1,
        sha256="0" * 64, content=b"x", by=person(WRITER).person, at=WRITTEN_AT,
    )  # fmt: skip

    (file,) = ask.attachments(application)

    assert "content" in file.get_deferred_fields()


def test_the_authority_sees_what_is_submitted_and_a_county_its_own(preparer: Rights, county: Rights) -> None:
    call = opened(only_one=False)
    certified(begun(call))
    draft = begun(call)
    other = begun(call, by=OTHER_WRITER, office="LRA-08115")

    assert ask.cases(preparer).count() == 1
    assert set(ask.own_applications(county)) == {draft, *ask.cases(preparer)}
    assert list(ask.own_applications(person(OTHER_WRITER))) == [other]


def test_a_call_of_the_past_is_not_offered(county: Rights) -> None:
    call = opened()

    assert list(calls_to_apply_in(county, at=call.closes_at)) == [call]
    assert list(calls_to_apply_in(county, at=call.closes_at.replace(second=1))) == []


def test_what_waits_is_on_the_work_list_of_each(preparer: Rights, county: Rights) -> None:
    call = opened(only_one=False)
    certified(begun(call))
    handed_over(begun(call))

    own = [item.text for item in waiting_for(county, today=DAY)]
    theirs = [item.title for item in waiting_for(preparer, today=DAY)]

    assert "Der Antrag wartet auf die Zeichnung durch eine zweite Person." in own
    assert "Neue Anträge" in theirs
