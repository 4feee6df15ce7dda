"""Objections and actions: filed, recorded, completed, executed at once, decided by two people."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.remedies import (
    complete_form,
    decide_remedy,
    end_effect,
    order_immediate,
    propose_outcome,
)
from stellwerk.models import RemedyChallenge, RemedyFiling, RemedyKind, RemedyOutcome, Run
from stellwerk.queries.remedies import suspended, suspends
from tests.house.cases import all_sent, person
from tests.house.opinions import BERLIN, filed, recorded

Refuses = Callable[[str], object]
LATER = datetime(2024, 4, 15, 9, 0, tzinfo=BERLIN)
TODAY = LATER.date()


@pytest.fixture
def sent(released: Run) -> Run:
    all_sent(released)
    return released


def test_what_is_filed_by_the_page_is_in_time_but_not_in_form(sent: Run) -> None:
    case = filed(sent)

    assert (case.kind, case.timeliness, case.is_in_form) == ("objection", "in_time", False)
    assert (case.ends_on, case.ends_other_on) == (date(2024, 4, 11), date(2024, 4, 11))
    assert not suspends(case, on=TODAY)
    assert any("Schriftform" in step["text"] for step in case.working)


def test_the_paper_completes_the_form_and_its_day_counts(
    sent: Run, preparer: Rights, refuses: Refuses
) -> None:
    case = filed(sent)

    with refuses("Bitte wählen Sie die Form"):
        complete_form(case.pk, rights=preparer, at=LATER, filing=RemedyFiling.PAGE, received_on=TODAY)
    made = complete_form(
        case.pk, rights=preparer, at=LATER, filing=RemedyFiling.WRITTEN, received_on=date(2024, 4, 11)
    )

    assert (made.timeliness, made.is_in_form) == ("in_time", True)
    assert suspends(made, on=TODAY)
    with refuses("schon gewahrt"):
        complete_form(case.pk, rights=preparer, at=LATER, filing=RemedyFiling.WRITTEN, received_on=TODAY)


def test_a_paper_that_comes_too_late_suspends_nothing(sent: Run, preparer: Rights) -> None:
    case = filed(sent)

    made = complete_form(
        case.pk, rights=preparer, at=LATER, filing=RemedyFiling.WRITTEN, received_on=date(2024, 4, 12)
    )

    assert made.timeliness == "late"
    assert not suspends(made, on=TODAY)


def test_an_objection_by_post_holds_up_the_contested_part(sent: Run) -> None:
    case = recorded(sent, contested_amount=Decimal("4321.09"))
    grant = case.letter.grant_id

    held = suspended([grant], on=TODAY)

    assert held[grant].amount == Decimal("4321.09")
    assert suspended([grant + 1], on=TODAY) == {}


def test_who_wants_more_holds_up_nothing(sent: Run) -> None:
    case = recorded(sent, challenge=RemedyChallenge.BENEFIT)

    assert suspended([case.letter.grant_id], on=TODAY) == {}


def test_the_same_remedy_is_not_opened_twice_but_an_action_beside_it_is(sent: Run, refuses: Refuses) -> None:
    recorded(sent)

    with refuses("schon ein solcher Rechtsbehelf offen"):
        recorded(sent)
    assert recorded(sent, kind=RemedyKind.ACTION, court_number="3 K 1234/24").court_number == "3 K 1234/24"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"filed_on": date(2024, 3, 7)}, "zwischen dem"),
        ({"received_on": date(2024, 4, 3)}, "zwischen dem"),
        ({"filed_on": date(2024, 4, 2), "received_on": date(2024, 4, 1)}, "bevor es eingelegt war"),
        ({"served_on": date(2024, 3, 1)}, "zwischen dem"),
    ],
)
def test_days_that_cannot_be_are_refused(
    sent: Run, refuses: Refuses, changes: dict[str, date], words: str
) -> None:
    with refuses(words):
        recorded(sent, **changes)


def test_against_a_notice_nobody_has_yet_nobody_files(released: Run, refuses: Refuses) -> None:
    with pytest.raises(Http404):
        filed(released)
    with refuses("noch nicht versandt"):
        recorded(released)


def test_nobody_files_against_the_notice_of_another(sent: Run) -> None:
    for name in ("landkreis.boeblingen", "verband", "betrieb", "freigabe", "pruefung"):
        with pytest.raises(Http404):
            filed(sent, rights=person(name))


def test_immediate_execution_is_ordered_by_another_person_with_a_reason(
    sent: Run, releaser: Rights, refuses: Refuses, forbids: Callable[[], object]
) -> None:
    case = recorded(sent)

    with refuses("besondere Interesse"):
        order_immediate(case.pk, rights=releaser, at=LATER, reason=" ")
    with forbids():
        order_immediate(case.pk, rights=person("vorbereitung"), at=LATER, reason="Eilig.")
    made = order_immediate(case.pk, rights=releaser, at=LATER, reason="Die Mittel verfallen sonst.")

    assert not suspends(made, on=TODAY)
    assert suspended([case.letter.grant_id], on=TODAY) == {}
    with refuses("schon angeordnet"):
        order_immediate(case.pk, rights=releaser, at=LATER, reason="Noch einmal.")


def test_two_people_end_a_case(
    sent: Run, preparer: Rights, releaser: Rights, refuses: Refuses, verbs: Callable[[], list[str]]
) -> None:
    case = recorded(sent)

    with refuses("noch kein Ausgang"):
        decide_remedy(case.pk, rights=releaser, at=LATER)
    propose_outcome(
        case.pk, rights=preparer, at=LATER, outcome=RemedyOutcome.REDRESSED, reason="Die Auflage entfällt."
    )
    made = decide_remedy(case.pk, rights=releaser, at=LATER)

    assert (made.state, made.outcome, made.decided_by) == ("decided", "redressed", releaser.person)
    assert suspended([case.letter.grant_id], on=TODAY) == {}
    assert verbs()[-3:] == ["record_remedy", "propose_outcome", "decide_remedy"]
    with refuses("entschieden"):
        propose_outcome(
            case.pk, rights=preparer, at=LATER, outcome=RemedyOutcome.SETTLED, reason="Doch nicht."
        )


def test_whoever_proposed_does_not_decide(sent: Run, preparer: Rights, refuses: Refuses) -> None:
    case = recorded(sent)
    both = person("vorbereitung")
    values = {"outcome": RemedyOutcome.SETTLED, "reason": "Erledigt."}
    propose_outcome(case.pk, rights=preparer, at=LATER, **values)
    releasing = Rights(both.person, person("freigabe").held)

    with refuses("nicht selbst freigeben"):
        decide_remedy(case.pk, rights=releasing, at=LATER)


def test_a_rejected_remedy_holds_up_until_the_notice_is_final(
    sent: Run, preparer: Rights, releaser: Rights
) -> None:
    case = recorded(sent)
    grant = case.letter.grant_id
    values = {"outcome": RemedyOutcome.REJECTED, "reason": "Unbegründet."}
    propose_outcome(case.pk, rights=preparer, at=LATER, **values)
    decide_remedy(case.pk, rights=releaser, at=LATER)
    assert grant in suspended([grant], on=date(2024, 5, 1))

    end_effect(case.pk, rights=preparer, at=LATER, on=date(2024, 5, 20))

    assert grant in suspended([grant], on=date(2024, 5, 19))
    assert suspended([grant], on=date(2024, 5, 20)) == {}
