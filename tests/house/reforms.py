"""Reforms: the worked cases, what was known put into the database, and what is known afterwards."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import F

from stellwerk.actions._coverage import record
from stellwerk.actions.reforms import Plan, Successor, reform, rename_municipality
from stellwerk.law.coverage import Entry, maturity
from stellwerk.law.reforms import ReformKind
from stellwerk.models import (
    ChangeSetKind,
    Confidence,
    CoverageFact,
    CoverageSource,
    District,
    Municipality,
    OnlineService,
    Service,
)
from stellwerk.queries.coverage import cells
from tests.house.campaigns import AT

FILE = Path(__file__).parents[1] / "examples" / "reforms.toml"
SAID = tomllib.loads(FILE.read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = {case["name"]: case for case in SAID["case"]}


def store_places() -> None:
    for number, (key, label) in enumerate(SAID["districts"].items()):
        District.objects.create(
            ags=key, name=label, kind="Landkreis", seat="", court="", tile_col=950 + number, tile_row=950
        )
    Municipality.objects.bulk_create(
        Municipality(
            ags=it["ags"], name=name, kind="Gemeinde", district_id=it["ags"][:5], population=it["population"]
        )
        for name, it in SAID["municipalities"].items()
    )
    for key in SAID["services"].values():
        Service.objects.get_or_create(key=key, defaults={"name": key, "source": "Test"})
    for name, it in SAID["online_services"].items():
        made = OnlineService.objects.create(name=name, channel=it["channel"], source="Test")
        made.services.set(Service.objects.filter(key__in=[SAID["services"][one] for one in it["services"]]))


def know(case: dict[str, Any]) -> None:
    """Enter what was known, line by line, each as its own change."""
    for row in case["known"]:
        level, model = maturity(row.get("maturity", ""))
        named = OnlineService.objects.filter(name=row.get("online_service", "")).order_by("pk").first()
        entry = Entry(
            ags=SAID["municipalities"][row["of"]]["ags"], service_key=SAID["services"][row["service"]],
            channel=row.get("channel", "any"), state=row["state"], valid_from=row["from"],
            planned_on=row.get("planned_on"), maturity=level, maturity_model=model, note=row.get("note", ""),
            online_service=named.pk if named else None,
        )  # fmt: skip
        record(
            [entry], by=None, by_text="Test", at=AT, district=None, kind=ChangeSetKind.FILE, title="Test",
            source=CoverageSource.COORDINATOR, confidence=Confidence(row.get("confidence", "high")),
            checked_on=row["checked_on"],
        )  # fmt: skip


def carry_out(case: dict[str, Any]) -> Plan | None:
    """Do what the case says; a new name has no plan."""
    keys = [SAID["municipalities"][name]["ags"] for name in case["old"]]
    if case["kind"] == "rename":
        rename_municipality(keys[0], next(iter(case["new"])), day=case["day"], by=None, at=AT)
        return None
    known = {it["ags"] for it in SAID["municipalities"].values()}
    new = [Successor(ags, "" if ags in known else name) for name, ags in case["new"].items()]
    return reform(ReformKind(case["kind"]), keys, new, day=case["day"], by=None, at=AT)


def expected(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(_line(row) for row in case["expected"])


def found(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return everything that is known now of the old and the new municipalities, as the file writes it."""
    keys = [*case["new"].values(), *(SAID["municipalities"][name]["ags"] for name in case["old"])]
    short = {key: name for name, key in SAID["services"].items()}
    facts = CoverageFact.objects.filter(municipality__in=keys, replaced_by=None).order_by("pk")
    named = facts.annotate(of=F("municipality__name"), key=F("service__key"), by=F("online_service__name"))
    return sorted(
        _line(
            {
                "of": it.of, "service": short[it.key], "channel": it.channel, "state": it.state,
                "from": it.valid_from, "to": it.valid_to, "planned_on": it.planned_on,
                "maturity": f"{it.maturity} ({it.maturity_model})" if it.maturity is not None else "",
                "confidence": it.confidence, "checked_on": it.checked_on, "online_service": it.by or "",
                "note": it.note,
            }
        )
        for it in named
    )  # fmt: skip


def state_on(row: dict[str, Any]) -> str:
    """Return what a cell comes to on a day, "" where nothing is collected."""
    day: date = row["on"]
    ags = Municipality.objects.get(name=row["of"], district__in=SAID["districts"]).ags
    service = Service.objects.get(key=SAID["services"][row["service"]]).pk
    cell = cells([ags], [service], day=day).get((ags, service))
    return cell.state if cell else ""


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    days = (
        str(row["from"]),
        str(row.get("to") or ""),
        str(row.get("planned_on") or ""),
        str(row["checked_on"]),
    )
    words = (
        row.get("maturity", ""),
        row.get("confidence", "high"),
        row.get("online_service", ""),
        row.get("note", ""),
    )
    return (row["of"], row["service"], row.get("channel", "any"), row["state"], *days, *words)
