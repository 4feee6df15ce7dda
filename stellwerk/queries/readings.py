"""Readings: what somebody typed becomes what would be stored, with a sentence for each fault."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from stellwerk.law import coverage
from stellwerk.law.coverage import Entry
from stellwerk.law.working import N_, Refused
from stellwerk.queries.lookups import OnlineServices, Places, Services
from stellwerk.queries.sheets import Typed

T = TypeVar("T")
Finding = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """A row that was read; what could not be read is None, and a finding says why.

    service   (id, key)
    channel   "" where nobody said how
    online_service  (id, name) of the one that was named
    findings  column, German sentence and its values, as JSON
    """

    number: int
    words: Mapping[str, str]
    place: str | None = None
    service: tuple[int, str] | None = None
    channel: str = ""
    state: str = ""
    planned_on: date | None = None
    maturity: int | None = None
    maturity_model: str = ""
    online_service: tuple[int, str] | None = None
    valid_from: date | None = None
    findings: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)

    def find(self, column: str, no: Refused) -> None:
        self.findings.append(finding(column, no))

    def entry(self) -> Entry:
        """Return the entry of a row without findings."""
        assert self.place
        assert self.service
        assert self.valid_from
        return Entry(
            ags=self.place,
            service_key=self.service[1],
            channel=self.channel or "any",
            state=self.state,
            valid_from=self.valid_from,
            planned_on=self.planned_on,
            maturity=self.maturity,
            maturity_model=self.maturity_model,
            online_service=self.online_service[0] if self.online_service else None,
            note=self.words.get("note", "")[:500],
        )


def finding(column: str, no: Refused) -> Finding:
    """Return a refusal as it is stored with a row."""
    values = {name: str(value) for name, value in no.values.items()}
    return {"column": column, "text": no.text, "values": values}


def readings(rows: Iterable[Typed], *, district: str, day: date, is_proposal: bool = False) -> list[Reading]:
    """Read rows for one district; days that nobody gave are ``day``. Five queries, however many rows.

    is_proposal  of a list from outside: an online service that we do not know is remarked, it is no fault
    """
    rows = list(rows)
    words = Words(Places(district), Services(rows))
    online_services = OnlineServices(rows)
    return [_reading(row, words, online_services, day, is_proposal) for row in rows]


class Words:
    """How each column is read. A sheet says the same few words again and again: each is read once."""

    def __init__(self, places: Places, services: Services) -> None:
        self.place = once(places.key)
        self.service = once(services.found)
        self.state = once(coverage.state)
        self.day = once(coverage.day)
        self.maturity = once(coverage.maturity)
        self.channel = once(_channel)


def once(read: Callable[[str], T]) -> Callable[[str], T]:
    """Return a reader that reads each text once; what it refused it refuses again."""
    known: dict[str, T | Refused] = {}

    def remembered(text: str) -> T:
        if text not in known:
            try:
                known[text] = read(text)
            except Refused as no:
                known[text] = no
        found = known[text]
        if isinstance(found, Refused):
            raise found.with_traceback(None)
        return found

    return remembered


def _reading(
    row: Typed, words: Words, online_services: OnlineServices, day: date, is_proposal: bool
) -> Reading:
    reading = Reading(row.number, row.words)
    reading.place = _part(reading, "place", words.place, needed=True)
    reading.service = _part(reading, "service", words.service, needed=True)
    reading.state = _part(reading, "state", words.state, needed=True) or ""
    reading.planned_on = _part(reading, "planned_on", words.day)
    reading.maturity, reading.maturity_model = _part(reading, "maturity", words.maturity) or (None, "")
    reading.channel = _part(reading, "channel", words.channel) or ""
    _name_online_service(reading, online_services, is_proposal=is_proposal)
    reading.valid_from = _part(reading, "valid_from", words.day) or day
    _part(reading, "url", _require_url)
    _require_sound(reading)
    return reading


def _name_online_service(reading: Reading, known: OnlineServices, *, is_proposal: bool) -> None:
    """Find out which online service a row names; it says how, too."""
    text = reading.words.get("online_service", "")
    if not text:
        return
    try:
        one = known.found(text, channel=reading.channel, service=reading.service)
    except Refused as no:
        where = reading.remarks if is_proposal else reading.findings
        where.append(finding("online_service", no))
        return
    reading.online_service, reading.channel = (one.id, one.name), one.channel


def _part(reading: Reading, column: str, read: Callable[[str], T], *, needed: bool = False) -> T | None:
    """Read one column; what is wrong with it becomes a finding."""
    text = reading.words.get(column, "")
    try:
        if text:
            return read(text)
        if needed:
            raise Refused(MISSING[column])
    except Refused as no:
        reading.find(column, no)
    return None


MISSING = {
    "place": N_("Die Gemeinde fehlt. Bitte geben Sie ihren Namen oder ihren Schlüssel an."),
    "service": N_("Die Leistung fehlt. Bitte geben Sie ihren Namen oder ihren LeiKa-Schlüssel an."),
    "state": N_(
        "Der Stand fehlt; leer heißt nicht „kein Angebot“. "
        "Bitte geben Sie ihn an, oder lassen Sie die Zeile aus."
    ),
}


def _channel(text: str) -> str:
    code = coverage.channel(text)
    return "" if code == "any" else code


def _require_url(text: str) -> None:
    if not re.match(r"https?://[^\s/]+", text, re.IGNORECASE):
        raise Refused(
            N_("„%(text)s“ ist keine Internetadresse. Bitte geben Sie sie mit https:// an."), text=text[:80]
        )


def _require_sound(reading: Reading) -> None:
    """Let the law look at a row whose parts could all be read."""
    if reading.findings:
        return
    try:
        coverage.require_sound(reading.entry())
    except Refused as no:
        reading.find(no.field, _without_cell(no))


SOUND = {
    "planned_on": N_(
        "Tag und Stand passen nicht zusammen: Nur zu „geplant“ gehört ein Tag, und dort muss er stehen."
    ),
    "maturity": N_("Ein Reifegrad gehört nur zu „online“. Bitte streichen Sie ihn."),
    "online_service": N_("Ein Onlinedienst gehört nur zu „online“ und „geplant“. Bitte streichen Sie ihn."),
}


def _without_cell(no: Refused) -> Refused:
    """Return the refusal of a row without naming its cell: the row does that."""
    return Refused(SOUND[no.field], field=no.field) if no.field in SOUND else no
