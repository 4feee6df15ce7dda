"""Answers as a page shows them: in the language of the page, with the names behind the keys."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stellwerk.law.answers import Answers, Value, changes, given, shown
from stellwerk.law.forms import NO, YES, Definition, Field, FieldKind
from stellwerk.law.working import Refused
from stellwerk.models import Attachment
from stellwerk.web.templatetags.german import day, euro, share


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer; what is wrong with it stands beside it."""

    field: Field
    text: str
    files: Sequence[Attachment] = ()
    problem: str = ""

    @property
    def is_long(self) -> bool:
        return self.field.kind == FieldKind.LONG_TEXT


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def problems(self) -> int:
        return sum(bool(line.problem) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


def parts(
    definition: Definition,
    answers: Answers,
    *,
    files: Sequence[Attachment],
    names: Mapping[str, str],
    problems: Mapping[str, Refused] | None = None,
) -> list[Part]:
    """Return the sections with every field that is asked.

    names  key → name of the offices and municipalities that are spoken of
    """
    asked = {one.key for one in shown(definition, answers)}
    wrong = {key: no.sentence(_) for key, no in (problems or {}).items()}
    return [
        Part(
            section.key,
            section.title,
            [
                Line(
                    one,
                    said(one, answers.get(one.key, ""), names),
                    _of(files, one.key),
                    wrong.get(one.key, ""),
                )
                for one in section.fields
                if one.key in asked
            ],
        )
        for section in definition.sections
    ]


def differences(
    definition: Definition, before: Answers, after: Answers, *, names: Mapping[str, str]
) -> list[Difference]:
    return [
        Difference(it.field.label, said(it.field, it.before, names), said(it.field, it.after, names))
        for it in changes(definition, before, after)
    ]


def said(one: Field, value: Value, names: Mapping[str, str]) -> str:
    return ", ".join(_word(one, word, names) for word in given({one.key: value}, one.key))


def spoken_of(definition: Definition, *versions: Answers) -> Collection[str]:
    """Return the keys of offices and municipalities whose names a page needs."""
    kinds = (FieldKind.OFFICE, FieldKind.MUNICIPALITY)
    fields = [one.key for one in definition.fields if one.kind in kinds]
    return {word for answers in versions for key in fields for word in given(answers, key)}


def _of(files: Iterable[Attachment], key: str) -> list[Attachment]:
    return [one for one in files if one.field == key]


def _word(one: Field, word: str, names: Mapping[str, str]) -> str:
    match one.kind:
        case FieldKind.YES_NO:
            return {YES: _("Ja"), NO: _("Nein")}.get(word, word)
        case FieldKind.MONEY:
            return euro(word)
        case FieldKind.DATE:
            return day(date.fromisoformat(word))
        case FieldKind.NUMBER | FieldKind.SHARE:
            return share(Decimal(word))
        case FieldKind.OFFICE | FieldKind.MUNICIPALITY:
            return names.get(word, word)
    return next((it.label for it in one.options if it.key == word), word)
