"""A working: the ordered steps that lead to an amount or a date, each with its source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Result = Decimal | date | int | str


class Marked(str):
    """German text that has a translation; it is still a string everywhere else."""

    __slots__ = ()


def N_(text: str) -> Marked:  # noqa: N802  (the habitual name of the marker for translation)
    """Mark a German sentence for translation; what reads it translates, the law does not."""
    return Marked(text)


Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working.

    text    German sentence, with %(name)s for each of ``values``
    value   what this step yields, as people read it: "5.000,00 €", "30.06.2025", "15 Monate"
    source  paragraph, clause of the terms, or document
    """

    text: str
    value: str
    source: str
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, translate: Translate = str) -> str:
        return translate(self.text) % self.values if self.values else translate(self.text)


@dataclass(frozen=True, slots=True)
class Working:
    """A result and how it came about. Screen, annex and audit show the same object."""

    result: Result
    steps: tuple[Step, ...]

    @property
    def amount(self) -> Decimal:
        assert isinstance(self.result, Decimal)
        return self.result

    @property
    def day(self) -> date:
        assert isinstance(self.result, date)
        return self.result

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps as JSON: text, values, value, source."""
        return [
            {"text": s.text, "values": dict(s.values), "value": s.value, "source": s.source}
            for s in self.steps
        ]


def steps_from(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(row["text"], row["value"], row["source"], row["values"]) for row in rows)


class Refused(Exception):  # noqa: N818  (the case is refused; it is not an error of ours)
    """The law or the case says no; the sentence says what to do next.

    text    German sentence with %(name)s for each of ``values``
    values  as people read them; marked texts and other refusals are translated with the sentence
    field   the input it belongs to, where there is one
    """

    def __init__(self, text: str, /, *, field: str = "", **values: "str | Refused") -> None:
        self.text = text
        self.field = field
        self.values = values
        super().__init__(self.sentence())

    def sentence(self, translate: Translate = str) -> str:
        if not self.values:
            return translate(self.text)
        return translate(self.text) % {name: _said(value, translate) for name, value in self.values.items()}


def _said(value: str | Refused, translate: Translate) -> str:
    if isinstance(value, Refused):
        return value.sentence(translate)
    return translate(value) if isinstance(value, Marked) else value
