"""A trial run of a form: answers as an applicant could give them, made from the form alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from stellwerk.law.answers import Value, shown
from stellwerk.law.forms import NO, YES, Definition, Field, FieldKind, Meaning

WORDS = "Probe"


def generated_answers(
    definition: Definition, *, share: Decimal, starts_on: date, known: Mapping[FieldKind, str]
) -> dict[str, Value]:
    """Return an answer to every field that shows, each of the right kind.

    known  the key of an office and of a municipality that are really there
    """
    made: dict[str, Value] = {}
    for one in definition.fields:
        made[one.key] = _answer(one, share, starts_on, known)
    asked = {one.key for one in shown(definition, made)}
    return {key: value for key, value in made.items() if key in asked and value}


def passing_answers(definition: Definition) -> dict[str, str]:
    """Return to each eligibility question the answer that does not exclude."""
    return {one.key: NO if one.excluding == YES else YES for one in definition.questions}


def _answer(one: Field, share: Decimal, starts_on: date, known: Mapping[FieldKind, str]) -> Value:
    plain: dict[FieldKind, Value] = {
        FieldKind.TEXT: WORDS,
        FieldKind.LONG_TEXT: WORDS,
        FieldKind.NUMBER: "1",
        FieldKind.MONEY: "1000.00",
        FieldKind.DATE: starts_on.isoformat(),
        FieldKind.SHARE: f"{share.normalize():f}",
        FieldKind.YES_NO: NO if one.meaning == Meaning.EARLY_START else YES,
        FieldKind.FILE: "",
    }
    if one.kind in plain:
        return plain[one.kind]
    if one.options:
        return [one.options[0].key] if one.kind == FieldKind.CHOICES else one.options[0].key
    return known.get(one.kind, "")
