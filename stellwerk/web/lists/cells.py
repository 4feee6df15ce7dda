"""Cells of a list as HTML: by Python, not a template, and made ready once a page, which has hundreds."""

from collections.abc import Callable, Sequence
from html import escape
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.queries.lists.declared import Column, Kind
from stellwerk.queries.lists.values import Row, value
from stellwerk.web.badges import badge, kind
from stellwerk.web.templatetags.german import day, euros, moments, number

Drawn = Callable[[Row], str]
HASH_SHOWN = 16
PICKED = "auswahl"
NOTHING = "–"
SOME_NUMBER = 987654321  # stands in an address for the number of each row
_ROW = '<tr class="kern-table__row">{}</tr>'
_CELL = '<td class="kern-table__cell">', "</td>"
_NUMBER = '<td class="kern-table__cell kern-table__cell--numeric">', "</td>"
_HEAD = '<th scope="row" class="kern-table__header">', "</th>"
_PICK = (
    '<td class="kern-table__cell"><input class="kern-form-check__checkbox" type="checkbox" '
    'form="{0}" name="{0}" value="{1}" aria-label="{2}: {3}"></td>'
)
# What makes what writes a value; the language of the page is asked for once.
_TEXTS: dict[Kind, Callable[[], Callable[[Any], str]]] = {
    Kind.DAY: lambda: day,
    Kind.MOMENT: moments,
    Kind.EURO: euros,
    Kind.NUMBER: lambda: number,
}


def body(
    columns: Sequence[Column], read: Sequence[str], rows: Sequence[Row], *, may_pick: bool
) -> SafeString:
    """Return the rows of a table.

    read      what was read of each row, in this order
    may_pick  each row begins with a box that picks it for what is done to several at once
    """
    drawn = [_cell(column, read, is_head=place == 0) for place, column in enumerate(columns)]
    if may_pick:
        drawn.insert(0, _pick(columns[0], read))
    return SafeString("".join([_ROW.format("".join([one(row) for one in drawn])) for row in rows]))


def _cell(column: Column, read: Sequence[str], *, is_head: bool) -> Drawn:
    """Return what draws the cell of a column; the one that names the row is its head."""
    before, after = _frame(column, is_head=is_head)
    shown = _linked(column, read, _shown(column, read))
    if not column.example:
        return lambda row: before + shown(row) + after
    said, is_example = (
        f' <span class="muted">{escape(_("(Beispielwert)"))}</span>',
        _found(column.example, read),
    )
    return lambda row: before + shown(row) + (said if is_example(row) else "") + after


def _frame(column: Column, *, is_head: bool) -> tuple[str, str]:
    before, after = _NUMBER if column.is_numeric else _HEAD if is_head else _CELL
    return (f'{before}<span lang="de">', f"</span>{after}") if column.is_german else (before, after)


def _linked(column: Column, read: Sequence[str], shown: Drawn) -> Drawn:
    if column.link is None:
        return shown
    name, path = column.link
    before, after = reverse(name, args=[SOME_NUMBER]).split(str(SOME_NUMBER))
    before, after = f'<a class="kern-link kern-link--no-visited-state" href="{before}', f'{after}">'
    target = _found(path, read)

    def drawn(row: Row) -> str:
        number = target(row)
        return shown(row) if number is None else f"{before}{number}{after}{shown(row)}</a>"

    return drawn


def _shown(column: Column, read: Sequence[str]) -> Drawn:
    found, kind_ = value(column, read), column.kind
    if kind_ is Kind.STATE:
        badges = {key: badge(kind(key), word) for key, word in column.words.items()}
        return lambda row: badges.get(found(row), NOTHING)
    if kind_ in _TEXTS:
        text = _TEXTS[kind_]()
        return lambda row: NOTHING if (it := found(row)) is None else escape(text(it))
    if kind_ in (Kind.HASH, Kind.CODE):
        end = (lambda it: f"{it[:HASH_SHOWN]}…") if kind_ is Kind.HASH else str
        return lambda row: f'<span class="hash">{escape(end(it))}</span>' if (it := found(row)) else NOTHING
    return lambda row: NOTHING if (it := found(row)) is None or it == "" else escape(str(it))


def _pick(column: Column, read: Sequence[str]) -> Drawn:
    name, word = value(column, read), escape(_("Auswählen"))
    return lambda row: _PICK.format(PICKED, row[0], word, escape(str(name(row))))


def _found(path: str, read: Sequence[str]) -> Callable[[Row], Any]:
    return itemgetter(read.index(path))
