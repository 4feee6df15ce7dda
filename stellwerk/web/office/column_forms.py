"""Forms made from the columns that they fill."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from stellwerk.web.fields import DayField, NumberField

YES_OR_NO = [("1", _("ja")), ("", _("nein"))]
NOT_CHOSEN = ("", _("bitte wählen"))
LONGEST = 4000


def field_of(model: type[Model], name: str) -> forms.Field:
    """Return the form field for a column: as long, as exact, and required unless it may be empty."""
    column: Any = model._meta.get_field(name)
    said = {"label": column.verbose_name, "required": not (column.null or column.blank)}
    if isinstance(column, models.BooleanField):
        flag = {"choices": YES_OR_NO, "coerce": bool, "required": False, "empty_value": False}
        return forms.TypedChoiceField(**(said | flag))
    if column.choices:
        empty = [NOT_CHOSEN] if column.blank else []
        return forms.ChoiceField(choices=[*empty, *column.choices], **said)
    if isinstance(column, models.DecimalField):
        digits = {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
        return NumberField(min_value=0, **digits, **said)
    if isinstance(column, models.PositiveSmallIntegerField):
        return forms.IntegerField(min_value=0, max_value=9999, **said)
    if isinstance(column, models.DateField):
        return DayField(**said)
    if isinstance(column, models.TextField):
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **said)
    return forms.CharField(max_length=column.max_length, **said)


class ColumnsForm(forms.Form):
    """A form for some columns of one model; ``helps`` says more where the label does not suffice."""

    model: type[Model]
    names: Sequence[str] = ()
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.names:
            self.fields[name] = field_of(self.model, name)
            self.fields[name].help_text = self.helps.get(name, "")
