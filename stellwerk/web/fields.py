"""Form fields that read what people in an office write: 5.000,00, 30.06.2025, 0,5."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2999
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = {",": re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?"), ".": re.compile(r"-?\d{1,3}(\.\d{3})+(,\d*)?")}


def in_our_time(value: date) -> None:
    """Refuse a day that nobody means and no calendar can count on from."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("Bitte geben Sie einen Tag zwischen %(first)s und %(last)s an."),
            params={"first": f"{FIRST_YEAR}", "last": f"{LAST_YEAR}"},
        )


class DayField(forms.DateField):
    """A day; browsers show their own calendar, typing it the German way works as well."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **options)
        self.validators.append(in_our_time)


class NumberField(forms.DecimalField):
    """A number with decimal comma and points between thousands; with point and comma in English."""

    default_error_messages = {"invalid": _("Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,50.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str) and value.strip():
            value = _plain(value)
            if not _NUMBER.fullmatch(value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return f"{value:f}" if _is_english() else f"{value:f}".replace(".", ",")


class EuroField(NumberField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": Decimal(0), "max_digits": 12, "decimal_places": 2, **options})


def _is_english() -> bool:
    return (get_language() or "de").startswith("en")


def _plain(text: str) -> str:
    """Turn what was typed into what Decimal reads; a mark between thousands is dropped, never guessed."""
    text = "".join(text.replace("€", "").split())
    mark = "," if _is_english() else "."
    if _GROUPED[mark].fullmatch(text):
        text = text.replace(mark, "")
    return text.replace(",", ".")
