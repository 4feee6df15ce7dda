"""Application forms as data: questions, sections with fields, and what the authority checks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

YES, NO = "yes", "no"


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    SHARE = "share"  # of a full-time post, above 0 and at most 1
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    OFFICE = "office"
    MUNICIPALITY = "municipality"
    FILE = "file"


class Meaning(StrEnum):
    """What the case takes from an answer."""

    AMOUNT_ASKED = "amount_asked"
    EARLY_START = "early_start"  # whether the measure may begin before the decision
    SHARE = "share"  # of the post for which somebody applies
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"  # the last day, as people say it
    MONTHS = "months"  # how long, where no last day is asked for
    ELIGIBLE_MONTHLY = "eligible_monthly"  # euro per month of a full-time post, as are the next two
    OWN_MONTHLY = "own_monthly"
    THIRD_PARTY_MONTHLY = "third_party_monthly"
    COST = "cost"  # euro for the whole measure, of the kind of cost that the field names
    COST_DAYS = "cost_days"  # days of that kind of cost
    FOLLOWS = "follows"  # file number of the grant that the measure follows


class Prefill(StrEnum):
    """What is known already: of the office, of its place, of the grant it has."""

    OFFICE = "office"
    LEGAL_ENTITY = "legal_entity"
    CITY = "city"
    DISTRICT_KEY = "district_key"
    INHABITANTS = "inhabitants"
    LAST_FILE_NUMBER = "last_file_number"
    LAST_SHARE = "last_share"
    LAST_AMOUNT = "last_amount"
    LAST_ANSWER = "last_answer"  # the answer to the same field in the last application


MEANT_FOR = {
    Meaning.AMOUNT_ASKED: FieldKind.MONEY,
    Meaning.EARLY_START: FieldKind.YES_NO,
    Meaning.SHARE: FieldKind.SHARE,
    Meaning.STARTS_ON: FieldKind.DATE,
    Meaning.ENDS_ON: FieldKind.DATE,
    Meaning.MONTHS: FieldKind.NUMBER,
    Meaning.ELIGIBLE_MONTHLY: FieldKind.MONEY,
    Meaning.OWN_MONTHLY: FieldKind.MONEY,
    Meaning.THIRD_PARTY_MONTHLY: FieldKind.MONEY,
    Meaning.COST: FieldKind.MONEY,
    Meaning.COST_DAYS: FieldKind.NUMBER,
    Meaning.FOLLOWS: FieldKind.TEXT,
}
WITH_OPTIONS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
BY_KIND = frozenset({Meaning.COST, Meaning.COST_DAYS})  # meanings of which each kind of cost has its own
DECIDING = WITH_OPTIONS | {FieldKind.YES_NO}  # others may depend on their answer


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds if the answer to an earlier field is one of these."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A question. category: the key of the kind of cost that its answer is about."""

    key: str
    kind: FieldKind
    label: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    when: tuple[Condition, ...] = ()
    prefill: str = ""
    meaning: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    help: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An eligibility question: the answer that excludes, and the sentence that explains it."""

    key: str
    label: str
    excluding: str
    explanation: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """What the authority looks at in every application."""

    key: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    questions: tuple[Question, ...] = ()
    sections: tuple[Section, ...] = ()
    checks: tuple[CheckPoint, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(one for section in self.sections for one in section.fields)

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)


def spelled(definition: Definition) -> dict[str, Any]:
    """Return a form as JSON, so that reading it gives the same form."""
    return {
        "questions": [_plain(one) for one in definition.questions],
        "sections": [
            _plain(one) | {"fields": [_spelled_field(it) for it in one.fields]} for one in definition.sections
        ],
        "checks": [_plain(one) for one in definition.checks],
    }


def _spelled_field(one: Field) -> dict[str, Any]:
    made = _plain(one)
    if one.options:
        made["options"] = [{"key": it.key, "label": it.label} for it in one.options]
    if one.when:
        made["when"] = [{"field": it.field, "is": list(it.values)} for it in one.when]
    return made


def _plain(one: Any) -> dict[str, Any]:
    """Return what is simple and said of an entry."""
    values = {name: getattr(one, name) for name in one.__slots__}
    return {name: value if value is True else str(value) for name, value in values.items() if _is_said(value)}


def _is_said(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value != "")
