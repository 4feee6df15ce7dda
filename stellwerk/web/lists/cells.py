"""Cells of a list as HTML. Python, not a template: a page has hundreds of them."""

from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.queries.lists.declared import Column, Kind
from stellwerk.web.badges import badge, kind
from stellwerk.web.templatetags.german import day, euro, moment, number

HASH_SHOWN = 16
PICKED = "auswahl"
_CELL = '<td class="kern-table__cell">{}</td>'
_NUMBER = '<td class="kern-table__cell kern-table__cell--numeric">{}</td>'
_HEAD = '<th scope="row" class="kern-table__header">{}</th>'
_LINK = '<a class="kern-link kern-link--no-visited-state" href="{}">{}</a>'
_GERMAN = '<span lang="de">{}</span>'
_PICK = (
    '<td class="kern-table__cell"><input class="kern-form-check__checkbox" type="checkbox" '
    'form="{0}" name="{0}" value="{1}" aria-label="{2}: {3}"></td>'
)
_CODE = '<span class="hash">{}</span>'


def cell(column: Column, row: Any, *, is_head: bool) -> SafeString:
    """Return one cell; the one that names the row is its head."""
    shown = _shown(column, column.value(row))
    if column.is_german:
        shown = format_html(_GERMAN, shown)
    target = column.link(row) if column.link else None
    if target:
        shown = format_html(_LINK, reverse(target[0], args=[target[1]]), shown)
    if column.is_numeric:
        return format_html(_NUMBER, shown)
    return format_html(_HEAD if is_head else _CELL, shown)


def pick(pk: int, name: Any) -> SafeString:
    """Return the box that picks a row for what is done to several at once."""
    return format_html(_PICK, PICKED, pk, _("Auswählen"), name)


def _shown(column: Column, value: Any) -> SafeString:
    if column.kind is Kind.STATE:
        return badge(kind(value), column.words[value]) if value in column.words else SafeString("–")
    if column.kind is Kind.HASH and value:
        return format_html(_CODE, f"{value[:HASH_SHOWN]}…")
    if column.kind is Kind.CODE and value:
        return format_html(_CODE, value)
    if value is None or value == "":
        return SafeString("–")
    return conditional_escape(_text(column.kind, value))


def _text(kind_: Kind, value: Any) -> str:
    if kind_ is Kind.DAY:
        return day(value)
    if kind_ is Kind.MOMENT:
        return moment(value)
    if kind_ is Kind.EURO:
        return euro(value)
    if kind_ is Kind.NUMBER:
        return number(value)
    return str(value)
