"""The forms of the catalogue: filters, an online service, who looks after it, a list, a priority list."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Channel, OnlineService, PriorityList, SubjectArea
from stellwerk.queries.services import priority_lists, subject_areas
from stellwerk.web.fields import DayField
from stellwerk.web.seen import SeenForm

EXECUTION: Mapping[str, Any] = {
    "federal": _("Bund vollzieht (Typ 1)"),
    "delegated": _("Bund regelt, Land oder Gemeinde vollzieht (Typ 2/3)"),
    "land": _("Land regelt (Typ 4)"),
    "municipal": _("Gemeinde regelt und vollzieht (Typ 5)"),
}
# What the types of the LeiKa mean; finer types (4a, 4b) say the same of who regulates.
TYPES: Mapping[str, Any] = {
    "1": _("Bund regelt und vollzieht"),
    "2": _("Bund regelt, Land oder Gemeinde vollzieht"),
    "3": _("Bund regelt, Land oder Gemeinde vollzieht"),
    "1;2": _("Bund regelt; Bund, Land oder Gemeinde vollzieht"),
    "4": _("Land regelt, Land oder Gemeinde vollzieht"),
    "5": _("Gemeinde regelt und vollzieht"),
    "6": _("allgemeine Hinweise, keine einzelne Leistung"),
}
_KEY = re.compile(r"'?(\d\s?){14}(?!\d)")
KEYS_HELP = _("Ein LeiKa-Schlüssel mit 14 Ziffern je Zeile; was danach in der Zeile steht, zählt nicht.")


class ServiceFilter(forms.Form):
    q = forms.CharField(label=_("Suche nach Name oder Schlüssel"), max_length=100, required=False)
    themenfeld = forms.ModelChoiceField(
        SubjectArea.objects.none(), label=_("Themenfeld"), required=False, empty_label=_("alle")
    )
    vollzug = forms.ChoiceField(
        label=_("Vollzugstyp"), choices=[("", _("alle")), *EXECUTION.items()], required=False
    )
    liste = forms.ModelChoiceField(
        PriorityList.objects.none(),
        label=_("Prioritätenliste"),
        to_field_name="slug",
        required=False,
        empty_label=_("alle Leistungen"),
    )
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("im Katalog")), ("alle", _("auch entfallene"))],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        area, listed = self.fields["themenfeld"], self.fields["liste"]
        assert isinstance(area, forms.ModelChoiceField)
        assert isinstance(listed, forms.ModelChoiceField)
        area.queryset, listed.queryset = subject_areas(), priority_lists()


class OnlineServiceFilter(forms.Form):
    q = forms.CharField(label=_("Suche nach Name, Leistung oder Schlüssel"), max_length=100, required=False)
    art = forms.ChoiceField(label=_("Art"), choices=[("", _("alle")), *Channel.choices], required=False)


class KeysField(forms.CharField):
    """LeiKa keys, one a line; a name may follow it, as the form shows it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, help_text=KEYS_HELP, max_length=100_000, **options)

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return [_key(line) for line in lines if line]


class OnlineServiceForm(SeenForm):
    name = forms.CharField(label=_("Onlinedienst"), max_length=300)
    channel = forms.ChoiceField(label=_("Art"), choices=Channel.choices)
    url = forms.URLField(label=_("Adresse"), max_length=400, required=False, assume_scheme="https")
    source = forms.CharField(
        label=_("Quelle"), help_text=_("Woher die Angabe stammt, mit Stand."), max_length=300
    )
    keys = KeysField(label=_("Leistungen"))


class MaintenanceForm(forms.Form):
    maintainer = forms.CharField(
        label=_("Zuständige Stelle"), help_text=_("Eine Stelle, keine Person."), max_length=200
    )
    starts_on = DayField(
        label=_("Zuständig ab"), help_text=_("Wer bis dahin zuständig war, endet am Tag davor.")
    )


class ServiceListForm(forms.Form):
    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_(
            "Spalten: Onlinedienst, Art, LeiKa-Schlüssel; wenn bekannt: Adresse, Betreuung, ab. "
            "Mehrere Schlüssel trennt ein Komma."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class PriorityListForm(SeenForm):
    name = forms.CharField(label=_("Prioritätenliste"), max_length=160)
    source = forms.CharField(
        label=_("Quelle"), help_text=_("Welche Stelle die Liste beschlossen hat, und wo."), max_length=300
    )
    as_of = DayField(label=_("Stand vom"), required=False)
    keys = KeysField(label=_("Leistungen in ihrer Reihenfolge"), required=False)


def present(found: OnlineService, keys: list[tuple[str, str]]) -> dict[str, Any]:
    """Return an online service as the form shows it."""
    values = {name: getattr(found, name) for name in ("name", "channel", "url", "source")}
    return values | {"keys": lines(keys)}


def lines(keys: list[tuple[str, str]]) -> str:
    """Return keys and names as lines of the field."""
    return "\n".join(f"{key} {name}" for key, name in keys)


def _key(line: str) -> str:
    """Return the key a line begins with; a line that begins with none stays whole, so that it is refused."""
    found = _KEY.match(line)
    return "".join(found[0].split()) if found else line


def in_words(execution_type: str) -> str:
    """Return what an execution type means; "" where nobody said."""
    plain = execution_type.partition("/")[0].rstrip("ab")
    return str(TYPES.get(plain, ""))
