"""Two at the same moment: one wins, the other sees what was saved, and nothing of either is half there."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.access import Rights
from stellwerk.actions.confirmations import Correction, answer
from stellwerk.actions.intakes import apply_intake, bring
from stellwerk.law.working import Refused
from stellwerk.models import (
    Call,
    Campaign,
    ChangeSet,
    CoverageFact,
    Intake,
    IntakeKind,
    IntakeState,
    Invitation,
    Person,
)
from stellwerk.queries.campaigns import lines
from stellwerk.queries.people import DEMO_DOMAIN
from stellwerk.queries.sheets import Typed
from tests.faults.conftest import eventually
from tests.faults.test_killed_imports import WAITING, in_the_background, the_journal_is_held
from tests.house.applications import opened
from tests.house.campaigns import AT, BIRTH, BUILDING, SINDELFINGEN, address, entered, invited, said, sent
from tests.house.cases import person
from tests.house.everywhere import signed_in
from tests.house.two_people import shown

CELL = (SINDELFINGEN, BIRTH, "any")
WHO = {"name": "Erika Beispiel", "function": "Bürgerbüro", "schritt": "bestaetigen"}


@pytest.fixture
def by(own_database: str, fonts: Any) -> Rights:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return person("koordination")


@pytest.fixture
def campaign(by: Rights) -> Campaign:
    return sent(by)


def at_once(name: str, *works: Callable[[], Any]) -> list[Any]:
    """Do all of this while the last step of each has to wait, so that they surely overlap; return what came.

    A refusal is what came of it, too.
    """
    with the_journal_is_held(name) as line:
        doing = [in_the_background(work) for work in works]
        eventually(lambda: len(line.execute(WAITING, [name]).fetchall()) == len(works), "all who wait")
    return [one.exception(timeout=60) or one.result() for one in doing]


def known(key: str = BIRTH) -> CoverageFact:
    return CoverageFact.objects.get(
        municipality=SINDELFINGEN, service__key=key, replaced_by=None, valid_to=None
    )


def test_of_two_answers_by_one_link_one_is_saved_and_the_other_is_told(
    own_database: str, campaign: Campaign
) -> None:
    seen = {line.cell: line.seen for line in lines(campaign.pk, [SINDELFINGEN])[SINDELFINGEN]}

    def says(state: str, who: str) -> Invitation:
        return answer(
            invited(campaign).pk, at=AT, by_text=who, seen=seen, corrections={CELL: Correction(state)}
        )

    came = at_once(own_database, lambda: says("none", "Amt A"), lambda: says("not_responsible", "Amt B"))

    (saved,), (refused,) = ([it for it in came if isinstance(it, kind)] for kind in (Invitation, Refused))
    assert "Inzwischen hat sich etwas geändert (Zeilen: 2)" in refused.sentence()
    assert ChangeSet.objects.filter(kind="confirmation").count() == 1
    assert known().state == ("none" if saved.answered_by == "Amt A" else "not_responsible")
    assert (
        known().checked_by == known(BUILDING).checked_by == saved.answered_by == invited(campaign).answered_by
    )

    newer = {line.cell: line.seen for line in lines(campaign.pk, [SINDELFINGEN])[SINDELFINGEN]}
    answer(invited(campaign).pk, at=AT, by_text="Amt C", seen=newer, corrections={})
    assert ChangeSet.objects.filter(kind="confirmation").count() == 2
    # Each answer says two lines; what held up to the day of the correction was written down as well.
    assert CoverageFact.objects.filter(change_set__kind="confirmation").count() == 2 + 2 + 1


def test_two_browsers_with_one_link_see_the_same_in_the_end(own_database: str, campaign: Campaign) -> None:
    page = Client().get(address(campaign)).content.decode()
    shown = re.findall(r'name="seen" value="([^"]*)"', page)

    def press(name: str) -> Any:
        return Client().post(address(campaign), WHO | {"seen": shown, "name": name})

    came = at_once(own_database, lambda: press("Erika"), lambda: press("Hans"))

    assert sorted(one.status_code for one in came) == [302, 422]
    (told,) = [one.content.decode() for one in came if one.status_code == 422]
    saved = invited(campaign).answered_by
    assert "Inzwischen hat sich etwas geändert" in told
    assert saved in told  # who has answered stands on the page of the other one, and what holds now
    again = re.findall(r'name="seen" value="([^"]*)"', told)
    assert Client().post(address(campaign), WHO | {"seen": again}).status_code == 302
    assert ChangeSet.objects.filter(kind="confirmation").count() == 2


def test_an_answer_and_a_coordinator_at_one_cell_do_not_write_over_each_other(
    own_database: str, by: Rights, campaign: Campaign
) -> None:
    seen = {line.cell: line.seen for line in lines(campaign.pk, [SINDELFINGEN])[SINDELFINGEN]}
    intake = brought(by, "nicht zuständig")

    came = at_once(
        own_database,
        lambda: answer(invited(campaign).pk, at=AT, by_text="Amt A", seen=seen, corrections={}),
        lambda: apply_intake(intake.pk, rights=by, at=AT),
    )

    assert sum(isinstance(it, Refused) for it in came) == 1
    is_answered = invited(campaign).answered_at is not None
    assert known().state == ("live" if is_answered else "not_responsible")
    assert (Intake.objects.get().state == IntakeState.APPLIED) != is_answered
    assert CoverageFact.objects.filter(
        municipality=SINDELFINGEN, service__key=BIRTH, replaced_by=None
    ).count() == (
        1 if is_answered else 2  # what held before the day of the change goes on to hold up to it
    )


def test_of_two_coordinators_at_one_cell_the_second_sees_what_the_first_saved(
    own_database: str, by: Rights, campaign: Campaign
) -> None:
    intakes = [brought(by, state) for state in ("kein Angebot", "nicht zuständig")]
    signed_in = [browser("koordination"), browser("koordination")]

    def press(client: Client, intake: Intake) -> Any:
        return client.post(f"/flaeche/eingaenge/{intake.pk}/uebernehmen/")

    came = at_once(
        own_database, *(lambda c=c, i=i: press(c, i) for c, i in zip(signed_in, intakes, strict=True))
    )

    assert sorted(one.status_code for one in came) == [302, 422]
    second = next(number for number, one in enumerate(came) if one.status_code == 422)
    assert "Inzwischen hat jemand anderes dieselben Angaben geändert" in came[second].content.decode()
    path = f"/flaeche/eingaenge/{intakes[second].pk}/"
    page = signed_in[second].post(f"{path}neu-vergleichen/", follow=True).content.decode()
    assert ("kein Angebot, ab 08.03.2024" if second else "nicht zuständig, ab 08.03.2024") in page
    assert signed_in[second].post(f"{path}uebernehmen/").status_code == 302
    assert ChangeSet.objects.filter(kind="paste").count() == 2


def brought(by: Rights, state: str) -> Intake:
    rows = [Typed(2, {"place": SINDELFINGEN, "service": BIRTH, "state": state})]
    return bring(rows, rights=by, at=AT, district="08115", kind=IntakeKind.PASTE, title=state)


def browser(name: str) -> Client:
    client = Client()
    who = Person.objects.get(email=f"{name}{DEMO_DOMAIN}")
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_change_holds_up_its_own_district_and_no_other(own_database: str, by: Rights) -> None:
    held = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid IN (8115, 8136)"
    with the_journal_is_held(own_database) as line:
        first = in_the_background(lambda: entered(by, said()))
        eventually(lambda: len(line.execute(WAITING, [own_database]).fetchall()) == 1, "somebody who waits")
        districts = [row[0] for row in line.execute(held)]
    first.result(timeout=60)

    assert districts == [8115]


def test_two_save_the_same_page(by: Rights, own_database: str) -> None:
    call = opened()
    page = reverse("call_edit", args=[call.pk])
    one, two = (signed_in("vorbereitung") for _ in range(2))
    typed = [shown(client, page) | {"text": text} for client, text in ((one, "Erstens"), (two, "Zweitens"))]

    with the_journal_is_held(own_database) as line:
        first = in_the_background(lambda: one.post(page, typed[0]))
        eventually(lambda: bool(line.execute(WAITING, [own_database]).fetchall()), "the first one")
        second = in_the_background(lambda: two.post(page, typed[1]))
        time.sleep(0.5)
        assert not second.done()

    assert (first.result(timeout=60).status_code, second.result(timeout=60).status_code) == (302, 422)
    assert "hier gespeichert: „Erstens“" in second.result().content.decode()
    assert Call.objects.get(pk=call.pk).text == "Erstens"
