"""Something to publish: one fact, an order that waits, and a shelf of their own for the versions."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from stellwerk.access import Rights
from stellwerk.actions._coverage import record
from stellwerk.actions.publication_orders import ask_for_publication
from stellwerk.law.coverage import Entry
from stellwerk.models import ChangeSet, ChangeSetKind, Confidence, CoverageSource, PublicationOrder
from tests.house.cases import BERLIN

DAY = date(2024, 3, 8)
AT = datetime(2024, 3, 8, 16, 4, tzinfo=BERLIN)
BUILDING = "99012008001000"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    """Return the folder where publications go."""
    settings.PUBLICATIONS = tmp_path / "publications"
    return tmp_path / "publications" / "coverage"


def say(rights: Rights, ags: str = "08136088", state: str = "live") -> ChangeSet:
    """Write down what holds in a municipality; to be called in a transaction."""
    return record(
        [Entry(ags=ags, service_key=BUILDING, channel="efa", state=state, valid_from=date(2024, 2, 1))],
        by=rights.person,
        by_text=rights.person.name,
        at=AT,
        district=ags[:5],
        kind=ChangeSetKind.GRID,
        title="Test",
        source=CoverageSource.COORDINATOR,
        confidence=Confidence.HIGH,
        checked_on=DAY,
    )


def asked(rights: Rights) -> PublicationOrder:
    return ask_for_publication(day=DAY, rights=rights, at=AT)
