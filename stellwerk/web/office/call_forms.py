"""The forms around forms and calls: a new form, its content as JSON, a call, filters of cases."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.models import (
    CheckState,
    FormVersion,
    Person,
    Programme,
    Terms,
)
from stellwerk.web.fields import DayField, in_our_time
from stellwerk.web.seen import SeenForm
from stellwerk.web.widgets import OneOf

ALL = ("", _("alle"))


class MomentField(forms.DateTimeField):
    """A day with hour and minute, by the clock on the wall in Germany; what that clock skips is refused."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        formats = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.validators.append(in_our_time)


class JsonField(forms.CharField):
    """JSON as text; where its mistake is stands in the error."""

    default_error_messages = {"json": _("Das ist kein JSON: Zeile %(line)s, Spalte %(column)s.")}

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return {}
        try:
            return json.loads(words)
        except json.JSONDecodeError as error:
            where = {"line": error.lineno, "column": error.colno}
            raise forms.ValidationError(self.error_messages["json"], params=where) from error
        except RecursionError as error:
            where = {"line": 1, "column": 1}
            raise forms.ValidationError(self.error_messages["json"], params=where) from error


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: FormVersion) -> str:
        return f"{obj.form.name} ({obj.number})"


class NewForm(forms.Form):
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programm"), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=200)
    content = JsonField(
        label=_("Inhalt als JSON"),
        help_text=_("Leer lassen, um mit einem leeren Formular zu beginnen."),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        programme = self.fields["programme"]
        assert isinstance(programme, forms.ModelChoiceField)
        programme.queryset = programmes


class ImportForm(SeenForm):
    content = JsonField(
        label=_("Inhalt als JSON"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false"}),
    )

    def _shown(self, name: str) -> str:
        """Return only the lines that were not sent: a whole form is too long for a sentence."""
        sent = {line.strip() for line in str(self[name].data).splitlines()}
        there = [line.strip() for line in super()._shown(name).splitlines()]
        return " ".join(line for line in there if line not in sent)


class CallForm(forms.Form):
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    terms = forms.ModelChoiceField(Terms.objects.none(), label=_("Förderbedingungen"), empty_label=None)
    form_version = VersionField(FormVersion.objects.none(), label=_("Antragsformular"), empty_label=None)
    text = forms.CharField(
        label=_("Worum es geht"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    opens_at = MomentField(label=_("Anträge ab"), help_text=_("Tag und Uhrzeit in Deutschland"))
    closes_at = MomentField(
        label=_("Anträge bis"), help_text=_("Was um diese Uhrzeit vollständig eingegangen ist, zählt noch.")
    )
    only_one = forms.ChoiceField(
        label=_("Anträge je Stelle"),
        choices=[("1", _("nur einer")), ("", _("mehrere möglich"))],
        required=False,
        initial="1",
    )

    def __init__(self, *args: Any, terms: QuerySet[Terms], versions: QuerySet[FormVersion], **options: Any):
        super().__init__(*args, **options)
        for name, rows in (("terms", terms), ("form_version", versions)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean_only_one(self) -> bool:
        return bool(self.cleaned_data["only_one"])


class CallEditForm(SeenForm, CallForm):
    """What can still be changed once people apply."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "terms", "only_one"):
            del self.fields[name]


class AssignForm(SeenForm):
    """Names who works on cases.

    names  keys and names of these people where a page has them already; else they are asked for
    """

    to = forms.ModelChoiceField(
        Person.objects.none(),
        widget=OneOf,
        label=_("Zuständig"),
        required=False,
        empty_label=_("niemand"),
        error_messages={"invalid_choice": _("Diese Person bearbeitet keine Anträge dieser Behörde.")},
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], names: Sequence[tuple[int, str]] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = people
        if names:
            to.widget.choices = [("", to.empty_label), *names]


class PointForm(SeenForm):
    state = forms.ChoiceField(label=_("Ergebnis"), choices=CheckState.choices)
    remark = forms.CharField(
        label=_("Bemerkung"),
        help_text=_("Nötig, wenn der Punkt nicht erfüllt ist."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("Was zu ergänzen ist"),
        help_text=_("Das liest der Antragsteller so."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    due_on = DayField(label=_("bis zum"))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Vermerk"),
        help_text=_("Ihn liest nur die Behörde, nie der Antragsteller."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(label=_("Grund"), max_length=300)


class FlagForm(forms.Form):
    reason = forms.CharField(label=_("Worauf ist zu achten?"), max_length=300)


class EarlyStartForm(SeenForm):
    granted = forms.ChoiceField(
        label=_("Vorschlag"), choices=[("1", _("zulassen")), ("", _("nicht zulassen"))], required=False
    )
    from_on = DayField(label=_("frühestens ab"), required=False)
    reason = forms.CharField(label=_("Begründung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_granted(self) -> bool:
        return bool(self.cleaned_data["granted"])
