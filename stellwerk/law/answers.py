"""Answers to a form: which fields show, what is missing or wrong, what two versions differ in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stellwerk.law.forms import NO, YES, Definition, Field, FieldKind, Question
from stellwerk.law.working import N_, Refused

Value = str | list[str]
Answers = Mapping[str, Value]
LENGTHS = {FieldKind.TEXT: 300, FieldKind.LONG_TEXT: 20_000}
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_MONEY = re.compile(r"\d{1,10}(\.\d{1,2})?")
_SHARE = re.compile(r"[01](\.\d{1,3})?")
_WRONG = {
    FieldKind.NUMBER: N_("Bitte geben Sie eine Zahl ein."),
    FieldKind.MONEY: N_("Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 1.234,50."),
    FieldKind.DATE: N_("Bitte geben Sie einen Tag ein, zum Beispiel 30.06.2025."),
    FieldKind.SHARE: N_("Bitte geben Sie einen Stellenumfang über 0 bis 1 ein, zum Beispiel 0,5."),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field in which two versions differ; an answer that is missing is empty."""

    field: Field
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people's changes make together, and where they contradict each other."""

    answers: dict[str, Value]
    contradicting: frozenset[str]


def shown(definition: Definition, answers: Answers) -> tuple[Field, ...]:
    """Return the fields that are asked, in order; one that is not asked cannot make another one show."""
    asked: dict[str, Field] = {}
    for one in definition.fields:
        holds = (it.field in asked and set(given(answers, it.field)) & set(it.values) for it in one.when)
        if all(holds):
            asked[one.key] = one
    return tuple(asked.values())


def given(answers: Answers, key: str) -> list[str]:
    """Return an answer as a list: empty, one, or several."""
    value = answers.get(key, "")
    return [it for it in ([value] if isinstance(value, str) else value) if it]


def problems(definition: Definition, answers: Answers, *, attached: Collection[str]) -> dict[str, Refused]:
    """Return what keeps an application from being submitted: field → what is missing or wrong.

    attached  keys of the fields that have a file
    """
    found: dict[str, Refused] = {}
    for one in shown(definition, answers):
        is_there = one.key in attached if one.kind == FieldKind.FILE else bool(given(answers, one.key))
        if one.required and not is_there:
            found[one.key] = Refused(_missing(one), field=one.key)
        elif is_there and (wrong := problem(one, answers.get(one.key, ""))):
            found[one.key] = wrong
    return found


def problem(one: Field, value: Value) -> Refused | None:
    """Return what is wrong with an answer; nothing is wrong with none."""
    words = [value] if isinstance(value, str) else value
    if not all(isinstance(word, str) for word in words) or (
        isinstance(value, list) and one.kind != FieldKind.CHOICES
    ):
        return Refused(N_("Diese Antwort passt nicht zur Frage. Bitte antworten Sie neu."), field=one.key)
    for word in words:
        if word and (text := _why_wrong(one, word)):
            return Refused(text, field=one.key)
    return None


def as_submitted(definition: Definition, answers: Answers) -> dict[str, Value]:
    """Return the answers to what is asked; what was typed into fields that no longer show stays behind."""
    asked = [one.key for one in shown(definition, answers)]
    return {key: answers[key] for key in asked if given(answers, key)}


def excluded(questions: Collection[Question], said: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the eligibility questions whose answer excludes.

    Refused: a question is not answered.
    """
    for one in questions:
        if said.get(one.key) not in (YES, NO):
            raise Refused(N_("Bitte beantworten Sie jede Frage mit Ja oder Nein."), field=one.key)
    return tuple(one for one in questions if said[one.key] == one.excluding)


def merge(base: Answers, theirs: Answers, mine: Answers) -> Merged:
    """Put two people's changes of the same version together.

    base    what both began with
    theirs  what the other one stored since
    mine    what is stored now; where both changed the same field differently, mine stands
    """
    merged: dict[str, Value] = dict(theirs)
    contradicting = set()
    for key in {*base, *theirs, *mine}:
        was, other, own = (given(it, key) for it in (base, theirs, mine))
        if own == was:
            continue  # the other one's word stands
        merged[key] = mine.get(key, "")
        if other not in (was, own):
            contradicting.add(key)
    return Merged({key: value for key, value in merged.items() if value}, frozenset(contradicting))


def changes(definition: Definition, before: Answers, after: Answers) -> tuple[Change, ...]:
    """Return where two versions differ, in the order of the form."""
    return tuple(
        Change(one, before.get(one.key, ""), after.get(one.key, ""))
        for one in definition.fields
        if given(before, one.key) != given(after, one.key)
    )


def only(before: Answers, after: Answers, fields: Collection[str]) -> dict[str, Value]:
    """Return the answers before, with those of some fields exchanged for the ones after."""
    made: dict[str, Value] = {key: value for key, value in before.items() if key not in fields}
    return made | {key: after[key] for key in fields if given(after, key)}


def amount(answers: Answers, key: str) -> Decimal | None:
    """Return an answered amount; none where nothing readable is said."""
    words = given(answers, key)
    return Decimal(words[0]) if words and _MONEY.fullmatch(words[0]) else None


def _missing(one: Field) -> str:
    if one.kind == FieldKind.FILE:
        return N_("Diese Anlage fehlt. Bitte laden Sie sie hoch.")
    return N_("Diese Angabe fehlt. Bitte ergänzen Sie sie.")


def _why_wrong(one: Field, word: str) -> str:
    if one.kind in LENGTHS:
        too_long = len(word) > LENGTHS[one.kind] or "\0" in word
        return N_("Dieser Text ist zu lang. Bitte kürzen Sie ihn.") if too_long else ""
    if one.kind in _WRONG:
        return "" if _reads(one.kind, word) else _WRONG[one.kind]
    known = {it.key for it in one.options} or ({YES, NO} if one.kind == FieldKind.YES_NO else {word})
    return "" if word in known and len(word) <= 60 else N_("Diese Antwort steht nicht zur Wahl.")


def _reads(kind: FieldKind, word: str) -> bool:
    if kind == FieldKind.DATE:
        try:
            return date.fromisoformat(word).isoformat() == word
        except ValueError:
            return False
    if kind == FieldKind.SHARE:
        return bool(_SHARE.fullmatch(word)) and 0 < Decimal(word) <= 1
    return bool((_MONEY if kind == FieldKind.MONEY else _NUMBER).fullmatch(word))
