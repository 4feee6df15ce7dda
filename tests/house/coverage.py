"""Coverage: the worked case, put into the database one change after the other; one change, one question."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stellwerk.access import Rights
from stellwerk.actions._coverage import record
from stellwerk.actions._coverage_undo import take_back
from stellwerk.actions.coverage import enter
from stellwerk.actions.inquiries import ask
from stellwerk.law.coverage import Entry, maturity
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    District,
    Inquiry,
    Municipality,
    Service,
)

EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """What the file says, with the keys in place of its short names."""

    said: dict[str, Any]
    places: dict[str, str]
    services: dict[str, int]

    def municipalities(self, district: str = "") -> list[str]:
        return [ags for ags in self.places.values() if ags.startswith(district)]


def stored_case(name: str = "coverage") -> WorkedCase:
    """Store places, services and changes of a worked case."""
    said = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    for number, (key, label) in enumerate(said["districts"].items()):
        District.objects.create(
            ags=key, name=label, kind="Landkreis", seat="", court="", tile_col=900 + number, tile_row=900
        )
    for short, place in said["municipalities"].items():
        Municipality.objects.create(
            ags=place["ags"], name=short, kind="Gemeinde", district_id=place["ags"][:5],
            population=place["population"],
        )  # fmt: skip
    services = {short: _service(short, row["key"]) for short, row in said["services"].items()}
    case = WorkedCase(said, {short: it["ags"] for short, it in said["municipalities"].items()}, services)
    made: dict[str, ChangeSet] = {}
    for change in said["change"]:
        made[change["name"]] = _changed(case, change, made)
    return case


def _service(short: str, key: str) -> int:
    service, _new = Service.objects.get_or_create(key=key, defaults={"name": short, "source": "Test"})
    return service.pk


def _changed(case: WorkedCase, change: dict[str, Any], made: dict[str, ChangeSet]) -> ChangeSet:
    at: datetime = change["at"]
    if "undoes" in change:
        return take_back(made[change["undoes"]], by=None, at=at)
    return record(
        [_entry(case, row) for row in change["entries"]],
        by=None,
        by_text="Test",
        at=at,
        district=None,
        kind=ChangeSetKind.FILE,
        title=change["name"],
        source=CoverageSource.IMPORT,
        confidence=Confidence.HIGH,
        checked_on=at.date(),
    )


def _entry(case: WorkedCase, row: dict[str, Any]) -> Entry:
    level, model = maturity(row.get("maturity", ""))
    return Entry(
        ags=case.places[row["of"]],
        service_key=case.said["services"][row["service"]]["key"],
        channel=row.get("channel", "any"),
        state=row["state"],
        valid_from=row["from"],
        planned_on=row.get("planned_on"),
        maturity=level,
        maturity_model=model,
    )


SINDELFINGEN, BIRTH = "08115045", "99027002012000"
CHANGED_AT = datetime(2024, 3, 7, 14, 23, tzinfo=ZoneInfo("Europe/Berlin"))


def changed(rights: Rights) -> ChangeSet:
    """Have a coordinator say that Geburtsurkunden have been online in Sindelfingen since January."""
    entry = Entry(ags=SINDELFINGEN, service_key=BIRTH, state="live", valid_from=date(2024, 1, 1), note="Test")
    return enter(
        [entry],
        rights=rights,
        at=CHANGED_AT,
        district="08115",
        kind=ChangeSetKind.GRID,
        title="Rückmeldungen im März",
        source=CoverageSource.COORDINATOR,
        confidence=Confidence.HIGH,
        checked_on=CHANGED_AT.date(),
    )


def asked(rights: Rights) -> Inquiry:
    question = "Ist die Geburtsurkunde auch für Auswärtige online?"
    return ask(SINDELFINGEN, BIRTH, rights=rights, at=CHANGED_AT, question=question)
