"""The controls of forms as HTML, made in Python: a long choice would else take most of a page's time."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString


class OneOf(forms.Select):
    """A choice of one thing among many that stand in no groups, drawn without asking Django for each."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Any = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        chosen, choices = set(self.format_value(value)), cast(Iterable[tuple[Any, Any]], self.choices)
        inner = "".join(
            f'\n<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>'
            f"{conditional_escape(label)}</option>"
            for key, label in choices
        )
        attributes = _attributes(self.build_attrs(self.attrs, attrs))
        return SafeString(f'<select name="{conditional_escape(name)}"{attributes}>{inner}\n</select>')


Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
INPUTS = ("text", "date", "datetime", "email", "number", "hidden", "input", "password", "time", "url")


class Renderer(DjangoTemplates):
    """Draws what lists and forms show most; everything else is drawn by Django's templates."""

    def render(self, template_name: str, context: Any, request: HttpRequest | None = None) -> SafeString:
        drawn = _DRAWN.get(template_name)
        if drawn is None:
            return SafeString(super().render(template_name, context, request))
        return SafeString(drawn(context["widget"]))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    name, value = conditional_escape(widget["name"]), widget["value"]
    return (
        f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{escape(value) if value else ""}</textarea>'
    )


def _select(widget: Widget) -> str:
    inner = "".join(_group(name, options) for name, options, _place in widget["optgroups"])
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attributes(widget["attrs"])}>{inner}\n</select>'


def _group(name: Any, options: list[Widget]) -> str:
    inner = "".join(_option(one) for one in options)
    return f'\n<optgroup label="{conditional_escape(name)}">{inner}\n</optgroup>' if name else inner


def _option(one: Widget) -> str:
    label = conditional_escape(one["label"])
    return f'\n<option value="{escape(one["value"])}"{_attributes(one["attrs"])}>{label}</option>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{escape(value)}"')
        for name, value in attributes.items()
        if value is not False
    )


_DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}{name}.html": _input for name in INPUTS},
    f"{FOLDER}select.html": _select,
    f"{FOLDER}textarea.html": _textarea,
}
