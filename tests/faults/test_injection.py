"""What people type is text: it reaches the letter and the mail as it was typed, and commands nothing."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from stellwerk.actions.consultations import consult
from stellwerk.actions.runs import compute_run
from stellwerk.law.working import Refused
from stellwerk.management.delivery import drain
from stellwerk.models import Letter, LetterFile, Office, Programme, TextVersion
from tests.faults.postbox import Postbox, serving
from tests.house.cases import ASKED_AT, drafted, person
from tests.house.printed import lines

HOSTILE = [
    '#import "/etc/passwd": *',
    '#eval("1+1") #read("/etc/hostname")',
    "] #set page(width: 1cm) [",
    "$ x^2 $ `code` *fett* _kursiv_ @quelle <marke>",
    "\\u{41} \\ // kein Kommentar /* auch nicht */",
    '<script>alert("1")</script> &amp; <b>fett</b>',
    "{{begründung}} {{ programm }} %(name)s {0}",
]


def words(pdf: bytes) -> str:
    """Return everything that stands in a letter, without the spaces that lines break at."""
    return "".join("".join(line.text.split()) for line in lines(pdf))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reason_is_printed_as_it_was_typed(
    own_database: str, fonts: Path, settings: Any, text: str
) -> None:
    settings.DEMO_BEHIND = timedelta()
    run = drafted(Programme.objects.get(), reason=text)
    compute_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT)
    consult(run.pk, rights=person("vorbereitung"), at=ASKED_AT)

    with serving(Postbox()) as port:
        settings.SMTP_PORT = port
        assert drain() == 3

    for file in LetterFile.objects.all():
        assert "".join(text.split()) in words(bytes(file.content))


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_an_office_and_a_programme_are_called_what_they_are_called(
    own_database: str, fonts: Path, settings: Any, text: str
) -> None:
    settings.DEMO_BEHIND = timedelta()
    Programme.objects.update(name=text)
    Office.objects.filter(key="landkreistag").update(name=text)
    run = drafted(Programme.objects.get())
    compute_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT)
    consult(run.pk, rights=person("vorbereitung"), at=ASKED_AT)

    with serving(Postbox()) as port:
        settings.SMTP_PORT = port
        drain()

    file = LetterFile.objects.get(letter__addressee__key="landkreistag")
    assert words(bytes(file.content)).count("".join(text.split())) >= 2
    with pikepdf.open(io.BytesIO(bytes(file.content))) as opened:
        assert " ".join(text.split()) in " ".join(str(opened.docinfo.Title).split())


def test_a_line_break_in_a_subject_adds_no_header_to_a_mail(own_database: str, fonts: Path) -> None:
    Programme.objects.update(file_number="IM5\r\nBcc: fremd@amt.invalid")
    run = drafted(Programme.objects.get())
    compute_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT)

    with pytest.raises(Refused, match="unsichtbare Zeichen"):
        consult(run.pk, rights=person("vorbereitung"), at=ASKED_AT)

    assert not Letter.objects.exists()


def test_a_text_version_cannot_reach_beyond_its_placeholders(
    own_database: str, fonts: Path, settings: Any
) -> None:
    settings.DEMO_BEHIND = timedelta()
    old = TextVersion.objects.get(kind="consultation")
    values = {
        field: getattr(old, field) for field in ("kind", "title", "subject", "salutation", "valid_from")
    }
    body = f'{old.body}\n\n#panic(sys.version) #include "letter.typ"\n\n- #read("document.json")\n'
    TextVersion.objects.create(version=2, body=body, **values)
    run = drafted(Programme.objects.get())
    compute_run(run.pk, rights=person("vorbereitung"), at=ASKED_AT)
    consult(run.pk, rights=person("vorbereitung"), at=ASKED_AT)

    with serving(Postbox()) as port:
        settings.SMTP_PORT = port
        drain()

    shown = words(bytes(LetterFile.objects.order_by("pk")[0].content))
    assert '#panic(sys.version)#include"letter.typ"' in shown
    assert '#read("document.json")' in shown
