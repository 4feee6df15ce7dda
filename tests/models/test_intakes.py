"""An intake: applied means there is a change set, and a row of the sheet is there once."""

from collections.abc import Callable
from datetime import datetime

import pytest

from stellwerk.models import Intake, IntakeKind, IntakeRow, Person
from tests.house.cases import BERLIN

Breaks = Callable[..., None]
AT = datetime(2024, 3, 7, 14, 23, tzinfo=BERLIN)


@pytest.fixture
def intake(db: None) -> Intake:
    by = Person.objects.order_by("pk")[0]
    return Intake.objects.create(
        kind=IntakeKind.PASTE, title="Rückmeldungen aus Aalen", district_id="08136", by=by, at=AT
    )


def test_nothing_counts_as_applied_without_its_change_set(intake: Intake, breaks: Breaks) -> None:
    statement = "UPDATE stellwerk_intake SET state = 'applied' WHERE id = %s"

    breaks("intake_applied_has_change_set", statement, intake.pk)


def test_each_row_of_the_sheet_is_there_once(intake: Intake, copy_breaks: Breaks) -> None:
    row = IntakeRow.objects.create(intake=intake, number=7, verdict="error", municipality_id="08136088")

    copy_breaks("intake_row_once", row, municipality_id="08136019")
