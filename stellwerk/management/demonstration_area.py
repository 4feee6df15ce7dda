"""The demonstration of the area: invented coverage, counted and published; needed once in an installation."""

from django.conf import settings

from stellwerk.actions.example import load_example
from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.actions.publications import publish
from stellwerk.actions.snapshots import refresh_snapshot
from stellwerk.gateways import clock
from stellwerk.management.demonstration import Say, person


def load_area(say: Say, *, district: str = "") -> None:
    """Add the invented coverage of the whole Land (or one district), who coordinates it, and publish it."""
    say("Onlinedienste in der Fläche werden erfunden")
    load_example(password=settings.DEMO_PASSWORD)
    load_example_offices()
    load_example_coverage(at=clock.now(), district=district)
    say("Auswertung wird vorbereitet")
    refresh_snapshot(at=clock.now())
    say("Offene Daten werden veröffentlicht (Beispiel)")
    publish(day=clock.today(), rights=person("vorbereitung"), at=clock.now())
