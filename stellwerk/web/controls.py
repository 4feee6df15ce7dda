"""A form field with its KERN classes: its label, its hint, its control and its errors, tied together.

Python, not a template: lists offer many filters, and a component for each of them costs more than the rows.
"""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_FIELD = '<div class="kern-form-input{}"><label class="kern-label" for="{}">{}{}</label>{}{}{}</div>'
_OPTIONAL = ' <span class="kern-label__optional">{}</span>'
_HINT = '<div class="kern-hint" id="{}_hilfe">{}</div>'
_WRONG = (
    '<p class="kern-error" id="{}_fehler">'
    '<span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
    '<span class="kern-body">{}</span></p>'
)


def labelled(field: forms.BoundField) -> SafeString:
    """Return a field as people see it: label, hint, control, and what is wrong with it."""
    wrong, hint = field.errors, field.help_text
    return format_html(
        _FIELD,
        " kern-form-input--error" if wrong else "",
        field.id_for_label,
        field.label,
        "" if field.field.required else format_html(_OPTIONAL, _("(freiwillig)")),
        format_html(_HINT, field.auto_id, hint) if hint else "",
        control(field),
        format_html(_WRONG, field.auto_id, " ".join(map(str, wrong))) if wrong else "",
    )


def control(field: forms.BoundField) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, forms.Select):
        inner = field.as_widget(attrs=_attributes(field, "kern-form-input__select"))
        return SafeString(f'<div class="kern-form-input__select-wrapper">{inner}</div>')
    return field.as_widget(attrs=_attributes(field, "kern-form-input__input"))


def _attributes(field: forms.BoundField, css: str) -> dict[str, Any]:
    described = [f"{field.auto_id}_hilfe"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_fehler")
        css = f"{css} {css}--error"
    attributes: dict[str, Any] = {"class": css}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes
