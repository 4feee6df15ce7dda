"""Changing a form piece by piece: add, exchange, move and remove its questions, sections, fields, checks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from stellwerk.law.forms import CheckPoint, Definition, Field, Question, Section
from stellwerk.law.working import N_, Refused


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)
UP, DOWN = -1, 1


def with_question(it: Definition, one: Question, *, old: str = "") -> Definition:
    """Return the form with a question added, or exchanged for the one with the old key."""
    return replace(it, questions=_put(it.questions, one, old))


def with_check(it: Definition, one: CheckPoint, *, old: str = "") -> Definition:
    return replace(it, checks=_put(it.checks, one, old))


def with_section(it: Definition, one: Section, *, old: str = "") -> Definition:
    """Return the form with a section added; one that is exchanged keeps its fields."""
    before = it.section(old) if old else None
    kept = replace(one, fields=before.fields) if before else one
    return replace(it, sections=_put(it.sections, kept, old))


def with_field(it: Definition, section: str, one: Field, *, old: str = "") -> Definition:
    """Return the form with a field added to a section, or exchanged for the one with the old key.

    Refused: there is no such section.
    """
    if it.section(section) is None:
        raise Refused(N_("Diesen Abschnitt gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    made = [
        replace(part, fields=_put(part.fields, one, old)) if part.key == section else part
        for part in it.sections
    ]
    return replace(it, sections=tuple(made))


def without(it: Definition, kind: str, key: str) -> Definition:
    """Return the form without a question, section, field or check."""
    if kind == "field":
        parts = (replace(part, fields=_left(part.fields, key)) for part in it.sections)
        return replace(it, sections=tuple(parts))
    if kind == "section":
        return replace(it, sections=_left(it.sections, key))
    if kind == "question":
        return replace(it, questions=_left(it.questions, key))
    return replace(it, checks=_left(it.checks, key))


def moved(it: Definition, kind: str, key: str, step: int) -> Definition:
    """Return the form with a piece one place further up or down; at the end it stays."""
    if kind == "field":
        parts = (replace(part, fields=_shifted(part.fields, key, step)) for part in it.sections)
        return replace(it, sections=tuple(parts))
    if kind == "section":
        return replace(it, sections=_shifted(it.sections, key, step))
    if kind == "question":
        return replace(it, questions=_shifted(it.questions, key, step))
    return replace(it, checks=_shifted(it.checks, key, step))


def _put(listed: Sequence[K], one: K, old: str) -> tuple[K, ...]:
    keys = [it.key for it in listed]
    if old in keys:
        return tuple(one if it.key == old else it for it in listed)
    return (*listed, one)


def _left(listed: Sequence[K], key: str) -> tuple[K, ...]:
    return tuple(it for it in listed if it.key != key)


def _shifted(listed: Sequence[K], key: str, step: int) -> tuple[K, ...]:
    made = list(listed)
    place = next((number for number, it in enumerate(made) if it.key == key), None)
    if place is None or not 0 <= place + step < len(made):
        return tuple(made)
    made[place], made[place + step] = made[place + step], made[place]
    return tuple(made)
