"""Calls and applications: the example's call, an application in each state."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from stellwerk.access import Rights
from stellwerk.actions.applications import hand_over_application, save_application, start_application
from stellwerk.actions.assignments import assign_applications
from stellwerk.actions.attachments import attach_file
from stellwerk.actions.calls import create_form, draft_version, open_call, publish_version
from stellwerk.actions.checks import raise_flag
from stellwerk.actions.submissions import certify_application
from stellwerk.management.demonstration_calls import FORM, SAID, WHOLE
from stellwerk.models import (
    Application,
    Attachment,
    Call,
    FormVersion,
    JournalEntry,
    Office,
    Programme,
    Receipt,
)
from stellwerk.queries.applications import ASSIGN_MANY, written
from stellwerk.queries.assignments import Chosen
from tests.house.cases import person

BERLIN = ZoneInfo("Europe/Berlin")
OPENS_AT = datetime(2024, 2, 1, 8, tzinfo=BERLIN)
CLOSES_AT = datetime(2024, 4, 30, 18, tzinfo=BERLIN)
WRITTEN_AT = datetime(2024, 3, 8, 9, 12, 41, tzinfo=BERLIN)
CERTIFIED_AT = datetime(2024, 3, 8, 16, 3, 7, tzinfo=BERLIN)
WRITER, CERTIFIER = "landkreis", "landkreis.zweite"  # of the Landratsamt Ostalbkreis
OTHER_WRITER = "landkreis.boeblingen"
OFFICE = "LRA-08136"
PDF = b"%PDF-1.7\n% Stellenbeschreibung\n"


def content() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(FORM.read_text(encoding="utf-8"))
    return made


def published(programme: Programme | None = None, **changes: Any) -> FormVersion:
    by = person("vorbereitung")
    values = {"name": "Antrag auf Förderung", "content": content()} | changes
    draft = create_form(programme or Programme.objects.get(), rights=by, at=OPENS_AT, **values)
    return publish_version(draft.pk, rights=by, at=OPENS_AT)


def opened(**changes: Any) -> Call:
    """Return a call that takes applications from 1 February to 30 April 2024, 18:00."""
    programme = Programme.objects.get()
    values = {
        "rights": person("vorbereitung"),
        "at": OPENS_AT,
        "terms": programme.terms.order_by("-number")[0],
        "title": "Förderaufruf 2024",
        "text": "",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
    } | changes
    return open_call(**{"form_version": changes.get("form_version") or published(), **values})


def begun(call: Call | None = None, *, by: str = WRITER, office: str = OFFICE) -> Application:
    pk = Office.objects.get(key=office).pk
    found = call or opened()
    return start_application(found.pk, rights=person(by), at=WRITTEN_AT, office_id=pk, said=SAID)


def whole(application: Application | None = None, *, by: str = WRITER, **changes: Any) -> Application:
    """Return a draft in which nothing is missing."""
    found = application or begun()
    saved(found, person(by), dict(WHOLE) | {"seat": "08136088"} | changes)
    return found


def saved(application: Application, rights: Rights, answers: dict[str, Any], **options: Any) -> Any:
    values = {"seen": written(application).number, "at": WRITTEN_AT} | options
    return save_application(application.pk, rights=rights, answers=answers, **values)


def handed_over(application: Application | None = None, *, by: str = WRITER) -> Application:
    found = whole(application, by=by)
    return hand_over_application(found.pk, rights=person(by), at=WRITTEN_AT)


def certified(application: Application | None = None, *, by: str = CERTIFIER) -> Receipt:
    found = handed_over(application)
    return certify_application(found.pk, rights=person(by), at=CERTIFIED_AT)


def submitted() -> Application:
    return Application.objects.get(pk=certified().application_id)


def case() -> dict[str, list[Any]]:
    """Return for every address of forms, calls and applications what stands in it; made once."""
    found = Application.objects.order_by("pk").first() or submitted()
    by, form = person("vorbereitung"), found.form_version.form
    draft = form.versions.filter(published_at=None).first()
    draft = draft or draft_version(form.pk, rights=by, at=OPENS_AT)
    file = Attachment.objects.order_by("pk").first()
    flag = found.flags.order_by("pk").first()
    flag = flag or raise_flag(found.pk, rights=by, at=CERTIFIED_AT, reason="Test")
    own, version = [found.pk], [draft.pk]
    pieces = {"form_piece": [*version, "field", "contact"], "form_arrange": [*version, "check", "share"]}
    return {
        **dict.fromkeys(OWN_PAGES + CASE_PAGES, own),
        **dict.fromkeys(("form_version", "form_export", "form_import", "form_publish"), version),
        **{name: [found.call_id] for name in ("open_call", "call", "call_edit")},
        **pieces,
        "form_piece_new": [*version, "check"],
        "form": [form.pk],
        "application_section": [*own, "post"],
        "application_point": [*own, "share"],
        "application_flag_clear": [*own, flag.pk],
        "applications_assigned": [assigned_among_many(found).pk],
        "attachment_new": [*own, "job_description"],
        "attachment_remove": [*own, file.pk if file else 0],
        "attachment": [file.pk if file else 0],
        "receipt_pdf": [*own, Receipt.objects.order_by("pk")[0].pk],
    }


def assigned_among_many(application: Application) -> JournalEntry:
    """Return the entry that tells of an assignment of several applications; made once."""
    found = JournalEntry.objects.filter(verb=ASSIGN_MANY).order_by("pk").first()
    by, chosen = person("vorbereitung"), Chosen("vorgaenge", (application.pk,))
    return found or assign_applications(chosen, rights=by, at=CERTIFIED_AT, to=by.person)


OWN_PAGES = (
    "own_application",
    "application_hand_over",
    "application_certify",
    "application_give_back",
    "application_withdraw",
    "own_versions",
    "receipt",
)
CASE_PAGES = (
    "application",
    "application_versions",
    "application_assign",
    "application_correction",
    "application_ready",
    "application_reopen",
    "application_note",
    "application_flag",
    "application_early_start",
    "application_early_decide",
)


def in_every_state() -> dict[str, Any]:
    """Return a call with a draft, one that waits for its certification, and one that was submitted."""
    call = opened(only_one=False)
    draft, waiting = begun(call), handed_over(begun(call))
    file = attach_file(
        draft.pk, "job_description", rights=person(WRITER), at=WRITTEN_AT, name="Stelle.pdf", content=PDF
    )
    receipt = certified(begun(call))
    form = call.form_version.form
    return {
        "call": call,
        "own_draft": draft,
        "to_certify": waiting,
        "attachment": file,
        "case": receipt.application,
        "assignment": assigned_among_many(receipt.application),
        "receipt": receipt,
        "other_case": begun(call, by=OTHER_WRITER, office="LRA-08115"),
        "form": form,
        "form_draft": draft_version(form.pk, rights=person("vorbereitung"), at=WRITTEN_AT),
    }
