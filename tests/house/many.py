"""Applications in numbers, as copies of one that was submitted."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from stellwerk.models import Application
from tests.house.applications import begun, certified, opened


def many(count: int, **changes: Any) -> list[Application]:
    """Return so many submitted applications of one call, the first one whole, an hour between each two."""
    first = Application.objects.filter(submitted_at__isnull=False).order_by("pk").first()
    first = first or certified(begun(opened(only_one=False))).application
    last = Application.objects.filter(call=first.call_id).order_by("-number")[0].number
    made = Application.objects.bulk_create(
        [_copy(first, last + number, **changes) for number in range(1, count)], 500
    )
    return [first, *made]


def _copy(first: Application, number: int, **changes: Any) -> Application:
    fields = (
        "call_id", "applicant_id", "form_version_id", "state", "entered_by_id", "certified_by_id",
        "created_at", "only_one", "is_example",
    )  # fmt: skip
    assert first.submitted_at
    values = {name: getattr(first, name) for name in fields} | {
        "number": number,
        "file_number": f"Beispiel-Kopie-{number:05}",
        "submitted_at": first.submitted_at - timedelta(hours=number),
        "amount_asked": Decimal(10_000 + number),
    }
    return Application(**(values | changes))
