"""What goes into a letter: plain values, independent of how they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal[
    "notice",
    "circular",
    "consultation",
    "opinion",
    "campaign",
    "receipt",
    "approval",
    "refusal",
    "contract",
]
Form = Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for a table in a letter; every cell is text as people read it.

    align      one letter a column: l(eft) or r(ight)
    widths     of the columns, relative to each other
    has_total  the last row is the total
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    widths: tuple[int, ...]
    has_total: bool = False


Fact = str | Table


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes.

    authority       lines of the name, the first one is the issuing authority (§ 37 Abs. 3 LVwVfG)
    return_address  one line above the address
    form            DIN 5008 form A or B
    contact_lines   telephone, e-mail and the like, only where they are known
    is_example      the authority is not the real one or its values are example values
    acting_for      whom the one who signs stands in for („i. V.“), empty where nobody
    """

    authority: tuple[str, ...]
    return_address: str
    place: str
    privacy_url: str
    signature_name: str
    signature_function: str
    form: Form = "B"
    contact_lines: tuple[str, ...] = ()
    is_example: bool = False
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Up to six lines of the address, the first one names the recipient."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything one letter says, before it is set.

    copies        who receives it for information (nachrichtlich)
    channel_note  "per E-Mail", "per Post"
    subject       text with placeholders, like ``subject_detail`` and ``text``
    text_label    name and version of the text, kept with the letter
    facts         value of each placeholder; a missing one refuses the letter
    example_note  one sentence where values are examples, else empty
    data          what is attached as JSON, decisions only
    """

    kind: Kind
    letterhead: Letterhead
    addressee: Addressee
    date: date
    file_number: str
    subject: str
    text_label: str
    text: str
    subject_detail: str = ""
    salutation: str = "Sehr geehrte Damen und Herren,"
    direct_dial: str = ""
    channel_note: str = ""
    copies: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    example_note: str = ""
    data: Mapping[str, Any] | None = None
