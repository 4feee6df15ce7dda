"""What goes wrong on the way is said, and nothing happens by half: the wrong person, no money, a stop."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings

from stellwerk.actions.people import add_person
from stellwerk.actions.runs import compute_run
from stellwerk.models import Office, Programme
from tests.house.cases import ASKED_AT, agreed, drafted, person
from tests.house.environment import DAY
from tests.journeys.hands import Mouse
from tests.journeys.running import House
from tests.journeys.visitor import Visitor

BOTH = "beide"
REASON = "Das Ende soll noch einmal besprochen werden."


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    return _three_runs


def _three_runs() -> None:
    """Prepare run 1 up to its release, run 2 by somebody who may release, too, run 3 into a poor year."""
    programme = Programme.objects.get()
    for role in ("preparer", "releaser"):
        add_person(
            email=f"{BOTH}@demo.stellwerk.invalid",
            name="Mika Beide (Beispiel)",
            role=role,
            office_key=Office.objects.get(kind="authority").key,
            starts_on=DAY,
            password=settings.DEMO_PASSWORD,
            at=ASKED_AT,
        )
    one = drafted(programme)
    agreed(compute_run(one.pk, rights=person("vorbereitung"), at=ASKED_AT))
    two = drafted(programme, title="Von einer Person", rights=person(BOTH))
    agreed(compute_run(two.pk, rights=person(BOTH), at=ASKED_AT))
    drafted(programme, title="Ohne Mittel", last_day=date(2026, 6, 30))


def test_a_run_into_a_year_without_a_budget_is_refused_and_says_so(visitor: Callable[..., Visitor]) -> None:
    preparer = visitor("vorbereitung", hands=Mouse)
    preparer.open("/fortfuehrungen/3/")

    preparer.hands.press("Jetzt berechnen")

    preparer.reads("Für das Haushaltsjahr 2026 sind keine Mittel hinterlegt.", "Entwurf")
    preparer.look("berechnung-abgelehnt")


def test_a_person_who_prepares_gets_no_further_than_the_sentence_that_says_so(
    visitor: Callable[..., Visitor],
) -> None:
    preparer = visitor("vorbereitung", hands=Mouse)
    preparer.open("/fortfuehrungen/1/")
    preparer.reads("Eine andere Person muss die Fortführung prüfen und freigeben")

    preparer.open("/fortfuehrungen/1/freigeben/")

    preparer.reads("Kein Zugang")
    preparer.look()


def test_a_person_with_both_roles_cannot_release_what_they_prepared(visitor: Callable[..., Visitor]) -> None:
    both = visitor(BOTH, hands=Mouse)
    both.open("/fortfuehrungen/1/freigeben/")
    assert both.page.get_by_role("button", name="Ja, freigeben und versenden").count() == 1

    both.open("/fortfuehrungen/2/freigeben/")

    both.reads("Wer einen Vorgang vorbereitet hat, darf ihn nicht selbst freigeben.")
    both.look("freigabe-abgelehnt")
    assert both.page.get_by_role("button", name="Ja, freigeben und versenden").count() == 0


def test_a_stop_keeps_back_what_has_not_left(visitor: Callable[..., Visitor], house: House) -> None:
    house.post.patience = 10
    releaser = visitor("freigabe", hands=Mouse)
    releaser.open("/fortfuehrungen/1/freigeben/")
    releaser.hands.press("Ja, freigeben und versenden")
    releaser.reads("10 von ")
    (total,) = releaser.numbers(r"10 von (\d+) Sendungen")

    releaser.hands.follow("Fortführung stoppen")
    releaser.hands.press("Ja, stoppen")
    releaser.reads("Bitte prüfen Sie Ihre Angaben")
    releaser.look()
    releaser.hands.write("Grund des Stopps", REASON)
    releaser.look("stoppen")
    releaser.hands.press("Ja, stoppen")

    house.post.patience = None
    releaser.reads("Die Fortführung ist gestoppt", REASON)
    while releaser.numbers(r"wartet: (\d+)") != [0]:
        releaser.page.wait_for_timeout(500)
        releaser.page.reload()
    releaser.look("gestoppt")
    (stopped,) = releaser.numbers(r"gestoppt: (\d+)")
    consultations = 6  # three associations were asked about runs 1 and 2
    assert stopped > 0
    assert len(house.post.mails()) == total - stopped + consultations
