"""Define forms, publish their versions, open calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import journal
from stellwerk.law.calls import require_window
from stellwerk.law.form_reading import parse, require_publishable
from stellwerk.law.forms import Definition, spelled
from stellwerk.law.working import N_, Refused
from stellwerk.models import Call, Form, FormVersion, Programme, Terms


@transaction.atomic(durable=True)
def create_form(
    programme: Programme, *, rights: Rights, at: datetime, name: str, content: Mapping[str, Any] | None = None
) -> FormVersion:
    """Begin a form of a programme; its first version is a draft.

    content  of another form or from a file; empty otherwise

    Refused: the programme has a form of this name, or the content cannot be read.
    """
    require(rights, Verb.PREPARE, office_id=programme.authority_id)
    if Form.objects.filter(programme=programme, name=name).exists():
        raise Refused(N_("Ein Formular mit diesem Namen gibt es schon."), field="name")
    form = Form.objects.create(programme=programme, name=name, is_example=programme.is_example)
    version = _version(form, 1, parse(dict(content or {})), rights, at)
    journal(rights.person, at, "create_form", form, f"Antragsformular „{name}“ angelegt")
    return version


@transaction.atomic(durable=True)
def draft_version(form_id: int, *, rights: Rights, at: datetime) -> FormVersion:
    """Begin the next version of a form as a copy of the newest one.

    Refused: there is a draft already.
    """
    form = _locked_form(form_id, rights)
    last = form.versions.order_by("-number")[0]
    if last.published_at is None:
        raise Refused(N_("Zu diesem Formular gibt es schon einen Entwurf. Bitte bearbeiten Sie ihn."))
    version = _version(form, last.number + 1, parse(last.content), rights, at)
    text = f"Antragsformular „{form.name}“: Fassung {version.number} begonnen"
    journal(rights.person, at, "draft_version", form, text)
    return version


@transaction.atomic(durable=True)
def change_version(
    version_id: int, *, rights: Rights, at: datetime, definition: Definition, seen: datetime | None = None
) -> FormVersion:
    """Exchange the content of a draft.

    seen  when the draft had last been changed as its editor saw it

    Refused: it is published, somebody changed it meanwhile, or the content does not fit together.
    """
    version = _locked_draft(version_id, rights)
    if seen is not None and version.changed_at != seen:
        raise Refused(
            N_(
                "Jemand hat das Formular inzwischen geändert. Ihre Eingabe steht noch hier. "
                "Wenn sie gelten soll, speichern Sie bitte noch einmal."
            )
        )
    version.content = spelled(parse(spelled(definition)))
    version.by, version.changed_at = rights.person, at
    version.save(update_fields=["content", "by", "changed_at"])
    text = f"Antragsformular „{version.form.name}“: Fassung {version.number} geändert"
    journal(rights.person, at, "change_version", version.form, text)
    return version


@transaction.atomic(durable=True)
def publish_version(version_id: int, *, rights: Rights, at: datetime) -> FormVersion:
    """Publish a draft; from here on it stays as it is, and calls can use it.

    Refused: it is published already, or nothing could be entered in it.
    """
    version = _locked_draft(version_id, rights)
    require_publishable(parse(version.content))
    version.published_at = at
    version.save(update_fields=["published_at"])
    text = f"Antragsformular „{version.form.name}“: Fassung {version.number} veröffentlicht"
    journal(rights.person, at, "publish_version", version.form, text)
    return version


@transaction.atomic(durable=True)
def open_call(
    *,
    rights: Rights,
    at: datetime,
    terms: Terms,
    form_version: FormVersion,
    title: str,
    text: str,
    opens_at: datetime,
    closes_at: datetime,
    only_one: bool = True,
) -> Call:
    """Announce a call; counties see it at once, and apply while its window is open.

    Refused: the form is not published or another programme's, the window is none, or the title is taken.
    """
    programme = terms.programme
    require(rights, Verb.PREPARE, office_id=programme.authority_id)
    require_window(opens_at, closes_at)
    _require_usable(form_version, programme)
    values = {
        "title": title,
        "text": text,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "only_one": only_one,
    }
    if Call.objects.filter(programme=programme, title=title).exists():
        raise Refused(N_("Einen Aufruf mit dieser Bezeichnung gibt es schon."), field="title")
    call = Call.objects.create(
        programme=programme,
        terms=terms,
        form_version=form_version,
        is_example=programme.is_example,
        **values,
    )
    journal(rights.person, at, "open_call", call, f"Förderaufruf „{title}“ angelegt")
    return call


@transaction.atomic(durable=True)
def change_call(
    call_id: int,
    *,
    rights: Rights,
    at: datetime,
    text: str,
    opens_at: datetime,
    closes_at: datetime,
    form_version: FormVersion,
) -> Call:
    """Move the window of a call or give it a newer form; applications that are begun keep theirs.

    Refused: the window is none, or the form cannot be used.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=call_id).first()
    if call is None:
        raise Http404
    require(rights, Verb.PREPARE, office_id=call.programme.authority_id)
    require_window(opens_at, closes_at)
    _require_usable(form_version, call.programme)
    before = {"opens_at": call.opens_at.isoformat(), "closes_at": call.closes_at.isoformat()}
    call.text, call.opens_at, call.closes_at, call.form_version = text, opens_at, closes_at, form_version
    call.save(update_fields=["text", "opens_at", "closes_at", "form_version"])
    journal(rights.person, at, "change_call", call, f"Förderaufruf „{call.title}“ geändert", before)
    return call


def _version(form: Form, number: int, definition: Definition, rights: Rights, at: datetime) -> FormVersion:
    return FormVersion.objects.create(
        form=form, number=number, content=spelled(definition), by=rights.person, changed_at=at
    )


def _locked_form(form_id: int, rights: Rights) -> Form:
    form = Form.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=form_id).first()
    if form is None:
        raise Http404
    require(rights, Verb.PREPARE, office_id=form.programme.authority_id)
    return form


def _locked_draft(version_id: int, rights: Rights) -> FormVersion:
    rows = FormVersion.objects.select_for_update(of=("self",)).select_related("form__programme")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Http404
    require(rights, Verb.PREPARE, office_id=version.form.programme.authority_id)
    if version.published_at is not None:
        raise Refused(
            N_("Diese Fassung ist veröffentlicht und bleibt, wie sie ist. Bitte beginnen Sie eine neue.")
        )
    return version


def _require_usable(version: FormVersion, programme: Programme) -> None:
    if version.published_at is None or version.form.programme_id != programme.pk:
        raise Refused(
            N_("Bitte wählen Sie eine veröffentlichte Fassung eines Formulars dieses Programms."),
            field="form_version",
        )
