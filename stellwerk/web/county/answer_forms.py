"""The form of one section, made from its definition; a draft may leave out what is required."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.law.answers import LENGTHS, Answers, Value
from stellwerk.law.forms import NO, YES, Field, FieldKind, Question, Section
from stellwerk.web.fields import DayField, EuroField, NumberField

Choices = Sequence[tuple[str, Any]]


class LongTextField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **options)


YES_OR_NO = [(YES, _("Ja")), (NO, _("Nein"))]
CHOOSE = ("", _("bitte wählen"))
CHOSEN = frozenset({FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.OFFICE, FieldKind.MUNICIPALITY})
NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.MONEY, FieldKind.SHARE})

SHARE = {"min_value": Decimal("0.001"), "max_value": Decimal(1), "decimal_places": 3}
PLAIN: dict[FieldKind, tuple[type[forms.Field], dict[str, Any]]] = {
    FieldKind.LONG_TEXT: (LongTextField, {"max_length": LENGTHS[FieldKind.LONG_TEXT]}),
    FieldKind.NUMBER: (NumberField, {"max_digits": 18, "decimal_places": 6}),
    FieldKind.MONEY: (EuroField, {}),
    FieldKind.SHARE: (NumberField, SHARE),
    FieldKind.DATE: (DayField, {}),
}


class SectionForm(forms.Form):
    """The fields of a section but its files, which are uploaded on pages of their own.

    offered  kind → what can be chosen, for offices and municipalities
    """

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        section: Section,
        answers: Answers,
        offered: Mapping[FieldKind, Choices],
        only: Sequence[str] | None = None,
        **options: Any,
    ) -> None:
        kept = {one.key: one for one in section.fields if one.kind != FieldKind.FILE}
        asked = {key: one for key, one in kept.items() if only is None or key in only}
        initial = {key: _shown(one, answers.get(key, "")) for key, one in asked.items()}
        super().__init__(*args, **(options | {"initial": initial}))
        self._asked, self.only = asked, only
        for key, one in asked.items():
            self.fields[key] = _field(one, offered)

    def full_clean(self) -> None:
        """Check what is written; what is missing is told when the application is handed over."""
        required = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, field in self.fields.items():
            field.required = required[name]

    @property
    def answers(self) -> dict[str, Value]:
        """Return what can be read, as it is stored; a field with an error keeps what it had."""
        read = self.cleaned_data
        return {key: _stored(one, read[key]) for key, one in self._asked.items() if key in read}


class EligibilityForm(forms.Form):
    """The questions before the form."""

    def __init__(self, *args: Any, questions: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        for one in questions:
            self.fields[one.key] = forms.ChoiceField(
                label=one.label, help_text=one.help, choices=[CHOOSE, *YES_OR_NO]
            )


class FileForm(forms.Form):
    file = forms.FileField(label=_("Datei"), max_length=400)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Grund"), max_length=300)


def _field(one: Field, offered: Mapping[FieldKind, Choices]) -> forms.Field:
    made, options = PLAIN.get(one.kind, (forms.CharField, {"max_length": LENGTHS[FieldKind.TEXT]}))
    if one.kind in CHOSEN:
        made, options = forms.ChoiceField, {"choices": [CHOOSE, *_choices(one, offered)]}
    if one.kind == FieldKind.CHOICES:
        made, options = forms.MultipleChoiceField, {"choices": _choices(one, offered)}
    return made(label=one.label, help_text=one.help, required=one.required, **options)


def _choices(one: Field, offered: Mapping[FieldKind, Choices]) -> Choices:
    if one.kind == FieldKind.YES_NO:
        return YES_OR_NO
    return offered.get(one.kind) or [(it.key, it.label) for it in one.options]


def _shown(one: Field, value: Value) -> Any:
    """Return a stored answer as its field shows it."""
    if not value or not isinstance(value, str):
        return value
    if one.kind in NUMBERS:
        return Decimal(value)
    return date.fromisoformat(value) if one.kind == FieldKind.DATE else value


def _stored(one: Field, value: Any) -> Value:
    """Return an answer in its one spelling, so that the same amount is never a difference."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}" if one.kind == FieldKind.MONEY else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list) else str(value)
