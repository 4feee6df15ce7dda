"""The worked case of coverage: put it into the database, one change after the other."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stellwerk.actions._coverage import record
from stellwerk.actions._coverage_undo import take_back
from stellwerk.law.coverage import Entry, maturity
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    District,
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
