"""Asking the associations: by letter, with a due date; answers, objections and silence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.consultations import conclude_consultation, consult, record_answer, treat_objection
from stellwerk.models import (
    Answer,
    Consultation,
    Dispatch,
    JournalEntry,
    Letter,
    Office,
    Part,
    Participation,
    Programme,
    Run,
    RunState,
)
from tests.house.cases import ANSWERED_ON, ASKED_AT, RELEASED_AT

Refuses = Callable[..., object]
DUE = date(2024, 2, 26)


@pytest.fixture
def asked(computed: Run, preparer: Rights) -> list[Consultation]:
    """Return the three questions: Gemeindetag, Landkreistag, Städtetag."""
    return sorted(consult(computed.pk, rights=preparer, at=ASKED_AT), key=lambda one: one.office.key)


def answered(
    one: Consultation, rights: Rights, answer: Answer = Answer.AGREED, **values: object
) -> Consultation:
    given = {"rights": rights, "at": ASKED_AT, "answer": answer, "answered_on": ANSWERED_ON} | values
    return record_answer(one.pk, **given)


def concluded(run: Run, rights: Rights, on: date) -> Run:
    return conclude_consultation(run.pk, rights=rights, at=RELEASED_AT, on=on)


# --- asking --------------------------------------------------------------------------------------


def test_each_association_is_asked_by_a_letter_of_its_own(
    asked: list[Consultation], verbs: Callable[[], list[str]]
) -> None:
    assert [one.office.key for one in asked] == ["gemeindetag", "landkreistag", "staedtetag"]
    assert {(one.asked_on, one.due_on) for one in asked} == {(date(2024, 2, 12), DUE)}
    for one in asked:
        dispatch = Dispatch.objects.get(letter=one.letter)
        assert (dispatch.office, dispatch.role, dispatch.address) == (one.office, "to", one.office.email)
        assert "26.02.2024" in str(one.letter.document)
    assert verbs() == ["draft_run", "compute_run", "consult"]


def test_nobody_is_asked_twice(asked: list[Consultation], preparer: Rights, refuses: Refuses) -> None:
    with refuses("schon um Stellungnahme gebeten"):
        consult(asked[0].run_id, rights=preparer, at=ASKED_AT)


def test_a_programme_that_names_nobody_to_ask_is_refused(
    computed: Run, preparer: Rights, refuses: Refuses
) -> None:
    Participation.objects.filter(part=Part.CONSULTED).delete()

    with refuses("Das Programm nennt niemanden, der anzuhören ist"):
        consult(computed.pk, rights=preparer, at=ASKED_AT)


def test_an_empty_address_is_refused_by_name(computed: Run, preparer: Rights, refuses: Refuses) -> None:
    Office.objects.filter(key="staedtetag").update(email="")

    with refuses("Für „Städtetag.*“ ist keine gültige E-Mail-Adresse hinterlegt"):
        consult(computed.pk, rights=preparer, at=ASKED_AT)


def test_a_draft_is_not_asked_about(draft: Run, preparer: Rights, refuses: Refuses) -> None:
    with refuses("ist inzwischen „Entwurf“"):
        consult(draft.pk, rights=preparer, at=ASKED_AT)


def test_only_who_prepares_asks(
    computed: Run, releaser: Rights, association: Rights, forbids: Refuses
) -> None:
    for rights in (releaser, association):
        with forbids():
            consult(computed.pk, rights=rights, at=ASKED_AT)


# --- answering -----------------------------------------------------------------------------------


def test_an_association_answers_for_itself(asked: list[Consultation], association: Rights) -> None:
    one = answered(asked[1], association, remark="Einverstanden.")

    assert (one.answer, one.remark, one.answered_on) == ("agreed", "Einverstanden.", ANSWERED_ON)
    assert one.recorded_by == association.person
    assert JournalEntry.objects.get(verb="record_answer").by == association.person


def test_the_office_records_an_answer_that_came_another_way(
    asked: list[Consultation], preparer: Rights
) -> None:
    assert answered(asked[0], preparer).recorded_by == preparer.person


def test_nobody_answers_for_others(
    asked: list[Consultation], association: Rights, releaser: Rights, county: Rights, forbids: Refuses
) -> None:
    for rights in (association, releaser, county):
        with forbids():
            answered(asked[0], rights)


def test_objections_need_words(asked: list[Consultation], association: Rights, refuses: Refuses) -> None:
    with refuses("Bitte schreiben Sie, welche Einwände bestehen"):
        answered(asked[1], association, Answer.OBJECTED, remark="  ")


def test_silence_is_no_answer_that_somebody_gives(asked: list[Consultation], preparer: Rights) -> None:
    """Else silence would count before the due date, and in programmes that wait for an answer."""
    with pytest.raises(ValueError, match="silent"):
        answered(asked[0], preparer, Answer.SILENT)


def test_after_the_end_of_the_consultation_no_answer_is_recorded(
    consulted: Run, preparer: Rights, refuses: Refuses
) -> None:
    one = consulted.consultations.order_by("pk")[0]

    with refuses("Die Abstimmung ist beendet"):
        answered(one, preparer, Answer.OBJECTED, remark="Zu spät")


def test_who_was_never_asked_has_no_answer(db: None, preparer: Rights) -> None:
    with pytest.raises(Http404):
        record_answer(0, rights=preparer, at=ASKED_AT, answer=Answer.AGREED, answered_on=ANSWERED_ON)


def test_a_new_answer_makes_the_old_treatment_void(asked: list[Consultation], preparer: Rights) -> None:
    answered(asked[0], preparer, Answer.OBJECTED, remark="Zu kurz")
    treat_objection(asked[0].pk, rights=preparer, at=ASKED_AT, treatment="Besprochen")

    assert answered(asked[0], preparer, Answer.OBJECTED, remark="Immer noch").treatment == ""


# --- objections and the end ----------------------------------------------------------------------


def test_treated_objections_no_longer_block(
    asked: list[Consultation], preparer: Rights, refuses: Refuses
) -> None:
    run = asked[0].run
    answered(asked[0], preparer, Answer.OBJECTED, remark="Die Frist ist zu kurz.")
    for one in asked[1:]:
        answered(one, preparer)
    with refuses("Es gibt Einwände ohne Behandlung"):
        concluded(run, preparer, on=ANSWERED_ON)

    treat_objection(asked[0].pk, rights=preparer, at=ASKED_AT, treatment="Die Frist wurde verlängert.")

    assert concluded(run, preparer, on=ANSWERED_ON).state == RunState.CONSULTED


def test_a_treatment_needs_words_and_objections(
    asked: list[Consultation], preparer: Rights, refuses: Refuses
) -> None:
    with refuses("Hier sind keine Einwände offen"):
        treat_objection(asked[0].pk, rights=preparer, at=ASKED_AT, treatment="Besprochen")
    answered(asked[0], preparer, Answer.OBJECTED, remark="Zu kurz")
    with refuses("Bitte schreiben Sie, wie mit den Einwänden umgegangen wird"):
        treat_objection(asked[0].pk, rights=preparer, at=ASKED_AT, treatment=" ")


def test_only_the_office_treats_objections(
    asked: list[Consultation], preparer: Rights, association: Rights, forbids: Refuses
) -> None:
    answered(asked[1], association, Answer.OBJECTED, remark="Zu kurz")

    with forbids():
        treat_objection(asked[1].pk, rights=association, at=ASKED_AT, treatment="Erledigt")


def test_nobody_was_asked_is_no_agreement(computed: Run, preparer: Rights, refuses: Refuses) -> None:
    with refuses("noch nicht um Stellungnahme gebeten"):
        concluded(computed, preparer, on=date(2030, 1, 1))


def test_open_answers_are_counted(asked: list[Consultation], preparer: Rights, refuses: Refuses) -> None:
    answered(asked[0], preparer)

    with refuses("Es fehlen noch 2 Antworten"):
        concluded(asked[0].run, preparer, on=DUE)


def test_silence_beyond_the_due_date_is_consent_where_the_programme_says_so(
    asked: list[Consultation], preparer: Rights
) -> None:
    answered(asked[0], preparer)

    run = concluded(asked[0].run, preparer, on=date(2024, 2, 27))

    assert (run.state, run.consulted_at) == (RunState.CONSULTED, RELEASED_AT)
    assert sorted(run.consultations.values_list("answer", flat=True)) == ["agreed", "silent", "silent"]


def test_silence_is_no_consent_where_the_programme_waits(
    asked: list[Consultation], preparer: Rights, refuses: Refuses
) -> None:
    Programme.objects.update(silence_rule="wait")
    answered(asked[0], preparer)

    with refuses("Es fehlen noch 2 Antworten"):
        concluded(asked[0].run, preparer, on=date(2030, 1, 1))


def test_the_letter_names_the_silence_rule_of_the_programme(computed: Run, preparer: Rights) -> None:
    Programme.objects.update(silence_rule="wait")

    consult(computed.pk, rights=preparer, at=ASKED_AT)

    for letter in Letter.objects.filter(kind="consultation"):
        assert "Wir entscheiden erst, wenn uns Ihre Antwort vorliegt." in str(letter.document)
