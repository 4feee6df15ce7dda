"""Tables as people and attackers send them: faults by row, nothing half applied, nothing too large kept."""

import csv
import resource
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from stellwerk.models import CoverageFact, Intake, IntakeRow, Person
from stellwerk.queries.people import DEMO_DOMAIN
from tests.house.intakes import DISTRICT, WOHNGELD

HEAD = ["AGS", "LeiKa", "Stand", "geplant für", "Bemerkung"]
# Keys with spaces and lost zeros, days in three notations and Excel's own number.
ROWS = [
    ["08115003", WOHNGELD, "online", "", "für Böblingen"],
    ["8115045", "99 107 023 017 000", "geplant", "31.12.2025", "ß–€"],
    ["'08115001", f"'{WOHNGELD}", "geplant", "31/12/2025", ""],
    ["08 115 028", WOHNGELD, "geplant", "2025-12-31", ""],
    ["081155009024", WOHNGELD, "geplant", "46022", ""],
]
EVIL = ['=HYPERLINK("https://angriff.invalid";"Klick")', "+49 7031 1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"]
LARGE = 500_000_000
Post = Callable[..., str]


@pytest.fixture
def client_of_coordinator(db: None) -> Client:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    client = Client()
    who = Person.objects.get(email=f"koordination{DEMO_DOMAIN}")
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def bring(client_of_coordinator: Client) -> Post:
    """Bring a file in by its page; return what the page says."""

    def brought(name: str, content: bytes, status: int = 302) -> str:
        said = {"district": DISTRICT, "title": "Datei", "day": "", "file": SimpleUploadedFile(name, content)}
        answer = client_of_coordinator.post("/flaeche/eingaenge/datei/", said, follow=status == 302)
        assert answer.status_code == (200 if status == 302 else status)
        return answer.content.decode()

    return brought


def as_csv(rows: list[list[str]], mark: str = ";") -> str:
    file = StringIO()
    csv.writer(file, delimiter=mark).writerows(rows)
    return file.getvalue()


