"""Files as nobody should send them, on every field for a file: one sentence, and nothing kept."""

import io
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stellwerk.actions.attachments import attach_file
from stellwerk.models import Attachment
from tests.faults.test_any_input import DONE, FORMS_FOR_FILES, changed
from tests.house.applications import PDF, WRITER, WRITTEN_AT
from tests.house.cases import person
from tests.house.everywhere import Known, Sent, forms_on, places, rows, signed_in, undone
from tests.journeys.addresses import Place
from tests.journeys.cases import run_in_every_state


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("leer.pdf", b""),
    "another kind": ("bild.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
    "a program": ("programm.exe", b"MZ" + bytes(200)),
    "a page": ("seite.html", b"<script>alert(1)</script>"),
    "a broken workbook": ("tabelle.xlsx", b"PK\x03\x04kaputt"),
    "a workbook without sheets": ("tabelle.xlsx", _zip(xl__workbook=b"<x/>")),
    "a bomb": ("tabelle.xlsx", _zip(xl__workbook=bytes(20_000_000))),
    "no text": ("tabelle.csv", b"\xff\xfe\x00\xd8" * 50),
    "zeros": ("tabelle.csv", bytes(5000)),
    "one endless line": ("tabelle.csv", b";" * 900_000),
    "two kinds in one": ("beides.pdf.exe", PDF),
    "a name that turns around": ("rechnung\u202efdp.exe", PDF),
}
LARGE = 1_500_000


@pytest.fixture(scope="module")
def known(kept_for_the_module: None) -> Known:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return run_in_every_state() | {"mail": "0"}


@pytest.fixture(scope="module")
def before(known: Known) -> dict[str, int]:
    return rows()


def with_files(client: Client, page: str) -> list[Sent]:
    return [one for one in forms_on(client, page) if any(it.kind == "file" for it in one.controls)]


def send(client: Client, form: Sent, name: str, content: bytes) -> Any:
    said: dict[str, Any] = {
        one.name: one.options[-1].value if one.options else one.value or "Test"
        for one in form.fields
        if one.kind not in ("submit", "button", "checkbox")
    }
    for one in form.fields:
        if one.kind == "date":
            said[one.name] = "2024-03-08"
        if one.kind == "file":
            said[one.name] = SimpleUploadedFile(name, content)
    return client.post(form.path, said)


@pytest.mark.parametrize(
    "place", [it for it in places() if it.name in FORMS_FOR_FILES], ids=lambda it: it.name
)
def test_no_file_breaks_a_form(
    place: Place, known: Known, before: dict[str, int], settings: Any, db: None
) -> None:
    settings.ATTACHMENT_LIMIT_MB = settings.INTAKE_LIMIT_MB = settings.UPLOAD_LIMIT_MB = 1
    client = signed_in(place.who)
    (form,) = with_files(client, place.path(known))

    for what, (name, content) in BAD.items():
        with undone():
            answer = send(client, form, name, content)
            assert answer.status_code in (200, 302, 400, 413, 422), (form.route, what)
            assert answer.status_code in DONE or changed(before) == {}, (form.route, what)
    with undone():
        answer = send(client, form, "zu-gross.pdf", PDF + bytes(LARGE))
        assert answer.status_code in (400, 413, 422), (form.route, "too large")
        assert changed(before) == {}, form.route


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Eigene Dateien\\Stelle.pdf", "Stelle.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("Stelle\u202efdp.pdf", "Stellefdp.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 196 + ".pdf"),
    ],
)
def test_a_name_is_never_a_path(known: Known, db: None, name: str, kept: str) -> None:
    values = {"rights": person(WRITER), "at": WRITTEN_AT, "name": name, "content": PDF + b"2"}
    file = attach_file(int(known["own_draft"]), "job_description", **values)

    answer = signed_in(WRITER).get(f"/anlagen/{file.pk}/")

    assert Attachment.objects.get(pk=file.pk).name == kept
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
