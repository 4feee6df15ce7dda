"""From the content of a letter to the document the typesetter sets: one JSON object, complete or refused."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.letters import placeholders
from stellwerk.letters.facts import Fact, LetterContent, Letterhead

LAYOUT = 1
EXAMPLE_NOTE = N_("Beispieldaten – Beträge und Beginntage sind Beispielwerte.")

Document = dict[str, Any]


class Spelled(Document):
    """A document that knows its one spelling, so that nobody has to spell it again; it is not changed."""

    def __init__(self, made: Document, spelling: str) -> None:
        super().__init__(made)
        self.spelling = spelling


_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ESCAPE = re.compile(
    r"\\(?:(u00[01].|[bfnrt])|.)"
)  # one escape of JSON; the group catches control characters


def document(content: LetterContent) -> Spelled:
    """Return the document of a letter, ready to be frozen, hashed and set.

    Refused: a placeholder is unknown or has no value; a character cannot stand in a letter.
    """
    facts = standard_facts(content) | dict(content.facts)
    blocks = placeholders.fill(content.text, facts, label=content.text_label)
    cut = next((i for i, block in enumerate(blocks) if block["kind"] == "annex"), len(blocks))
    made = {
        "layout": LAYOUT,
        **_head(content, facts),
        "body": blocks[:cut],
        "annexes": blocks[cut:],
        "annex_titles": [_annex_title(block) for block in blocks if block["kind"] == "annex"],
        "data": dict(content.data) if content.data is not None else None,
    }
    return _clean(made)


def in_substitution(content: LetterContent, name: str, principal: str) -> LetterContent:
    """Return the content signed by a substitute („i. V.“) instead of the person of the letterhead."""
    return replace(content, letterhead=replace(content.letterhead, signature_name=name, acting_for=principal))


def standard_facts(content: LetterContent) -> dict[str, Fact]:
    """Return the facts every letter has, whatever its kind."""
    return {
        "aktenzeichen": content.file_number,
        "datum": german(content.date),
        "ort": content.letterhead.place,
        "durchwahl": content.direct_dial,
        "behörde": content.letterhead.authority[0] if content.letterhead.authority else "",
        "datenschutz_url": content.letterhead.privacy_url,
    }


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON spelling of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_sha256(made: Mapping[str, Any]) -> str:
    """Return the fingerprint of a document's content."""
    return spelling_sha256(canonical(made))


def spelling_sha256(spelling: str) -> str:
    """Return the fingerprint of a document that was spelled out already."""
    return hashlib.sha256(spelling.encode()).hexdigest()


def _head(content: LetterContent, facts: Mapping[str, Fact]) -> Document:
    letterhead = content.letterhead
    subject = placeholders.fill_line(content.subject, facts, label=content.text_label)
    detail = placeholders.fill_line(content.subject_detail, facts, label=content.text_label)
    note = content.example_note or (EXAMPLE_NOTE if letterhead.is_example else "")
    return {
        "kind": content.kind,
        "form": letterhead.form,
        "title": " – ".join(part for part in (subject, detail) if part),
        "author": " ".join(letterhead.authority[:1]),
        "keywords": [word for word in (content.file_number, content.text_label) if word],
        "authority": list(letterhead.authority),
        "return_address": letterhead.return_address,
        "addressee": list(content.addressee.lines),
        "channel_note": content.channel_note,
        "info": _info(content),
        "copies": list(content.copies),
        "file_number": content.file_number,
        "subject": subject,
        "subject_detail": detail,
        "salutation": content.salutation,
        "signature": _signature(letterhead),
        "example_note": note,
        "text_label": content.text_label,
    }


def _signature(letterhead: Letterhead) -> list[str]:
    if letterhead.acting_for:
        return [f"i. V. gez. {letterhead.signature_name}", f"für {letterhead.acting_for}"]
    return [f"gez. {letterhead.signature_name}", letterhead.signature_function]


def _info(content: LetterContent) -> list[list[str]]:
    """Return the lines of the information block: word and value."""
    rows = [
        ["Datum", german(content.date)],
        ["Durchwahl", content.direct_dial],
        ["Aktenzeichen", content.file_number],
        ["", "(bitte bei Antwort angeben)" if content.file_number else ""],
    ]
    return [row for row in rows if row[1]] + [["", line] for line in content.letterhead.contact_lines]


def _annex_title(block: Mapping[str, Any]) -> str:
    return "".join(run["text"] for run in block["runs"]).removeprefix("Anlage: ")


def _clean(made: Document) -> Spelled:
    """Compose letters and accents (NFC); refuse characters that cannot be seen."""
    text = canonical(made)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        made = json.loads(text)
    control = [f"\\{found[1]}" for found in _ESCAPE.finditer(text) if found[1]]
    for character in control + [c for c in set(text) if unicodedata.category(c) in _INVISIBLE]:
        raise Refused(
            N_("Das Schreiben enthält das unsichtbare Zeichen %(code)s. Bitte die Angaben neu eintippen."),
            code=character.encode("ascii", "backslashreplace").decode(),
        )
    return Spelled(made, text)
