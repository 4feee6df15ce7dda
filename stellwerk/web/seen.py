"""Two people at one form: whoever saves second is told what the first one saved; nothing is overwritten."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stellwerk.web.templatetags.german import day, moment

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN = "seen"  # the hidden field
TURN = "SELECT pg_try_advisory_lock(%s)"
NEXT = "SELECT pg_advisory_unlock(%s)"
PATIENCE = 10  # seconds


class _MarksField(forms.CharField):
    """The marks of what is stored now; those that came along were of what its editor had seen."""

    def bound_data(self, _data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        return False


class SeenForm(forms.Form):
    """Changes what is stored: it carries a mark of each value as its editor saw it.

    Where the stored value has another mark by now, and another value was typed, the field says what is there.
    Saved once more, what was typed holds: its editor has seen the other one then.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hidden = forms.HiddenInput(attrs={"id": False})  # a page may have several of these forms
        self.fields[SEEN] = _MarksField(required=False, widget=hidden)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == SEEN and SEEN not in self.initial:
            return json.dumps(self._marks())
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said.pop(SEEN, None)
        for name in self._outdated():
            field, here = self.fields[name], self.get_initial_for_field(self.fields[name], name)
            if name in said and field.has_changed(here, self[name].data):
                now = self._shown(name) or _("nichts")
                self.add_error(name, forms.ValidationError(self.meanwhile, params={"now": now}))
        return said

    meanwhile = _(
        "Inzwischen hat jemand anderes hier gespeichert: „%(now)s“. Ihre Eingabe steht noch im Feld. "
        "Wenn sie gelten soll, speichern Sie bitte noch einmal."
    )

    def _outdated(self) -> list[str]:
        """Return what is stored differently by now; a field that was not shown was seen as empty."""
        told = _told(self.data.get(self.add_prefix(SEEN), ""))
        return [name for name, mark in self._marks().items() if told and told.get(name, NOTHING) != mark]

    def _marks(self) -> dict[str, str]:
        values = {name: self._value(name) for name in self.fields if name != SEEN}
        return {name: _mark(value) for name, value in values.items()}

    def _value(self, name: str) -> Any:
        field = self.fields[name]
        return field.prepare_value(self.get_initial_for_field(field, name))

    def _shown(self, name: str) -> str:
        """Return the stored value as the page would say it."""
        field, value = self.fields[name], self._value(name)
        if isinstance(field, forms.ChoiceField):
            said = {str(one.data["value"]): str(one.data["label"]) for one in self[name].subwidgets}
            several = value if isinstance(value, list | tuple) else [value]
            return ", ".join(said.get(str(one), str(one)) for one in several if one is not None)
        if isinstance(value, date):
            return str(moment(value) if isinstance(value, datetime) else day(value))
        return "" if value is None else str(field.widget.format_value(value) or "")


def in_turn(get_response: GetResponse) -> GetResponse:
    """Let those who save the same page at the same moment do so one after the other.

    Else both would be compared with what was there before. Who waits too long is not kept from saving.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not _told(request.POST.get(SEEN, "")):
            return get_response(request)
        has_it = _waited(request.path)
        try:
            return get_response(request)
        finally:
            if has_it:
                _ask(NEXT, request.path)

    return middleware


def _waited(page: str) -> bool:
    """Return whether the turn came in time."""
    end = time.monotonic() + PATIENCE
    while not (has_it := _ask(TURN, page)) and time.monotonic() < end:
        time.sleep(0.05)
    return has_it


def _ask(sql: str, page: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [_number(page)])
        return bool(cursor.fetchone()[0])


def _number(page: str) -> int:
    """Return the number of the page's lock; whatever an address may hold, no two pages share one."""
    digest = hashlib.sha256(f"seen:{page}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], signed=True)


def _mark(value: Any) -> str:
    words = "" if value is None else str(value)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


NOTHING = _mark(None)


def _told(words: str) -> Mapping[str, str]:
    try:
        told = json.loads(words)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
