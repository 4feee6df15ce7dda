"""Snapshots of worked cases, in a folder of their own."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings

from stellwerk.actions.snapshots import refresh_snapshot
from stellwerk.gateways.warehouse import Manifest
from tests.house.cases import BERLIN


@pytest.fixture
def warehouse_folder(tmp_path: Path) -> Iterator[Path]:
    """Let the warehouse lie in a folder of this test."""
    before = settings.WAREHOUSE
    settings.WAREHOUSE = str(tmp_path / "warehouse")
    yield tmp_path / "warehouse"
    settings.WAREHOUSE = before


@pytest.fixture
def snapshot_on(db: None, warehouse_folder: Path) -> Callable[[date], Manifest]:
    """Return how a snapshot of a day is taken."""
    return lambda day: refresh_snapshot(at=datetime.combine(day, time(6, 30), BERLIN))
