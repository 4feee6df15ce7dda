"""Install the small catalogue that ships with Stellwerk; a part of install_facts."""

from collections.abc import Callable

from stellwerk.models import LifeSituation, OzgService, PriorityEntry, PriorityList, Service, SubjectArea

EXAMPLE_LIST = "beispiel"
Rows = Callable[[str], list[dict[str, str]]]


def install_services(rows: Rows) -> None:
    """Add the services that are missing; what was imported or changed since stays as it is.

    rows  reads one of the shipped tables
    """
    SubjectArea.objects.bulk_create(
        (SubjectArea(number=int(row["number"]), name=row["name"]) for row in rows("subject_areas")),
        ignore_conflicts=True,
    )
    LifeSituation.objects.bulk_create(
        (
            LifeSituation(
                number=int(row["number"]), name=row["name"], subject_area_id=int(row["subject_area_number"])
            )
            for row in rows("life_situations")
        ),
        ignore_conflicts=True,
    )
    OzgService.objects.bulk_create(
        (
            OzgService(
                number=row["number"], name=row["name"], life_situation_id=int(row["life_situation_number"])
            )
            for row in rows("ozg_services")
        ),
        ignore_conflicts=True,
    )
    Service.objects.bulk_create((_service(row) for row in rows("services")), ignore_conflicts=True)
    _install_example_list(rows)


def _service(row: dict[str, str]) -> Service:
    return Service(
        key=row["key"],
        name=row["name"],
        execution_type=row["execution_type"],
        ozg_service_id=row["ozg_number"],
        source=row["source"],
    )


def _install_example_list(rows: Rows) -> None:
    """Install the example of a priority list once; whoever empties it later finds it empty."""
    example, is_new = PriorityList.objects.get_or_create(
        slug=EXAMPLE_LIST,
        defaults={
            "name": "Beispielliste häufiger Leistungen",
            "source": "Beispiel von Stellwerk, keine Liste einer Behörde",
            "is_example": True,
        },
    )
    if is_new:
        ids = dict(Service.objects.values_list("key", "pk"))
        PriorityEntry.objects.bulk_create(
            PriorityEntry(priority_list=example, service_id=ids[row["key"]], rank=int(row["rank"]))
            for row in rows("priority_services")
        )
