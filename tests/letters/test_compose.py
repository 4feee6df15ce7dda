"""Composing: the document is complete, plain JSON, and has one fingerprint."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from stellwerk.law.working import Refused
from stellwerk.letters.compose import content_sha256, document
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.shipped import ShippedText, shipped_texts

Make = Callable[..., LetterContent]
KINDS = ["notice", "circular", "consultation"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_text_can_be_filled(letter: Make, kind: str) -> None:
    made = document(letter(kind))

    assert "{{" not in json.dumps(made, ensure_ascii=False)
    assert made["body"][-1]["runs"][0]["text"] == "Mit freundlichen Grüßen"


def test_shipped_texts_have_a_kind_and_a_first_version_each() -> None:
    assert {(t.kind, t.version) for t in shipped_texts()} == {
        ("amendment_notice", 1),
        ("approval_notice", 1),
        ("campaign", 1),
        ("campaign_reminder", 1),
        ("circular", 1),
        ("consultation", 1),
        ("contract", 1),
        ("opinion", 1),
        ("opinion_reminder", 1),
        ("receipt", 1),
        ("refusal_notice", 1),
        ("remedy", 1),
    }


def test_the_instruction_names_the_court_but_no_form(text: Callable[[str], ShippedText], case: Make) -> None:
    body = text("remedy").body

    assert case().remedy.count("Sigmaringen") == 2
    assert "schriftlich" not in body
    assert "elektronisch" not in body


def test_the_annex_begins_a_part_of_its_own(letter: Make) -> None:
    made = document(letter("notice"))

    assert made["annex_titles"] == ["Berechnung des hinzukommenden Betrags"]
    assert [block["kind"] for block in made["annexes"]] == ["annex", "para", "table"]


def test_a_missing_fact_in_the_subject_is_refused(letter: Make) -> None:
    content = letter("circular", facts=dict(letter("circular").facts) | {"programm": ""})

    with pytest.raises(Refused, match="„Förderprogramm“"):
        document(content)


def test_the_fingerprint_survives_storage_and_shows_every_change(letter: Make) -> None:
    made = document(letter("notice"))
    other = document(letter("notice", channel_note="per Post"))

    assert content_sha256(json.loads(json.dumps(made))) == content_sha256(made)
    assert content_sha256(other) != content_sha256(made)


def test_letters_and_accents_are_composed(letter: Make) -> None:
    made = document(letter("circular", salutation="Gru\u0308ß Gott,"))

    assert made["salutation"] == "Grüß Gott,"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07", "\ud800", "\ue000", "\n"])
def test_what_cannot_be_seen_is_refused(letter: Make, hidden: str) -> None:
    with pytest.raises(Refused, match="unsichtbare Zeichen"):
        document(letter("circular", salutation=f"Guten{hidden}Tag,"))


def test_examples_are_marked_in_the_document(letter: Make) -> None:
    real = replace(letter("notice").letterhead, is_example=False)

    assert document(letter("notice"))["example_note"].startswith("Beispieldaten")
    assert document(letter("notice", example_note="Beispielwert."))["example_note"] == "Beispielwert."
    assert document(letter("notice", letterhead=real))["example_note"] == ""
