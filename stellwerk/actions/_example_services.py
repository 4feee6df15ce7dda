"""Online services of the demonstration: invented names and maintainers, marked as example."""

import csv
from datetime import date
from pathlib import Path

from stellwerk.models import Maintenance, OnlineService, Service

FILE = Path(__file__).resolve().parent.parent / "facts" / "example" / "online_services.csv"
SOURCE = "Beispiel von Stellwerk"


def add_online_services() -> None:
    """Add those that are missing; a service that the catalogue does not know is left out."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found, is_new = OnlineService.objects.get_or_create(
                name=row["name"], channel=row["channel"], defaults={"source": SOURCE, "is_example": True}
            )
            if is_new:
                found.services.set(Service.objects.filter(key__in=row["keys"].split()))
                Maintenance.objects.create(
                    online_service=found,
                    maintainer=row["maintainer"],
                    starts_on=date.fromisoformat(row["starts_on"]),
                )
