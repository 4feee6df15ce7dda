"""Questions in the language of an engine: written once for each shape, afterwards only filled in.

Ibis needs longer to write a question than DuckDB to answer it. Two questions have the same shape when they
differ in keys and days only. A shape is written with marks in their place. Only plain keys are filled in;
whatever else somebody asks for is written by Ibis itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import ibis.expr.types as ir

from stellwerk.gateways.warehouse import Warehouse
from stellwerk.gateways.warehouse_engines import Engine, Rows, quoted
from stellwerk.law.periods import add_months
from stellwerk.queries.questions import Question

Ask = Callable[[Question], ir.Table]
PLAIN = re.compile(r"[0-9A-Za-z]+")
DAY, YEAR_BEFORE, OTHER_DAY = date(4321, 12, 21), date(4320, 12, 21), date(4319, 1, 1)
AREA = 987_654_321
KEYS = ("district", "municipality")
LISTS = ("districts", "services")
KEPT = 1000
_WRITTEN: dict[tuple[type[Engine], Question, str], str] = {}


def answered(house: Warehouse, question: Question, kind: str, ask: Ask) -> Rows:
    """Return the answer to a question.

    kind  names ``ask``: one kind must always ask the same
    """
    return house.engine.rows(written(house.engine, question, kind, ask))


def written(engine: Engine, question: Question, kind: str, ask: Ask) -> str:
    """Return a question in the language of an engine."""
    filled = _filled(question)
    if filled is None:
        return engine.sql(ask(question))
    key = (type(engine), _shape(question), kind)
    if key not in _WRITTEN:
        if len(_WRITTEN) >= KEPT:
            _WRITTEN.clear()
        _WRITTEN[key] = engine.sql(ask(key[1]))
    marks = re.compile("|".join(map(re.escape, filled)))
    return marks.sub(partial(_of, filled), _WRITTEN[key])


def _of(filled: Mapping[str, str], found: re.Match[str]) -> str:
    return filled[found.group()]


def _shape(question: Question) -> Question:
    """Return the same question with marks instead of keys and days."""
    asked = question.filters
    marks = {name: _mark(name) for name in KEYS if getattr(asked, name) is not None}
    lists = {name: (_mark(name),) for name in LISTS if getattr(asked, name) is not None}
    area = {"subject_area": AREA} if asked.subject_area is not None else {}
    day = {"day": DAY} if asked.day is not None else {}
    shape = replace(asked, **marks, **lists, **area, **day)  # type: ignore[arg-type]
    return replace(
        question, filters=shape, snapshot_day=DAY if question.day == question.snapshot_day else OTHER_DAY
    )


def _filled(question: Question) -> Mapping[str, str] | None:
    """Return what stands for each mark; None where something is not plain."""
    asked = question.filters
    known = {name: getattr(asked, name) for name in (*LISTS, *KEYS) if getattr(asked, name) is not None}
    known |= {name: (known[name],) for name in KEYS if name in known}
    if not all(keys and all(map(PLAIN.fullmatch, keys)) for keys in known.values()):
        return None
    marks = {quoted(_mark(name)): ", ".join(map(quoted, keys)) for name, keys in known.items()}
    days = {DAY: question.day, YEAR_BEFORE: add_months(question.day, -12)}
    return (
        marks | {_said(mark): _said(day) for mark, day in days.items()} | {str(AREA): str(asked.subject_area)}
    )


def _mark(name: str) -> str:
    return f"«{name}»"


def _said(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"
