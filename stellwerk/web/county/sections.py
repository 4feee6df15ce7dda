"""Filling in: one section at a time, and the files that belong to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.applications import Saved, save_application
from stellwerk.actions.attachments import attach_file, remove_attachment
from stellwerk.gateways import clock
from stellwerk.law.answers import Answers
from stellwerk.law.applications import WRITABLE
from stellwerk.law.forms import Definition, Field, FieldKind, Section
from stellwerk.law.working import Refused
from stellwerk.models import Application, Attachment
from stellwerk.queries import applications as ask
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.prefill import names_of, offered
from stellwerk.web.answers import said, spoken_of
from stellwerk.web.county.answer_forms import FileForm, SectionForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.refusals import refused
from stellwerk.web.uploads import MEGABYTE

CHOSEN_HERE = (FieldKind.OFFICE, FieldKind.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a section: its control or its files, when it counts, what somebody else wrote."""

    field: Field
    control: forms.BoundField | None
    files: Sequence[Attachment]
    condition: str
    theirs: str
    is_open: bool


@needs(Verb.APPLY)
def application_section(request: SignedIn, pk: int, section: str) -> HttpResponse:
    """Show one section and save it on POST; with htmx only the sentence that says so comes back."""
    found = ask.own_application(request.rights, pk)
    definition = definition_of(found.form_version)
    part = definition.section(section)
    if part is None:
        raise Http404
    if found.state not in WRITABLE:
        return redirect("own_application", pk)
    newest = ask.written(found)
    form = _form(request, found, part, newest.answers)
    if request.method != "POST":
        return _page(request, found, definition, form, part, Saved(newest.number))
    saved = _saved(request, found, form)
    if request.htmx:
        return render(request, "county/section_saved.html", {"saved": saved, "form": form, "at": clock.now()})
    if form.errors or saved.contradicting:
        return _page(request, found, definition, form, part, saved)
    return _after(request, found, definition, part, saved)


@needs(Verb.APPLY)
def attachment_new(request: SignedIn, pk: int, field: str) -> HttpResponse:
    """Ask for a file of a field, and keep it on POST."""
    found = ask.own_application(request.rights, pk)
    wanted, part = _file_field(definition_of(found.form_version), field)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        values = {"name": file.name, "content": file.read(settings.ATTACHMENT_LIMIT_MB * MEGABYTE + 1)}
        try:
            attach_file(pk, field, rights=request.rights, at=clock.now(), **values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Anlage ist gespeichert."))
            return redirect("application_section", pk, part.key)
    page = {"application": found, "field": wanted, "section": part, "form": form}
    page["limit"] = settings.ATTACHMENT_LIMIT_MB
    return render(request, "county/attachment.html", page, status=422 if form.errors else 200)


@needs(Verb.APPLY)
def attachment_remove(request: SignedIn, pk: int, attachment: int) -> HttpResponse:
    found = ask.own_application(request.rights, pk)
    if request.method != "POST":
        return redirect("own_application", pk)
    file = remove_attachment(pk, attachment, rights=request.rights, at=clock.now())
    messages.success(request, _("Die Anlage „%(name)s“ ist entfernt.") % {"name": file.name})
    _wanted, part = _file_field(definition_of(found.form_version), file.field)
    return redirect("application_section", pk, part.key)


def _form(request: SignedIn, found: Application, part: Section, answers: Answers) -> SectionForm:
    asked = ask.open_correction(found)
    has_choice = any(one.kind in CHOSEN_HERE for one in part.fields)
    return SectionForm(
        request.POST if request.method == "POST" else None,
        section=part,
        answers=answers,
        offered=offered(found.applicant) if has_choice else {},
        only=asked.fields if asked else None,
    )


def _saved(request: SignedIn, found: Application, form: SectionForm) -> Saved:
    form.is_valid()
    seen = seen_version(request)
    try:
        return save_application(
            found.pk, rights=request.rights, at=clock.now(), seen=seen, answers=form.answers
        )
    except Refused as no:
        refused(form, no)
        return Saved(seen)


def seen_version(request: SignedIn) -> int:
    """Return from which version somebody wrote; what nobody could have seen is no version."""
    word = request.POST.get("seen", "")
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise Http404
    return int(word)


def _after(
    request: SignedIn, found: Application, definition: Definition, part: Section, saved: Saved
) -> HttpResponse:
    """Go on to the next section, or stay; tell what was saved."""
    messages.success(request, _("Gespeichert als Fassung %(number)s.") % {"number": saved.version})
    if saved.by:
        text = _("Zugleich hat %(name)s andere Felder geändert. Beide Änderungen stehen im Entwurf.")
        messages.info(request, text % {"name": saved.by})
    keys = [one.key for one in definition.sections]
    following = keys[keys.index(part.key) + 1 :]
    if request.POST.get("weiter") and following:
        return redirect("application_section", found.pk, following[0])
    if request.POST.get("weiter"):
        return redirect("own_application", found.pk)
    return redirect("application_section", found.pk, part.key)


def _page(
    request: SignedIn,
    found: Application,
    definition: Definition,
    form: SectionForm,
    part: Section,
    saved: Saved,
) -> HttpResponse:
    theirs = _theirs(definition, saved)
    files = ask.attachments(found)
    keys = [one.key for one in definition.sections]
    page: dict[str, Any] = {
        "application": found,
        "section": part,
        "number": keys.index(part.key) + 1,
        "sections": definition.sections,
        "form": form,
        "saved": saved,
        "rows": [_row(one, form, files, definition, theirs) for one in part.fields],
    }
    status = 422 if form.errors or saved.contradicting else 200
    return render(request, "county/section.html", page, status=status)


def _row(
    one: Field,
    form: SectionForm,
    files: Sequence[Attachment],
    definition: Definition,
    theirs: Mapping[str, str],
) -> Row:
    is_open = form.only is None or one.key in form.only
    control = form[one.key] if one.key in form.fields else None
    own = [file for file in files if file.field == one.key]
    return Row(one, control, own, _condition(one, definition), theirs.get(one.key, ""), is_open)


def _condition(one: Field, definition: Definition) -> str:
    """Say in words when a field counts; without scripts it is always there."""
    said_so = []
    for it in one.when:
        other = definition.field(it.field)
        if other is not None:
            words = _(" oder ").join(said(other, value, {}) for value in it.values)
            said_so.append(f"{other.label}: {words}")
    return _("Nur wenn „%(condition)s“") % {"condition": "; ".join(said_so)} if said_so else ""


def _theirs(definition: Definition, saved: Saved) -> dict[str, str]:
    if saved.theirs is None:
        return {}
    names = names_of(spoken_of(definition, saved.theirs))
    fields = [one for one in definition.fields if one.key in saved.contradicting]
    return {one.key: said(one, saved.theirs.get(one.key, ""), names) or _("(leer)") for one in fields}


def _file_field(definition: Definition, key: str) -> tuple[Field, Section]:
    for section in definition.sections:
        for one in section.fields:
            if one.key == key and one.kind == FieldKind.FILE:
                return one, section
    raise Http404