def as_xlsx(rows: list[list[Any]]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def said() -> list[tuple[Any, ...]]:
    rows = IntakeRow.objects.order_by("number")
    return [(row.municipality_id, row.verdict, row.wanted["planned_on"], row.wanted["note"]) for row in rows]


EXPECTED = [
    ("08115003", "new", None, "für Böblingen"),
    ("08115045", "new", "2025-12-31", "ß–€"),
    ("08115001", "new", "2025-12-31", ""),
    ("08115028", "new", "2025-12-31", ""),
    ("08115024", "new", "2025-12-31", ""),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_keys_days_and_letters_arrive_whatever_program_saved_the_file(
    bring: Post, encoding: str, mark: str
) -> None:
    bring("stand.csv", as_csv([HEAD, *ROWS], mark).encode(encoding))

    assert said() == EXPECTED


def test_numbers_of_a_workbook_are_keys_again(bring: Post) -> None:
    rows: list[list[Any]] = [HEAD, [8115003, int(WOHNGELD), "online", None, "für Böblingen"]]
    rows += [[8115045, int(WOHNGELD), "geplant", 46022, "ß–€"]]

    bring("stand.xlsx", as_xlsx(rows))

    assert said() == EXPECTED[:2]


def test_the_letters_of_another_encoding_are_a_fault_of_their_row(bring: Post) -> None:
    """A Mac's own encoding cannot be told from that of Windows; the names are unknown then, one by one."""
    rows = [["Gemeinde", "LeiKa", "Stand"], ["Böblingen", WOHNGELD, "l"], ["Leonberg", WOHNGELD, "l"]]

    page = bring("stand.csv", as_csv(rows).encode("mac_roman"))

    assert [row.verdict for row in IntakeRow.objects.order_by("number")] == ["error", "new"]
    assert "ist keine Gemeinde dieses Landkreises" in page
    assert not CoverageFact.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["08999999", WOHNGELD, "l"], "Den Gemeindeschlüssel 08999999 gibt es in diesem Landkreis nicht"),
        (["08115003", "9,9107E+13", "l"], "den die Tabelle als Zahl gerundet hat"),
        (["08115003", "9107023017000", "l"], "fehlen vorn Nullen, formatieren Sie die Spalte als Text"),
        (["08115003", "99999999999999", "l"], "steht nicht im Leistungskatalog"),
        (["08115003", WOHNGELD, "p", "31.02.2025"], "ist kein Datum"),
        (["08115003", WOHNGELD, "p", "12/31/2025"], "ist kein Datum"),
        (["08115003", WOHNGELD, "p", "31.12.25"], "ist kein Datum"),
        (["08115045", WOHNGELD, "k"], "Zeile 2 sagt für dieselbe Gemeinde und Leistung etwas anderes"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_of_the_table_is_applied(
    bring: Post, client_of_coordinator: Client, row: list[str], sentence: str
) -> None:
    page = bring("stand.csv", as_csv([HEAD, ["08115045", WOHNGELD, "l"], row]).encode())

    assert sentence in page
    (wrong,) = IntakeRow.objects.filter(verdict="error")
    assert wrong.number == 3
    address = f"/flaeche/eingaenge/{Intake.objects.get().pk}/uebernehmen/"
    assert client_of_coordinator.post(address).status_code == 422
    assert not CoverageFact.objects.exists()


def test_a_double_row_counts_once(bring: Post, client_of_coordinator: Client) -> None:
    bring("stand.csv", as_csv([HEAD, ROWS[0], ROWS[0]]).encode())

    client_of_coordinator.post(f"/flaeche/eingaenge/{Intake.objects.get().pk}/uebernehmen/")

    assert CoverageFact.objects.count() == 1


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_formula_comes_in_as_text_goes_out_as_text_and_comes_back_the_same(
    bring: Post, client_of_coordinator: Client, kind: str, evil: str
) -> None:
    rows = [HEAD, [*ROWS[0][:4], evil]]
    bring(f"stand.{kind}", as_xlsx(rows) if kind == "xlsx" else as_csv(rows).encode())
    client_of_coordinator.post(f"/flaeche/eingaenge/{Intake.objects.get().pk}/uebernehmen/")
    assert CoverageFact.objects.get().note == evil

    out = b"".join(client_of_coordinator.get(f"/flaeche/raster/export.{kind}?q=Wohngeld").streaming_content)  # type: ignore[attr-defined]
    assert evil in cells(kind, out) or f"'{evil}" in cells(kind, out)
    assert not [cell for cell in cells(kind, out) if kind == "csv" and cell.startswith(tuple("=+-@"))]
    assert b"<f>" not in out

    bring(f"wieder.{kind}", out)
    again = IntakeRow.objects.filter(intake__title="Datei", municipality="08115003").order_by("-pk")[0]
    assert (again.verdict, again.wanted["note"]) == ("same", evil)


def cells(kind: str, content: bytes) -> list[str]:
    if kind == "csv":
        return [
            cell for row in csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row
        ]
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [str(cell) for row in sheet.to_python() for cell in row]


class Endless:
    """The body of a form with a file of 500 MB, made while it is read."""

    def __init__(self) -> None:
        fields = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in (("district", DISTRICT), ("title", "Datei"), ("day", ""))
        )
        about = 'Content-Disposition: form-data; name="file"; filename="stand.csv"\r\nContent-Type: text/csv'
        self.head, self.tail = f"{fields}--x\r\n{about}\r\n\r\n".encode(), b"\r\n--x--\r\n"
        self.length = len(self.head) + LARGE + len(self.tail)
        self.left = self.length
        self.block = b"08115003;99107023017000;l\n" * 40_000

    def read(self, size: int = -1) -> bytes:
        place = self.length - self.left
        size = self.left if size < 0 else min(size, self.left)
        if place < len(self.head):
            piece = self.head[place : place + size]
        elif self.left > len(self.tail):
            piece = self.block[: min(size, self.left - len(self.tail))]
        else:
            piece = self.tail[len(self.tail) - self.left :][:size]
        self.left -= len(piece)
        return piece

    readline = read

    def close(self) -> None:
        pass


def test_a_file_of_five_hundred_megabytes_gets_one_sentence_and_fills_neither_memory_nor_disk(
    client_of_coordinator: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    largest = 0

    def watched(self: Endless, size: int = -1) -> bytes:
        nonlocal largest
        largest = max(largest, sum(file.stat().st_size for file in tmp_path.iterdir()))
        return read(self, size)

    read = Endless.read
    monkeypatch.setattr(Endless, "read", watched)
    body, before = Endless(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    answer = client_of_coordinator.request(
        **{
            "PATH_INFO": "/flaeche/eingaenge/datei/", "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(body.length),
            "wsgi.input": body,
        }
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Die Datei ist größer als 20 MB" in answer.content.decode()
    assert 1_000_000 < largest < settings.UPLOAD_LIMIT_MB * 1_050_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000  # kilobytes
    assert list(tmp_path.iterdir()) == []
    assert not Intake.objects.exists()
