"""An office applies: begin with what is known, save, two people at once, hand over, certify."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.applications import (
    give_back_application,
    hand_over_application,
    start_application,
    withdraw_application,
)
from stellwerk.actions.submissions import certify_application
from stellwerk.management.demonstration_calls import SAID
from stellwerk.models import Application, ApplicationVersion, Dispatch, Letter, Office
from stellwerk.queries.applications import written
from tests.house.applications import (
    CERTIFIED_AT,
    CERTIFIER,
    CLOSES_AT,
    OFFICE,
    OPENS_AT,
    OTHER_WRITER,
    WRITER,
    WRITTEN_AT,
    begun,
    certified,
    handed_over,
    opened,
    saved,
    whole,
)
from tests.house.cases import person

Refuses = Callable[..., object]


@pytest.fixture
def second(db: None) -> Rights:
    """Return the rights of the second person of the Landratsamt Ostalbkreis."""
    return person(CERTIFIER)


# --- begin ---------------------------------------------------------------------------------------


def test_what_is_known_of_office_place_and_last_grant_is_filled_in(db: None) -> None:
    answers = written(begun()).answers

    assert answers["legal_entity"] == "Ostalbkreis"
    assert answers["office"] == "Landratsamt Ostalbkreis"
    assert answers["last_file_number"].startswith("Beispiel-")
    assert answers["share"] in ("1", "0.5", "0.75")


def test_answers_of_the_last_application_are_taken_over(db: None) -> None:
    certified()
    another = opened(title="Förderaufruf 2025", form_version=Application.objects.get().form_version)

    assert written(begun(another)).answers["seat"] == "08136088"


def test_an_excluding_answer_is_refused_with_its_sentence(db: None, refuses: Refuses, county: Rights) -> None:
    call, office = opened(), Office.objects.get(key=OFFICE).pk

    with refuses("Eine Maßnahme, die schon begonnen hat"):
        said = SAID | {"has_begun": "yes"}
        start_application(call.pk, rights=county, at=WRITTEN_AT, office_id=office, said=said)
    with refuses("jede Frage mit Ja oder Nein"):
        start_application(call.pk, rights=county, at=WRITTEN_AT, office_id=office, said={})


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (OPENS_AT - timedelta(microseconds=1), "ab 01.02.2024, 08:00"),
        (CLOSES_AT + timedelta(seconds=1), "bis 30.04.2024, 18:00"),
    ],
)
def test_nobody_begins_outside_the_window(db: None, refuses: Refuses, county: Rights, at, words: str) -> None:
    call, office = opened(), Office.objects.get(key=OFFICE).pk

    with refuses(words):
        start_application(call.pk, rights=county, at=at, office_id=office, said=SAID)


def test_an_office_applies_once_unless_it_takes_its_application_back(db: None, refuses: Refuses) -> None:
    first = begun()

    with refuses("schon einen Antrag"):
        begun(first.call)
    withdraw_application(first.pk, rights=person(WRITER), at=WRITTEN_AT, reason="Doppelt begonnen")

    assert begun(first.call).number == 2


def test_nobody_applies_for_another_office(db: None, forbids: Refuses) -> None:
    call, office = opened(), Office.objects.get(key=OFFICE).pk

    with forbids():
        rights = person(OTHER_WRITER)
        start_application(call.pk, rights=rights, at=WRITTEN_AT, office_id=office, said=SAID)


# --- save ----------------------------------------------------------------------------------------


def test_every_saving_is_a_version_and_the_same_again_is_none(db: None, county: Rights) -> None:
    application = begun()

    first = saved(application, county, {"share": "0.75"})
    again = saved(application, county, {"share": "0.75"})

    assert (first.version, first.is_new, again.version, again.is_new) == (2, True, 2, False)
    assert ApplicationVersion.objects.filter(application=application).count() == 2


def test_two_people_change_different_fields_and_both_changes_stand(
    db: None, county: Rights, second: Rights
) -> None:
    application = begun()

    saved(application, county, {"contact": "stelle@lra-08136.stellwerk.invalid"}, seen=1)
    done = saved(application, second, {"share": "0.5"}, seen=1)

    answers = written(application).answers
    assert (answers["contact"], answers["share"]) == ("stelle@lra-08136.stellwerk.invalid", "0.5")
    assert done.by == county.person.name


def test_two_people_change_the_same_field_and_the_second_one_sees_both(
    db: None, county: Rights, second: Rights
) -> None:
    application = begun()

    saved(application, county, {"contact": "erste@lra-08136.stellwerk.invalid"}, seen=1)
    done = saved(application, second, {"contact": "zweite@lra-08136.stellwerk.invalid"}, seen=1)

    assert done.contradicting == {"contact"}
    assert done.theirs == {"contact": "erste@lra-08136.stellwerk.invalid"}
    assert written(application).answers["contact"] == "erste@lra-08136.stellwerk.invalid"

    saved(application, second, {"contact": "zweite@lra-08136.stellwerk.invalid"}, seen=done.version)

    assert written(application).answers["contact"] == "zweite@lra-08136.stellwerk.invalid"
    kept = ApplicationVersion.objects.get(application=application, number=2)
    assert kept.answers["contact"] == "erste@lra-08136.stellwerk.invalid"


def test_ones_own_draft_that_saved_itself_contradicts_nobody(db: None, county: Rights) -> None:
    application = begun()

    saved(application, county, {"contact": "halb@lra"}, seen=1)
    done = saved(application, county, {"contact": "halb@lra-08136.stellwerk.invalid"}, seen=1)

    assert (done.contradicting, done.version) == (frozenset(), 3)
    assert written(application).answers["contact"] == "halb@lra-08136.stellwerk.invalid"


def test_a_value_of_the_wrong_kind_is_not_stored(db: None, county: Rights, refuses: Refuses) -> None:
    application = begun()

    for wrong in ({"share": "2"}, {"starts_on": "2024-02-30"}, {"amount": "-1"}, {"follow_up": "maybe"}):
        with refuses("Bitte|Wahl"):
            saved(application, county, wrong)
    with refuses("passt nicht zur Frage"):
        saved(application, county, {"contact": ["a", "b"]})


def test_another_office_finds_no_application_of_ours(db: None) -> None:
    application = begun()

    with pytest.raises(Http404):
        saved(application, person(OTHER_WRITER), {"share": "0.5"})


# --- certify -------------------------------------------------------------------------------------


def test_an_incomplete_application_is_not_handed_over(db: None, county: Rights, refuses: Refuses) -> None:
    application = begun()

    with refuses("noch nicht vollständig"):
        hand_over_application(application.pk, rights=county, at=WRITTEN_AT)


def test_a_second_person_submits_and_gets_a_receipt(db: None, verbs: Callable[[], list[str]]) -> None:
    receipt = certified()

    application = Application.objects.get()
    assert (application.state, application.submitted_at) == ("submitted", CERTIFIED_AT)
    assert str(application.amount_asked) == "69600.00"
    assert receipt.version.is_submitted
    assert "16:03:07" in str(receipt.letter.document)
    assert receipt.sha256 in str(receipt.letter.document)
    assert Dispatch.objects.get(letter=receipt.letter).office.key == OFFICE
    assert verbs()[-3:] == ["save_application", "hand_over_application", "certify_application"]


def test_whoever_wrote_anything_does_not_certify(
    db: None, county: Rights, second: Rights, refuses: Refuses
) -> None:
    application = begun()
    saved(application, second, {"share": "0.5"})
    handed_over(application)

    for rights in (county, second):
        with refuses("zeichnet ihn nicht selbst"):
            certify_application(application.pk, rights=rights, at=CERTIFIED_AT)


def test_the_last_moment_of_the_window_counts_and_the_next_one_does_not(
    db: None, second: Rights, refuses: Refuses
) -> None:
    application = handed_over()

    with refuses("eingegangen ist dieser um 18:00:00"):
        late = CLOSES_AT + timedelta(microseconds=1)
        certify_application(application.pk, rights=second, at=late)
    certify_application(application.pk, rights=second, at=CLOSES_AT)

    assert Application.objects.get().submitted_at == CLOSES_AT


def test_characters_that_cannot_be_printed_keep_nobody_from_applying(db: None, second: Rights) -> None:
    application = whole(contact="stelle@lra-08136.stellwerk.invalid 🙂")
    hand_over_application(application.pk, rights=person(WRITER), at=WRITTEN_AT)

    receipt = certify_application(application.pk, rights=second, at=CERTIFIED_AT)

    assert "stellwerk.invalid ?" in str(receipt.letter.document)
    assert receipt.version.answers["contact"].endswith("🙂")


def test_an_office_without_an_address_can_apply_all_the_same(db: None) -> None:
    Office.objects.filter(key=OFFICE).update(email="")

    receipt = certified()

    assert Letter.objects.filter(pk=receipt.letter_id).exists()
    assert not Dispatch.objects.filter(letter=receipt.letter).exists()


def test_what_is_asked_no_longer_is_not_submitted(db: None) -> None:
    application = whole(third_party="yes", third_party_amount="100.00")
    saved(application, person(WRITER), {"third_party": "no"})
    hand_over_application(application.pk, rights=person(WRITER), at=WRITTEN_AT)

    receipt = certify_application(application.pk, rights=person(CERTIFIER), at=CERTIFIED_AT)

    assert "third_party_amount" not in receipt.version.answers


def test_a_second_person_can_give_it_back(db: None, second: Rights) -> None:
    application = handed_over()

    give_back_application(application.pk, rights=second, at=WRITTEN_AT, reason="Betrag prüfen")

    assert Application.objects.get().state == "draft"
