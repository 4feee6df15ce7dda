"""A worker killed while it publishes: nothing is half published, and whoever asked can ask again."""

import subprocess
import sys
from pathlib import Path

from django.db import transaction

from stellwerk.actions.publications import publish_asked
from stellwerk.models import Publication, PublicationOrder
from stellwerk.queries.publication_orders import OrderState, newest_order
from tests.faults.conftest import eventually, settings_of
from tests.house.cases import person
from tests.house.environment import REPOSITORY
from tests.house.publications import AT, asked, say, shelf  # noqa: F401

# The files are written by then; what is left is to say that they count.
HALTED = """
import time
import django
django.setup()
from stellwerk.actions import publications
from stellwerk.gateways import clock
def halt(*_what, **_more):
    print("ready", flush=True)
    time.sleep(600)
publications.fingerprints = halt
publications.publish_asked(now=clock.now)
"""


def state() -> OrderState | None:
    found = newest_order()
    return found.state if found else None


def test_a_publication_killed_half_way_is_none_and_is_asked_for_again(
    own_database: str,
    shelf: Path,  # noqa: F811
) -> None:
    rights = person("vorbereitung")
    with transaction.atomic():
        say(rights)
    asked(rights)

    environment = settings_of(own_database, smtp_port=9) | {"STELLWERK_PUBLICATIONS": str(shelf.parent)}
    command = [sys.executable, "-c", HALTED]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        assert state() == OrderState.UNDER_WAY
        worker.kill()

    eventually(lambda: state() == OrderState.FAILED, "the end of the dead worker's session")
    assert not Publication.objects.exists()
    assert not (shelf / "v1").exists()

    asked(rights)
    publish_asked(now=lambda: AT)
    assert [one.version for one in Publication.objects.all()] == [1]
    assert [it.name for it in shelf.iterdir()] == ["v1"]
    assert PublicationOrder.objects.filter(finished_at=None).count() == 0
