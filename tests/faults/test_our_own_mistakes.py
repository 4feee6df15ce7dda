"""A letter that cannot be set, or a mail that cannot be written: it fails by name, and the others go out."""

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from stellwerk.actions.dispatches import repeat
from stellwerk.gateways.clock import now
from stellwerk.management.delivery import drain
from stellwerk.models import Dispatch, DispatchState, Letter
from tests.faults.conftest import MAILS
from tests.faults.postbox import Postbox, serving
from tests.house.cases import person


def rewritten(letter: Letter, document: dict[str, Any]) -> None:
    """Change a frozen letter, as nobody but an administrator of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stellwerk_letter DISABLE TRIGGER USER")
        row = [json.dumps(document), letter.pk]
        cursor.execute("UPDATE stellwerk_letter SET document = %s WHERE id = %s", row)
        cursor.execute("ALTER TABLE stellwerk_letter ENABLE TRIGGER USER")


@pytest.mark.parametrize("change", [{"subject": "Ein 😀 im Betreff"}, {"annexes": [{"kind": "unbekannt"}]}])
def test_one_letter_that_cannot_be_set_fails_alone(
    outbox: str, fonts: Path, settings: Any, caplog: pytest.LogCaptureFixture, change: dict[str, Any]
) -> None:
    settings.DEMO_BEHIND, postbox = timedelta(), Postbox()
    letter = Letter.objects.filter(kind="notice").order_by("pk")[0]
    rewritten(letter, letter.document | change)

    with serving(postbox) as port, caplog.at_level(logging.ERROR):
        settings.SMTP_PORT = port
        assert drain() == MAILS

        assert len(postbox.mails) == MAILS - 1
        failed = Dispatch.objects.get(state=DispatchState.FAILED)
        assert failed.letter == letter
        assert failed.answer.startswith("Das Schreiben kann nicht gesetzt werden")
        assert f"letter {letter.pk} cannot be set" in caplog.text

        rewritten(letter, letter.document)
        repeat(failed.pk, rights=person("vorbereitung"), at=now())
        drain()

    assert len(postbox.mails) == len(set(postbox.mails)) == MAILS


def test_one_mail_that_cannot_be_written_fails_alone(outbox: str, fonts: Path, settings: Any) -> None:
    settings.DEMO_BEHIND, postbox = timedelta(), Postbox()
    Dispatch.objects.filter(office__key="LRA-08136").update(address="a@b.invalid\r\nBcc: c@d.invalid")

    with serving(postbox) as port:
        settings.SMTP_PORT = port
        drain()

    failed = Dispatch.objects.filter(state=DispatchState.FAILED)
    assert {(one.office.key, one.attempts) for one in failed} == {("LRA-08136", 1)}
    assert all(one.answer.startswith("Die E-Mail kann nicht geschrieben werden") for one in failed)
    assert len(postbox.mails) == MAILS - 2
