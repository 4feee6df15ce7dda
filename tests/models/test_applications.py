"""Forms, calls and applications: what the database refuses whatever way somebody takes."""

from collections.abc import Callable
from datetime import date

import pytest

from stellwerk.actions.applications import give_back_application
from stellwerk.actions.attachments import attach_file
from stellwerk.actions.calls import draft_version
from stellwerk.actions.checks import add_note, check_point, raise_flag, request_correction
from stellwerk.actions.early_starts import propose_early_start
from stellwerk.models import (
    Application,
    ApplicationVersion,
    Attachment,
    Call,
    CheckState,
    Form,
    FormVersion,
    Receipt,
)
from tests.house.applications import (
    CERTIFIED_AT,
    PDF,
    WRITER,
    WRITTEN_AT,
    begun,
    certified,
    handed_over,
    opened,
    saved,
    submitted,
)
from tests.house.cases import person

Breaks = Callable[..., None]
APPLICATION = "UPDATE stellwerk_application SET"


def test_a_form_has_one_name_and_one_draft(db: None, copy_breaks: Breaks) -> None:
    form = opened().form_version.form
    draft = draft_version(form.pk, rights=person("vorbereitung"), at=WRITTEN_AT)

    copy_breaks("form_has_one_draft", draft, number=9)
    copy_breaks("form_version_number_is_unique", FormVersion.objects.get(number=1))
    copy_breaks("form_name_is_unique", Form.objects.get())


def test_a_published_form_stays_as_it_is(db: None, breaks: Breaks) -> None:
    version = opened().form_version
    words = "a published form is append-only"

    breaks(words, "UPDATE stellwerk_formversion SET content = '{}' WHERE id = %s", version.pk)
    breaks(words, "UPDATE stellwerk_formversion SET published_at = NULL WHERE id = %s", version.pk)
    breaks(words, "DELETE FROM stellwerk_formversion WHERE id = %s", version.pk)


def test_a_call_has_a_title_and_a_window_to_the_minute(db: None, breaks: Breaks, copy_breaks: Breaks) -> None:
    call = opened()
    change = "UPDATE stellwerk_call SET"

    breaks("call_has_a_window", f"{change} closes_at = opens_at WHERE id = %s", call.pk)
    late = f"{change} closes_at = closes_at + interval '1 second' WHERE id = %s"
    breaks("call_is_exact_to_the_minute", late, call.pk)
    copy_breaks("call_title_is_unique", Call.objects.get())


def test_an_office_applies_once_and_numbers_are_unique(db: None, copy_breaks: Breaks) -> None:
    begun()

    copy_breaks("application_once_per_call", Application.objects.get(), number=9, file_number="9")
    copy_breaks("application_number_is_unique", Application.objects.get(), file_number="9", only_one=False)


def test_whoever_entered_cannot_certify_by_plain_sql(db: None, breaks: Breaks) -> None:
    application = handed_over()
    statement = f"{APPLICATION} certified_by_id = entered_by_id WHERE id = %s"

    breaks("application_needs_second_person", statement, application.pk)


def test_whoever_wrote_any_version_cannot_certify_by_plain_sql(db: None, breaks: Breaks) -> None:
    application = handed_over()
    second = person("landkreis.zweite")
    give_back_application(application.pk, rights=second, at=WRITTEN_AT)
    saved(application, second, {"share": "0.5"})

    statement = f"{APPLICATION} certified_by_id = %s WHERE id = %s"
    breaks("application_needs_second_person", statement, second.person.pk, application.pk)


@pytest.mark.parametrize("state", ["submitted", "ready", "decided"])
def test_nothing_is_submitted_by_nobody(db: None, breaks: Breaks, state: str) -> None:
    application = handed_over()

    statement = f"{APPLICATION} state = %s WHERE id = %s"
    breaks("application_is_certified_by_somebody", statement, state, application.pk)


def test_nobody_asks_for_less_than_nothing(db: None, breaks: Breaks) -> None:
    breaks("application_amount_is_no_debt", f"{APPLICATION} amount_asked = -1 WHERE id = %s", begun().pk)


def test_versions_receipts_and_notes_are_never_changed(db: None, breaks: Breaks, copy_breaks: Breaks) -> None:
    application = submitted()
    add_note(application.pk, rights=person("vorbereitung"), at=CERTIFIED_AT, text="Vermerk")

    for table in ("applicationversion", "receipt", "note"):
        breaks(f"stellwerk_{table} is append-only", f"UPDATE stellwerk_{table} SET id = id")
        breaks(f"stellwerk_{table} is append-only", f"DELETE FROM stellwerk_{table}")
    copy_breaks("application_version_number_is_unique", ApplicationVersion.objects.order_by("pk")[0])


def test_a_receipt_belongs_to_one_version(db: None, copy_breaks: Breaks) -> None:
    certified()

    copy_breaks("stellwerk_receipt_.*_key", Receipt.objects.get())


def test_a_file_is_there_once_and_never_changes(db: None, breaks: Breaks, copy_breaks: Breaks) -> None:
    application = begun()
    values = {"rights": person(WRITER), "at": WRITTEN_AT, "name": "Stelle.pdf", "content": PDF}
    attach_file(application.pk, "job_description", **values)
    words = "an attachment is append-only"

    breaks(words, "UPDATE stellwerk_attachment SET content = '\\x00'")
    breaks(words, "DELETE FROM stellwerk_attachment")
    copy_breaks("attachment_once_per_field", Attachment.objects.get())


def test_the_check_of_an_application_keeps_its_order(db: None, breaks: Breaks, copy_breaks: Breaks) -> None:
    application, by = submitted(), person("vorbereitung")
    step = {"rights": by, "at": CERTIFIED_AT}
    check = check_point(application.pk, "share", state=CheckState.FULFILLED, **step)
    flag = raise_flag(application.pk, reason="Doppelförderung?", **step)
    asked = request_correction(
        application.pk, fields=["amount"], text="Bitte prüfen.", due_on=date(2024, 3, 22), **step
    )

    half = "UPDATE stellwerk_flag SET cleared_at = now() WHERE id = %s"
    breaks("flag_is_cleared_by_somebody", half, flag.pk)
    half = "UPDATE stellwerk_correctionrequest SET answered_at = now() WHERE id = %s"
    breaks("correction_request_answer_is_complete", half, asked.pk)
    copy_breaks("check_is_unique", check)
    pk = asked.pk
    copy_breaks("correction_request_one_at_a_time", asked, number=2)
    columns = "application_id, number, fields, text, due_on, base_id, by_id, at"
    again = (
        f"INSERT INTO stellwerk_correctionrequest ({columns}, answered_at, answer_id) "
        f"SELECT {columns}, now(), base_id FROM stellwerk_correctionrequest WHERE id = %s"
    )
    breaks("correction_number_is_unique", again, pk)


def test_the_early_start_needs_four_eyes_a_day_and_both_halves(db: None, breaks: Breaks) -> None:
    application, by = submitted(), person("vorbereitung")
    values = {"granted": True, "from_on": date(2024, 4, 1), "reason": "Lücke"}
    pk = propose_early_start(application.pk, rights=by, at=CERTIFIED_AT, **values).pk
    change = "UPDATE stellwerk_earlystart SET"

    own = f"{change} decided_by_id = proposed_by_id, decided_at = now() WHERE id = %s"
    breaks("early_start_needs_four_eyes", own, pk)
    breaks("early_start_decision_is_complete", f"{change} decided_at = now() WHERE id = %s", pk)
    breaks("early_start_has_a_day_if_granted", f"{change} from_on = NULL WHERE id = %s", pk)
