"""The invented online services: labelled, complete, and added once."""

import csv
from collections.abc import Callable

from stellwerk.actions._example_services import FILE, SOURCE, add_online_services
from stellwerk.models import Maintenance, OnlineService, Service


def test_every_online_service_of_the_example_is_labelled_and_serves_known_services(db: None) -> None:
    add_online_services()

    rows = csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())
    keys = {key for row in rows for key in row["keys"].split()}
    assert OnlineService.objects.count() == 8
    assert not OnlineService.objects.exclude(is_example=True, source=SOURCE, url="").exists()
    assert set(Service.objects.filter(online_services__isnull=False).values_list("key", flat=True)) == keys
    assert all("Beispiel" in held.maintainer for held in Maintenance.objects.order_by("pk"))
    assert set(OnlineService.objects.values_list("channel", flat=True)) == {
        "efa", "standard", "universal", "own",
    }  # fmt: skip


def test_what_people_changed_of_the_example_stays(db: None, everything_stays: Callable) -> None:
    add_online_services()
    OnlineService.objects.filter(name="Wohngeld online").update(url="https://wohngeld.beispiel.invalid/")

    with everything_stays():
        add_online_services()


def test_a_service_that_is_not_in_the_catalogue_is_left_out(db: None) -> None:
    Service.objects.filter(key="99088031000000").delete()

    add_online_services()

    assert OnlineService.objects.get(name="Musikschule anmelden").services.count() == 0
