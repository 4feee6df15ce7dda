"""Forms: which there are, their versions, and one defined piece by piece or as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django import forms as web_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.calls import change_version, create_form, draft_version, publish_version
from stellwerk.gateways import clock
from stellwerk.law import form_edits as edit
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition
from stellwerk.law.working import Refused
from stellwerk.models import FormVersion
from stellwerk.queries import calls as ask
from stellwerk.queries.lists.calls import FORMS
from stellwerk.queries.programmes import programmes
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.lists import pages as lists
from stellwerk.web.office.call_forms import ImportForm, NewForm
from stellwerk.web.office.form_pieces import (
    CheckForm,
    FieldForm,
    QuestionForm,
    SectionPieceForm,
    labels_of,
    present,
)
from stellwerk.web.refusals import refused

MOVES = {"hoch": edit.UP, "runter": edit.DOWN}
KINDS = ("question", "section", "field", "check")


@needs(Verb.READ_OFFICE)
def forms(request: SignedIn) -> HttpResponse:
    return lists.show(request, FORMS, "office/forms.html")


@needs(Verb.PREPARE)
def form_new(request: SignedIn) -> HttpResponse:
    form = NewForm(request.POST or None, programmes=programmes(request.rights))
    if form.is_valid():
        it = form.cleaned_data
        try:
            made = create_form(
                it["programme"], rights=request.rights, at=clock.now(), name=it["name"], content=it["content"]
            )
        except Refused as no:
            refused(form, no)
        else:
            return redirect("form_version", made.pk)
    return render(request, "office/form_new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Verb.READ_OFFICE)
def form(request: SignedIn, pk: int) -> HttpResponse:
    """Show the versions of a form; a POST begins the next one."""
    found = ask.form(request.rights, pk)
    refusal = ""
    if request.method == "POST":
        try:
            return redirect("form_version", draft_version(pk, rights=request.rights, at=clock.now()).pk)
        except Refused as no:
            refusal = no.sentence(_)
    versions = list(ask.versions(request.rights, found))
    page = {"form": found, "versions": versions, "refusal": refusal}
    page["has_draft"] = any(one.published_at is None for one in versions)
    return render(request, "office/form.html", page, status=422 if refusal else 200)


@needs(Verb.READ_OFFICE)
def form_version(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, ask.form_version(request.rights, pk))


@needs(Verb.PREPARE)
def form_piece(request: SignedIn, pk: int, kind: str, key: str = "") -> HttpResponse:
    """Add a piece or change the one with the key; fields name their section in the address."""
    version = _draft(request, pk)
    definition = ask.definition(version)
    before = _piece(definition, kind, key) if key else None
    piece = _piece_form(request, definition, kind, before)
    if piece.is_valid():
        try:
            where = _section(request, definition, key)
            changed = _with_piece(definition, kind, piece.piece(), old=key, section=where)
            change_version(
                pk, rights=request.rights, at=clock.now(), definition=changed, seen=version.changed_at
            )
        except Refused as no:
            refused(piece, no)
        else:
            messages.success(request, _("Das Formular ist geändert."))
            return redirect("form_version", pk)
    page = {"version": version, "kind": kind, "before": before, "piece": piece}
    return render(request, "office/form_piece.html", page, status=422 if piece.errors else 200)


@needs(Verb.PREPARE)
def form_arrange(request: SignedIn, pk: int, kind: str, key: str) -> HttpResponse:
    """Move a piece up or down, or take it away."""
    version = _draft(request, pk)
    if request.method != "POST":
        return redirect("form_version", pk)
    definition, what = ask.definition(version), request.POST.get("tun", "")
    _piece(definition, kind, key)
    try:
        changed = (
            edit.without(definition, kind, key)
            if what == "weg"
            else edit.moved(definition, kind, key, MOVES.get(what, 0))
        )
        change_version(pk, rights=request.rights, at=clock.now(), definition=changed)
    except Refused as no:
        return _show(request, version, refusal=no.sentence(_))
    return redirect("form_version", pk)


@needs(Verb.PREPARE)
def form_publish(request: SignedIn, pk: int) -> HttpResponse:
    version = ask.form_version(request.rights, pk)
    if request.method != "POST":
        return redirect("form_version", pk)
    try:
        publish_version(pk, rights=request.rights, at=clock.now())
    except Refused as no:
        return _show(request, version, refusal=no.sentence(_))
    messages.success(request, _("Die Fassung ist veröffentlicht. Förderaufrufe können sie jetzt benutzen."))
    return redirect("form_version", pk)


@needs(Verb.READ_OFFICE)
def form_export(request: SignedIn, pk: int) -> HttpResponse:
    version = ask.form_version(request.rights, pk)
    text = json.dumps(version.content, ensure_ascii=False, indent=2)
    answer = HttpResponse(f"{text}\n", content_type="application/json; charset=utf-8")
    name = f"antragsformular-{version.form_id}-{version.number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs(Verb.PREPARE)
def form_import(request: SignedIn, pk: int) -> HttpResponse:
    """Exchange the whole draft for JSON: the second way to define a form."""
    version = _draft(request, pk)
    text = json.dumps(version.content, ensure_ascii=False, indent=2)
    form = ImportForm(request.POST or None, initial={"content": text})
    if form.is_valid():
        try:
            definition = parse(form.cleaned_data["content"])
            by: dict[str, Any] = {"rights": request.rights, "at": clock.now()}
            change_version(pk, definition=definition, seen=version.changed_at, **by)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Das Formular ist geändert."))
            return redirect("form_version", pk)
    page = {"version": version, "form": form}
    return render(request, "office/form_import.html", page, status=422 if form.errors else 200)


def _show(request: SignedIn, version: FormVersion, *, refusal: str = "") -> HttpResponse:
    definition = ask.definition(version)
    page = {
        "version": version,
        "definition": definition,
        "sections": [
            (section, [(one, *labels_of(one)) for one in section.fields]) for section in definition.sections
        ],
        "is_draft": version.published_at is None,
        "may_change": version.published_at is None and request.rights.may(Verb.PREPARE),
        "refusal": refusal,
    }
    return render(request, "office/form_version.html", page, status=422 if refusal else 200)


def _draft(request: SignedIn, pk: int) -> FormVersion:
    """Return a version that can still be changed. Http404: it is published."""
    version = ask.form_version(request.rights, pk)
    if version.published_at is not None:
        raise Http404
    return version


def _piece(definition: Definition, kind: str, key: str) -> Any:
    listed: dict[str, Sequence[Any]] = {
        "question": definition.questions,
        "section": definition.sections,
        "field": definition.fields,
        "check": definition.checks,
    }
    found = next((one for one in listed.get(kind, ()) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _piece_form(request: SignedIn, definition: Definition, kind: str, before: Any) -> Any:
    data = request.POST if request.method == "POST" else None
    if kind == "field":
        initial = present(before) if before else None
        return FieldForm(data, definition=definition, before=before, initial=initial)
    plain: dict[str, type[web_forms.Form]] = {
        "question": QuestionForm,
        "section": SectionPieceForm,
        "check": CheckForm,
    }
    if kind not in plain:
        raise Http404
    return plain[kind](data, initial=_plain(before) if before else None)


def _plain(one: Any) -> dict[str, Any]:
    label = getattr(one, "label", "") or getattr(one, "title", "")
    names = ("key", "help", "excluding", "explanation")
    return {name: getattr(one, name, "") for name in names} | {"label": label}


def _with_piece(definition: Definition, kind: str, one: Any, *, old: str, section: str) -> Definition:
    if kind == "field":
        return edit.with_field(definition, section, one, old=old)
    added: dict[str, Callable[..., Definition]] = {
        "question": edit.with_question,
        "section": edit.with_section,
        "check": edit.with_check,
    }
    return added[kind](definition, one, old=old)


def _section(request: SignedIn, definition: Definition, key: str) -> str:
    """Return the section of a field: where it is, or where the address wants it."""
    for section in definition.sections:
        if any(one.key == key for one in section.fields):
            return section.key
    return request.GET.get("abschnitt", "")
