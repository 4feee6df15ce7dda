"""Two people at one form: whoever saves second is told what the first one saved; nothing is overwritten."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SEEN = "seen"  # the hidden field


class SeenForm(forms.Form):
    """Changes what is stored: it carries a mark of each value as its editor saw it.

    Where the stored value has another mark by now, and another value was typed, the field says what is there.
    Saved once more, what was typed holds: its editor has seen the other one then.
    """

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        marks = {name: self._mark(name) for name in self.fields if name in self.initial}
        spelled = json.dumps(marks)
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=spelled)
        self._outdated: list[str] = []
        if data is not None:
            told = _told(data.get(self.add_prefix(SEEN), ""))
            self._outdated = [name for name, mark in marks.items() if told.get(name, mark) != mark]
            self.data = data.copy()
            self.data[self.add_prefix(SEEN)] = spelled  # type: ignore[index]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said.pop(SEEN, None)
        for name in self._outdated:
            field, here = self.fields[name], self.get_initial_for_field(self.fields[name], name)
            if name in said and field.has_changed(here, self[name].data):
                now = self._shown(name) or _("nichts")
                self.add_error(name, forms.ValidationError(self.meanwhile, params={"now": now}))
        return said

    meanwhile = _(
        "Inzwischen hat jemand anderes hier gespeichert: „%(now)s“. Ihre Eingabe steht noch im Feld. "
        "Wenn sie gelten soll, speichern Sie bitte noch einmal."
    )

    def _shown(self, name: str) -> str:
        """Return the stored value as the page would say it."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, forms.ChoiceField):
            said = {str(one.data["value"]): str(one.data["label"]) for one in self[name].subwidgets}
            return said.get(str(value), str(value))
        return "" if value is None else str(field.widget.format_value(value) or "")

    def _mark(self, name: str) -> str:
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()[:12]


def _told(words: str) -> Mapping[str, str]:
    try:
        told = json.loads(words)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
