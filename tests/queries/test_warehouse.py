"""The warehouse in object storage: the figures are those of a folder, and a new snapshot is noticed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from stellwerk.actions.snapshots import import_coverage
from stellwerk.gateways.warehouse import Manifest
from stellwerk.queries import warehouse as opened
from stellwerk.queries.indicators import INDICATORS, Filters, by, figure, next_best
from tests.house.cases import BERLIN
from tests.house.coverage import WorkedCase, stored_case
from tests.house.object_storage import BUCKET, KEYS, object_storage
from tests.house.warehouse import snapshot_on, warehouse_folder  # noqa: F401

DAY = date(2025, 12, 31)
BOTH = Filters(districts=("08901", "08902"))
AT = datetime.combine(DAY, time(7, 0), BERLIN)


@pytest.fixture(scope="module")
def stored(kept_for_the_module: None) -> WorkedCase:
    return stored_case()


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of an empty folder in object storage."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with object_storage() as query:
        yield f"s3://{BUCKET}/{tmp_path.name}?{query}"


def said() -> dict[str, Any]:
    """Return every indicator on the cubes and on the cells, by district, and what would help most."""
    found: dict[str, Any] = {"next": next_best(filters=BOTH, limit=3)}
    for key in INDICATORS:
        found[key] = figure(key, filters=BOTH)
        found[f"{key} before"] = figure(key, filters=BOTH.on(date(2025, 3, 1)))
        found[f"{key} by district"] = by(key, "district", filters=BOTH)
    return found


def test_object_storage_gives_the_figures_of_a_folder(
    stored: WorkedCase,
    snapshot_on: Callable[[date], Manifest],  # noqa: F811
    bucket: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    snapshot_on(DAY)
    in_a_folder = said()
    assert in_a_folder["municipalities"].part > 0

    monkeypatch.setattr(settings, "WAREHOUSE", bucket)
    monkeypatch.setattr(opened, "ASKED_AGAIN_SECONDS", 0)
    assert opened.snapshot() is None
    first = snapshot_on(DAY)

    assert said() == in_a_folder
    assert opened.store().root.startswith("s3://")

    again, later = snapshot_on(DAY), tmp_path / "land.csv"
    assert (again.pieces, opened.snapshot()) == (first.pieces, again)  # nothing changed, nothing written anew
    later.write_text("ags,service_key,state\n08115001,99012008001000,live\n", encoding="utf-8")
    assert import_coverage(later, day=DAY, at=AT).count == 0
    assert figure("municipalities", filters=Filters(municipality="08115001")).part == 1
