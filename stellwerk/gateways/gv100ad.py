"""The file format GV100AD of Destatis: lines of 220 characters become checked records."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

LENGTH = 220
TYPES = {
    "10": "Land",
    "20": "Regierungsbezirk",
    "30": "Region",
    "40": "Kreis",
    "50": "Gemeindeverband",
    "60": "Gemeinde",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def N_(text: str) -> str:  # noqa: N802  (the habitual name of the marker for translation)
    """Mark a German sentence for translation; gateways do not import the law."""
    return text


class MalformedRegister(ValueError):  # noqa: N818  (the file is malformed; it is not an error of ours)
    """The file is no intact GV100AD file; the sentence says where, what, and what to do.

    It carries what ``Refused`` takes, so that an action can pass it on:
    ``raise Refused(fault.text, field="file", **fault.values) from fault``.
    """

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class Record:
    """One line; ``field`` counts from 1 and includes both ends, as the official description does."""

    number: int
    text: str

    def field(self, first: int, last: int) -> str:
        return self.text[first - 1 : last].strip()

    @property
    def type(self) -> str:
        return self.text[:2]

    @property
    def as_of(self) -> str:
        return self.text[2:10]

    @property
    def land(self) -> str:
        return self.text[10:12]

    def day(self) -> date:
        """Return the day for which the file holds (Gebietsstand)."""
        try:
            return date.fromisoformat(self.as_of)
        except ValueError as fault:
            raise self.malformed(
                N_(
                    "Zeile %(line)s nennt keinen gültigen Gebietsstand (%(found)s); bitte verwenden Sie die "
                    "unveränderte Datei GV100AD."
                ),
                found=self.as_of.strip() or "leer",
            ) from fault

    def name(self) -> str:
        """Return the official name, with the title that may follow a comma."""
        name = self.field(23, 72)
        if not name:
            raise self.malformed(
                N_("Zeile %(line)s nennt keinen Namen; bitte verwenden Sie die unveränderte Datei GV100AD.")
            )
        return name

    def digits(self, what: str, first: int, last: int) -> str:
        """Return a field that must be all digits; ``what`` is its official name."""
        found = self.text[first - 1 : last]
        if not (found.isascii() and found.isdigit()):
            raise self.malformed(
                N_(
                    "Zeile %(line)s enthält im Feld %(what)s keine Zahl (%(found)s); bitte verwenden Sie die "
                    "unveränderte Datei GV100AD."
                ),
                what=what,
                found=found.strip() or "leer",
            )
        return found

    def kind(self, kinds: Mapping[str, str]) -> str:
        """Return the kind that the text key (Textkennzeichen) stands for."""
        key = self.field(123, 124)
        if key not in kinds:
            raise self.malformed(
                N_(
                    "Zeile %(line)s enthält das unbekannte Textkennzeichen %(found)s; bitte prüfen Sie, ob "
                    "sich das Dateiformat geändert hat."
                ),
                found=key or "leer",
            )
        return kinds[key]

    def must_be_new(self, key: str, seen: Collection[str]) -> None:
        if key in seen:
            raise self.malformed(
                N_(
                    "Zeile %(line)s wiederholt den Schlüssel %(found)s; bitte verwenden Sie die unveränderte "
                    "Datei GV100AD."
                ),
                found=key,
            )

    def malformed(self, text: str, **values: str) -> MalformedRegister:
        return MalformedRegister(text, line=str(self.number), **values)


def records(source: Path | Iterable[str] | Iterable[bytes]) -> Iterator[Record]:
    """Yield each record of a file or its lines, checked for length, type and one common day.

    MalformedRegister: the file is empty, no text, in another encoding, or not this format.
    """
    first: Record | None = None
    for number, line in enumerate(_lines(source), start=1):
        record = Record(number, _text(number, line))
        _check_shape(record)
        first = first or record
        if record.as_of != first.as_of or record is first:
            _check_day(record, first)
        yield record
    if first is None:
        raise MalformedRegister(N_("Die Datei ist leer; bitte laden Sie die Datei GV100AD erneut herunter."))


def _lines(source: Path | Iterable[str] | Iterable[bytes]) -> Iterator[str | bytes]:
    if not isinstance(source, Path):
        yield from source
        return
    with source.open("rb") as file:
        # Bounded: a file without line ends must not be read at once.
        yield from iter(partial(file.readline, 5 * LENGTH), b"")


def _text(number: int, line: str | bytes) -> str:
    """Decode one line without its end."""
    text = (_decoded(number, line) if isinstance(line, bytes) else line).rstrip("\r\n")
    if _CONTROL.search(text):
        raise _no_text(number)
    return text


def _decoded(number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as fault:
        raise _undecodable(number, line) from fault


def _undecodable(number: int, line: bytes) -> MalformedRegister:
    """Tell an older single-byte encoding, which gives a line of the right length, from anything else."""
    single = line.decode("latin-1").rstrip("\r\n")
    if len(single) != LENGTH or _CONTROL.search(single):
        return _no_text(number)
    return MalformedRegister(
        N_("Zeile %(line)s ist nicht in UTF-8 gespeichert; bitte wandeln Sie die Datei zuerst in UTF-8 um."),
        line=str(number),
    )


def _no_text(number: int) -> MalformedRegister:
    return MalformedRegister(
        N_(
            "Zeile %(line)s ist nicht als Text lesbar; bitte entpacken Sie das Archiv und wählen Sie die "
            "Textdatei GV100AD."
        ),
        line=str(number),
    )


def _check_shape(record: Record) -> None:
    if len(record.text) != LENGTH:
        raise record.malformed(
            N_(
                "Zeile %(line)s hat nicht genau %(expected)s Zeichen; bitte verwenden Sie die unveränderte "
                "Datei GV100AD."
            ),
            expected=str(LENGTH),
        )
    if record.type not in TYPES:
        raise record.malformed(
            N_(
                "Zeile %(line)s beginnt mit der unbekannten Satzart %(found)s; bitte prüfen Sie, ob es die "
                "Datei GV100AD ist."
            ),
            found=record.type.strip() or "leer",
        )


def _check_day(record: Record, first: Record) -> None:
    record.day()
    if record.as_of != first.as_of:
        raise record.malformed(
            N_(
                "Zeile %(line)s nennt den Gebietsstand %(found)s statt %(expected)s; bitte importieren Sie "
                "eine Datei mit nur einem Gebietsstand."
            ),
            found=record.as_of,
            expected=first.as_of,
        )
