"""Install what ships with Stellwerk: places, figures, services, texts of letters. Safe to repeat."""

import csv
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from stellwerk.actions._services import install_services
from stellwerk.law.figures import load_figures
from stellwerk.letters.shipped import shipped_texts
from stellwerk.models import District, Figure, Municipality, TextVersion

FOLDER = Path(__file__).resolve().parent.parent / "facts"


@transaction.atomic(durable=True)
def install_facts() -> None:
    """Add what is missing; what staff changed or imported since stays as it is."""
    districts = [District(**row) for row in rows("districts")]
    municipalities = [
        Municipality(ags=row["ags"], name=row["name"], kind=row["kind"], district_id=row["district_ags"])
        for row in rows("municipalities")
    ]
    District.objects.bulk_create(districts, ignore_conflicts=True)
    Municipality.objects.bulk_create(municipalities, ignore_conflicts=True)
    Figure.objects.bulk_create((Figure(**asdict(figure)) for figure in load_figures()), ignore_conflicts=True)
    install_services(rows)
    texts = (TextVersion(**asdict(text)) for text in shipped_texts())
    TextVersion.objects.bulk_create(texts, ignore_conflicts=True)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one shipped table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
