"""Reading a form from JSON: strictly, and what does not fit is refused by name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from stellwerk.law.forms import (
    BY_KIND,
    DECIDING,
    MEANT_FOR,
    NO,
    WITH_OPTIONS,
    YES,
    CheckPoint,
    Condition,
    Definition,
    Field,
    FieldKind,
    Meaning,
    Option,
    Prefill,
    Question,
    Section,
)
from stellwerk.law.working import N_, Refused

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS = 200
LONGEST = 2000  # characters of a label, a help or an explanation
T = TypeVar("T")


def parse(content: Any) -> Definition:
    """Return the form that a JSON value defines; it may still be incomplete.

    Refused: an entry is unknown, missing or of the wrong type, a key is there twice, or a condition looks
    at a field that does not come before it.
    """
    it = _entries(content, N_("Formular"), allowed={"questions", "sections", "checks"})
    definition = Definition(
        questions=_each(it, "questions", _question),
        sections=_each(it, "sections", _section),
        checks=_each(it, "checks", _check),
    )
    _require_once([one.key for one in definition.questions])
    _require_once([one.key for one in definition.sections])
    _require_once([one.key for one in definition.fields])
    _require_once([one.key for one in definition.checks])
    _require_earlier(definition.fields)
    _require_one_meaning(definition.fields)
    if len(definition.fields) > MOST_FIELDS:
        raise Refused(N_("Ein Formular hat höchstens %(most)s Felder."), most=str(MOST_FIELDS))
    return definition


def require_publishable(definition: Definition) -> None:
    """Refuse to publish a form in which nothing could be entered."""
    empty = [section.title for section in definition.sections if not section.fields]
    if not definition.sections or empty:
        raise Refused(
            N_("Jeder Abschnitt braucht mindestens ein Feld. Bitte ergänzen Sie: %(titles)s"),
            titles=", ".join(empty) or N_("ein erster Abschnitt fehlt"),
        )


def _question(content: Any) -> Question:
    it = _entries(content, N_("Frage"), allowed={"key", "label", "help", "excluding", "explanation"})
    excluding = _text(it, "excluding")
    if excluding not in (YES, NO):
        raise Refused(
            N_("„%(value)s“ ist keine Antwort. Ausschließen kann „yes“ oder „no“."), value=excluding
        )
    explanation = _text(it, "explanation")
    return Question(_key(it), _text(it, "label"), excluding, explanation, _optional(it, "help"))


def _section(content: Any) -> Section:
    it = _entries(content, N_("Abschnitt"), allowed={"key", "title", "help", "fields"})
    return Section(_key(it), _text(it, "title"), _optional(it, "help"), _each(it, "fields", _field))


def _check(content: Any) -> CheckPoint:
    it = _entries(content, N_("Prüfpunkt"), allowed={"key", "label", "help"})
    return CheckPoint(_key(it), _text(it, "label"), _optional(it, "help"))


def _field(content: Any) -> Field:
    names = {
        "key", "kind", "label", "help", "required", "options", "when", "prefill", "meaning", "category"
    }  # fmt: skip
    it = _entries(content, N_("Feld"), allowed=names)
    kind = _one_of(FieldKind, _text(it, "kind"))
    required = it.get("required", False)
    if not isinstance(required, bool):
        raise _wrong("required")
    options = _each(it, "options", _option)
    if bool(options) != (kind in WITH_OPTIONS):
        raise Refused(
            N_("Auswahlfelder brauchen Antworten zur Auswahl, andere Felder keine: „%(label)s“"),
            label=_text(it, "label"),
        )
    _require_once([one.key for one in options])
    prefill, meaning = _optional(it, "prefill"), _optional(it, "meaning")
    if prefill:
        _one_of(Prefill, prefill)
    if meaning and MEANT_FOR[_one_of(Meaning, meaning)] != kind:
        raise Refused(
            N_("„%(label)s“ hat für diese Bedeutung die falsche Feldart."), label=_text(it, "label")
        )
    when, label, category = _each(it, "when", _condition), _text(it, "label"), _optional(it, "category")
    _require_category(category, meaning, label)
    return Field(
        _key(it), kind, label, _optional(it, "help"), required, options, when, prefill, meaning, category
    )


def _require_category(category: str, meaning: str, label: str) -> None:
    if (meaning in BY_KIND) != bool(category) or (category and not KEY.fullmatch(category)):
        raise Refused(
            N_(
                "Nur Kosten und Tage einer Kostenart nennen den Kurznamen der Kostenart, und sie müssen es: "
                "„%(label)s“"
            ),
            field="category",
            label=label,
        )


def _option(content: Any) -> Option:
    it = _entries(content, N_("Antwort zur Auswahl"), allowed={"key", "label"})
    return Option(_key(it), _text(it, "label"))


def _condition(content: Any) -> Condition:
    it = _entries(content, N_("Bedingung"), allowed={"field", "is"})
    values = it.get("is")
    if not isinstance(values, list) or not values or not all(isinstance(one, str) for one in values):
        raise _wrong("is")
    return Condition(_text(it, "field"), tuple(values))


def _entries(content: Any, what: str, *, allowed: set[str]) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise Refused(N_("%(what)s: Hier wird ein Objekt mit Namen und Werten erwartet."), what=what)
    if unknown := sorted(set(map(str, content)) - allowed):
        raise Refused(N_("%(what)s: Der Eintrag „%(name)s“ ist unbekannt."), what=what, name=unknown[0][:60])
    return content


def _each(entries: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    listed = entries.get(name, [])
    if not isinstance(listed, list):
        raise _wrong(name)
    return tuple(read(one) for one in listed)


def _key(entries: Mapping[str, Any]) -> str:
    key = _text(entries, "key")
    if not KEY.fullmatch(key):
        raise Refused(
            N_("„%(key)s“ ist kein Kurzname: kleine Buchstaben, Ziffern und Unterstriche, höchstens 40."),
            field="key",
            key=key[:60],
        )
    return key


def _text(entries: Mapping[str, Any], name: str) -> str:
    value = _optional(entries, name)
    if not value:
        raise Refused(N_("Der Eintrag „%(name)s“ fehlt."), field=name, name=name)
    return value


def _optional(entries: Mapping[str, Any], name: str) -> str:
    value = entries.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST or "\0" in value:
        raise _wrong(name)
    return value.strip()


def _one_of(kinds: type[T], value: str) -> T:
    try:
        return kinds(value)  # type: ignore[call-arg]
    except ValueError as error:
        raise Refused(N_("„%(value)s“ gibt es hier nicht."), value=value[:60]) from error


def _wrong(name: str) -> Refused:
    return Refused(N_("Der Eintrag „%(name)s“ hat die falsche Art."), field=name, name=name)


def _require_once(keys: Sequence[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Refused(N_("Der Kurzname „%(key)s“ ist doppelt vergeben."), field="key", key=twice[0])


def _require_earlier(fields: Iterable[Field]) -> None:
    """Refuse a condition on a later field, on one without fixed answers, or on an answer nobody can give."""
    known: dict[str, frozenset[str]] = {}
    for one in fields:
        for condition in one.when:
            if not set(condition.values) <= known.get(condition.field, frozenset()):
                raise Refused(
                    N_(
                        "„%(label)s“ hängt von „%(on)s“ ab. Das muss ein früheres Ja-Nein- oder "
                        "Auswahlfeld mit dieser Antwort sein."
                    ),
                    field="when",
                    label=one.label,
                    on=condition.field,
                )
        if one.kind in DECIDING:
            known[one.key] = frozenset(it.key for it in one.options) or frozenset({YES, NO})


def _require_one_meaning(fields: Iterable[Field]) -> None:
    meanings = [(one.meaning, one.category) for one in fields if one.meaning]
    if len(meanings) > len(set(meanings)):
        raise Refused(N_("Jede Bedeutung kann nur ein Feld haben."), field="meaning")
