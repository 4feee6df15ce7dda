"""Asking for opinions, answering, treating: what is stored, what is refused, what leaves by mail."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.checks import check_point, make_ready
from stellwerk.actions.opinion_answers import answer_opinion, treat_point
from stellwerk.actions.opinions import Brought, note_silence, remind_offices, withdraw_request
from stellwerk.models import (
    Application,
    CheckState,
    Dispatch,
    JournalEntry,
    Letter,
    OpinionAnswer,
    OpinionFile,
    OpinionPoint,
    OpinionRequest,
    OpinionState,
    SilenceRule,
    Treatment,
)
from stellwerk.queries.checks import points
from stellwerk.queries.opinions import open_for
from tests.house.applications import CERTIFIED_AT, submitted, whole
from tests.house.cases import person
from tests.house.opinions import (
    AFTER,
    ANSWERED_AT,
    ASKED_AT,
    BERLIN,
    FILE,
    POINTS,
    asked,
    objected,
    opinion,
)

Refuses = Callable[[str], object]
LATE = datetime(2024, 4, 3, 9, 0, tzinfo=BERLIN)


@pytest.fixture
def request_(db: None) -> OpinionRequest:
    return asked()


def treat_all(request: OpinionRequest) -> None:
    for point in OpinionPoint.objects.filter(opinion__request=request, dropped_at=None).order_by("pk"):
        treat_point(
            point.pk,
            rights=person("vorbereitung"),
            at=ANSWERED_AT,
            treatment=Treatment.PARTLY,
            why="Der Umfang wird gesenkt.",
        )


def checked(application: Application) -> None:
    for point in points(application):
        check_point(
            application.pk,
            point.key,
            rights=person("vorbereitung"),
            at=CERTIFIED_AT,
            state=CheckState.FULFILLED,
        )


# --- asking --------------------------------------------------------------------------------------


def test_each_body_gets_a_letter_of_its_own(request_: OpinionRequest, verbs: Callable[[], list[str]]) -> None:
    letters = Letter.objects.filter(kind="opinion").order_by("pk")

    assert [one.addressee.key for one in letters] == ["landkreistag", "gemeindetag"]
    assert Dispatch.objects.filter(letter__in=letters, role="to").count() == 2
    assert "Halten Sie den Umfang für nötig?" in str(letters[0].document)
    assert "22.03.2024" in str(letters[0].document)
    assert "Übersicht.pdf" in str(letters[0].document)
    assert verbs()[-1] == "ask_opinions"


def test_what_is_handed_over_is_the_version_submitted_last(request_: OpinionRequest) -> None:
    subject = request_.subjects.get()

    assert subject.version.is_submitted
    assert subject.version.number == max(it.number for it in subject.application.versions.all())


def test_the_rule_of_the_programme_holds_where_none_is_named(db: None) -> None:
    assert asked(silence_rule=None).silence_rule == SilenceRule.CONSENT


def test_nobody_and_nothing_cannot_be_asked(db: None, refuses: Refuses) -> None:
    application = submitted()

    with refuses("wer gefragt wird"):
        asked(application, offices=[])
    with refuses("einen Entwurf"):
        asked(application, applications=[], text=" ")
    with refuses("nach dem"):
        asked(application, due_on=ASKED_AT.date())


def test_a_draft_alone_can_be_asked_about(db: None) -> None:
    request = asked(applications=[], text="Entwurf des Förderaufrufs 2025", sections=[])

    assert not request.subjects.exists()
    assert open_for([Application.objects.get().pk]) == {}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (Brought("Brief.exe", b"MZ"), "keine davon"),
        (Brought("Brief.pdf", b""), "leer"),
        (Brought("Brief.pdf", b"%PDF-" + b"x" * 1_000_001), "größer als"),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused_by_name(
    db: None, refuses: Refuses, file: Brought, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = submitted()
    monkeypatch.setattr(settings, "ATTACHMENT_LIMIT_MB", 1)

    with refuses(f"Brief.*{words}"):
        asked(application, files=[file])


def test_more_files_than_anybody_reads_are_refused(db: None, refuses: Refuses) -> None:
    application = submitted()
    files = [Brought(f"{number}.pdf", b"%PDF-" + str(number).encode()) for number in range(11)]

    with refuses("Höchstens 10"):
        asked(application, files=files)


def test_a_draft_of_an_application_is_never_handed_out(db: None) -> None:
    with pytest.raises(ValueError, match="has not submitted"):
        asked(whole())


@pytest.mark.parametrize("name", ["freigabe", "pruefung", "landkreis", "verband", "betrieb"])
def test_only_who_prepares_asks(db: None, forbids: Callable[[], object], name: str) -> None:
    application = submitted()

    with forbids():
        asked(application, rights=person(name))


# --- answering -----------------------------------------------------------------------------------


def test_a_body_answers_with_points_and_a_file(request_: OpinionRequest) -> None:
    one = objected(request_, files=[FILE])

    assert (one.state, one.answer, one.answered_on) == ("answered", "objected", date(2024, 3, 14))
    assert one.answered_by == person("verband").person
    assert [it.text for it in one.points.order_by("number")] == list(POINTS)
    assert one.files.get().name == "Übersicht.pdf"
    assert len(one.sha256) == 64
    assert not one.is_late


def test_an_objection_without_a_point_is_refused(request_: OpinionRequest, refuses: Refuses) -> None:
    with refuses("mindestens einen Punkt"):
        objected(request_, points=[" "])


def test_until_the_last_day_a_body_corrects_itself_and_what_it_repeats_keeps_its_treatment(
    request_: OpinionRequest,
) -> None:
    objected(request_)
    treat_all(request_)

    objected(request_, points=[POINTS[1], "Neu."], at=datetime(2024, 3, 22, 23, 59, 59, tzinfo=BERLIN))

    said = OpinionPoint.objects.order_by("number")
    assert [(it.number, it.treatment, it.dropped_at is None) for it in said] == [
        (1, "partly", False),
        (2, "partly", True),
        (3, "", True),
    ]
    before = JournalEntry.objects.filter(verb="answer_opinion").order_by("pk")[0]
    assert before.details["points"] == list(POINTS)


def test_after_the_last_day_an_answer_that_is_there_stays(request_: OpinionRequest, refuses: Refuses) -> None:
    objected(request_)

    with refuses("Die Frist ist vorbei"):
        objected(request_, at=AFTER)


def test_a_late_answer_is_kept_and_marked_even_after_silence(request_: OpinionRequest) -> None:
    assert note_silence(request_.pk, rights=None, at=AFTER) == 2
    assert opinion(request_).state == OpinionState.SILENT

    one = objected(request_, at=LATE)

    assert (one.state, one.is_late) == ("answered", True)
    assert open_for([request_.subjects.get().application_id]) != {}


def test_what_came_by_post_is_recorded_with_its_day(request_: OpinionRequest, preparer: Rights) -> None:
    one = opinion(request_, "gemeindetag")

    made = answer_opinion(
        one.pk, rights=preparer, at=LATE, answer=OpinionAnswer.AGREED, answered_on=date(2024, 3, 22)
    )

    assert (made.answered_by, made.recorded_by, made.is_late) == (None, preparer.person, False)


@pytest.mark.parametrize("day", [date(2024, 3, 7), date(2024, 4, 4)])
def test_a_day_that_cannot_be_is_refused(
    request_: OpinionRequest, preparer: Rights, refuses: Refuses, day: date
) -> None:
    with refuses("zwischen dem"):
        answer_opinion(
            opinion(request_).pk, rights=preparer, at=LATE, answer=OpinionAnswer.AGREED, answered_on=day
        )


def test_the_authority_never_writes_over_what_a_body_entered(
    request_: OpinionRequest, preparer: Rights, refuses: Refuses
) -> None:
    one = objected(request_)

    with refuses("hat selbst geantwortet"):
        answer_opinion(one.pk, rights=preparer, at=ANSWERED_AT, answer=OpinionAnswer.AGREED)


@pytest.mark.parametrize("name", ["verband", "landkreis", "freigabe", "pruefung", "betrieb"])
def test_nobody_answers_for_another_body(
    request_: OpinionRequest, forbids: Callable[[], object], name: str
) -> None:
    other = opinion(request_, "gemeindetag")

    with forbids():
        answer_opinion(other.pk, rights=person(name), at=ANSWERED_AT, answer=OpinionAnswer.AGREED)


def test_a_forged_number_is_not_found(db: None, preparer: Rights) -> None:
    with pytest.raises(Http404):
        answer_opinion(987_654, rights=preparer, at=ANSWERED_AT, answer=OpinionAnswer.AGREED)
    with pytest.raises(Http404):
        treat_point(987_654, rights=preparer, at=ANSWERED_AT, treatment=Treatment.FOLLOWED, why="Ja.")
    with pytest.raises(Http404):
        remind_offices(987_654, rights=preparer, at=ANSWERED_AT)


# --- reminding, silence, withdrawing -------------------------------------------------------------


def test_only_who_has_not_answered_is_reminded_and_only_once(
    request_: OpinionRequest, preparer: Rights, refuses: Refuses
) -> None:
    objected(request_)

    (one,) = remind_offices(request_.pk, rights=preparer, at=ANSWERED_AT)

    assert (one.office.key, one.state) == ("gemeindetag", "reminded")
    assert "Erinnerung" in one.reminder.subject
    assert one.reminder.dispatches.get().office.key == "gemeindetag"
    with refuses("schon erinnert"):
        remind_offices(request_.pk, rights=preparer, at=ANSWERED_AT)


def test_silence_counts_once_the_day_is_over_in_germany(request_: OpinionRequest, refuses: Refuses) -> None:
    with refuses("noch nicht als Einvernehmen"):
        note_silence(request_.pk, rights=None, at=AFTER - timedelta(minutes=30))

    objected(request_)
    assert note_silence(request_.pk, rights=None, at=AFTER) == 1
    assert opinion(request_, "gemeindetag").state == OpinionState.SILENT
    with refuses("haben sich geäußert"):
        note_silence(request_.pk, rights=None, at=AFTER)


def test_where_the_rule_waits_silence_never_counts(db: None, refuses: Refuses) -> None:
    request = asked(silence_rule=SilenceRule.WAIT)

    with refuses("zählt hier nicht"):
        note_silence(request.pk, rights=None, at=LATE)


def test_a_withdrawn_request_waits_for_nothing_and_takes_nothing(
    request_: OpinionRequest, preparer: Rights, refuses: Refuses
) -> None:
    application = request_.subjects.get().application_id
    assert open_for([application])[application].unanswered == 2

    withdraw_request(request_.pk, rights=preparer, at=ANSWERED_AT, reason="Der Antrag wurde geändert.")

    assert open_for([application]) == {}
    with refuses("zurückgezogen"):
        objected(request_)


# --- treating ------------------------------------------------------------------------------------


def test_a_treatment_says_why_and_who(request_: OpinionRequest, preparer: Rights, refuses: Refuses) -> None:
    objected(request_)
    point = OpinionPoint.objects.order_by("pk")[0]

    with refuses("warum"):
        treat_point(point.pk, rights=preparer, at=ANSWERED_AT, treatment=Treatment.FOLLOWED, why=" ")
    made = treat_point(
        point.pk, rights=preparer, at=ANSWERED_AT, treatment=Treatment.NOT_FOLLOWED, why="Der Bedarf ist da."
    )

    assert (made.treatment, made.why, made.treated_by) == (
        "not_followed",
        "Der Bedarf ist da.",
        preparer.person,
    )


def test_an_application_is_ready_only_when_every_opinion_is_settled(
    request_: OpinionRequest, preparer: Rights, refuses: Refuses
) -> None:
    application = request_.subjects.get().application
    checked(application)

    with refuses("Es fehlen noch 2 Stellungnahmen"):
        make_ready(application.pk, rights=preparer, at=ANSWERED_AT)
    objected(request_)
    note_silence(request_.pk, rights=None, at=AFTER)
    with refuses("2 Punkte aus Stellungnahmen"):
        make_ready(application.pk, rights=preparer, at=LATE)
    treat_all(request_)

    assert make_ready(application.pk, rights=preparer, at=LATE).state == "ready"


def test_files_are_kept_once(request_: OpinionRequest) -> None:
    objected(request_, files=[FILE, FILE])
    objected(request_, files=[FILE])

    assert OpinionFile.objects.filter(opinion__isnull=False).count() == 1
