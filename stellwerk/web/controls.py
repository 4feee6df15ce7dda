"""The control of a form field with its KERN class, tied to its hint and its errors."""

from typing import Any

from django import forms
from django.utils.safestring import SafeString


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
