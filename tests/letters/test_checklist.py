"""The check of mandatory content: what is missing is named, and where to add it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stellwerk.letters.checklist import checked, missing_content
from stellwerk.letters.facts import Addressee, LetterContent

Make = Callable[..., LetterContent]


@pytest.mark.parametrize("kind", ["notice", "circular", "consultation"])
def test_a_shipped_letter_is_complete(letter: Make, kind: str) -> None:
    assert missing_content(letter(kind)) == []


def test_the_list_follows_the_rule_and_names_what_is_not_required(letter: Make) -> None:
    entries = checked(letter("notice"))

    assert [e.number for e in entries if e.state == "present"][:10] == [
        *("4.2.1", "4.2.2", "4.2.3", "4.2.5", "4.2.6", "4.2.7", "4.2.9", "4.2.10", "4.2.13", "4.2.14")
    ]
    assert [e.number for e in entries if e.state == "not_required"] == ["4.2.4", "4.2.8", "4.2.11", "4.2.12"]


@pytest.mark.parametrize(
    ("fact", "number"),
    [
        ("empfänger", "4.2.1"),
        ("maßnahme", "4.2.2"),
        ("zuwendungszweck", "4.2.3"),
        ("ziele", "4.2.3"),
        ("zuwendungsart", "4.2.5"),
        ("zuwendungsform", "4.2.5"),
        ("betrag_neu", "4.2.5"),
        ("finanzierungsart", "4.2.6"),
        ("zuwendungsfähige_ausgaben", "4.2.7"),
        ("ende_neu", "4.2.9"),
        ("tabelle:jahresbeträge", "4.2.9"),
        ("nachweis_stelle", "4.2.10"),
        ("nebenbestimmungen", "4.2.13"),
        ("rechtsbehelf", "4.2.14"),
    ],
)
def test_a_missing_fact_and_a_missing_placeholder_are_both_found(
    letter: Make, fact: str, number: str
) -> None:
    complete = letter("notice")
    without_fact = replace(complete, facts={k: v for k, v in complete.facts.items() if k != fact})
    without_mark = replace(complete, text=complete.text.replace(f"{{{{{fact}}}}}", "…"))

    (lacking_fact,) = missing_content(without_fact)
    (lacking_mark,) = missing_content(without_mark)

    assert (lacking_fact.number, lacking_mark.number) == (number, number)
    assert "Bitte be" in lacking_fact.sentence()
    assert f"{{{{{fact}}}}}" in lacking_mark.sentence()


@pytest.mark.parametrize("kind", ["notice", "circular", "consultation"])
def test_every_letter_shows_who_writes_to_whom(letter: Make, kind: str) -> None:
    content = letter(kind)
    nobody = replace(content.letterhead, authority=(), signature_name=" ")

    findings = missing_content(replace(content, letterhead=nobody, addressee=Addressee(()), file_number=""))

    sentences = " ".join(finding.sentence() for finding in findings)
    assert all(word in sentences for word in ("Behörde", "Name unter", "Anschrift", "Aktenzeichen"))


def test_every_letter_points_to_the_privacy_notice(letter: Make) -> None:
    content = letter("circular", text="Ohne Hinweis.")

    assert [finding.number for finding in missing_content(content)] == ["Art. 13 DSGVO"]


def test_a_circular_is_not_mistaken_for_a_decision(letter: Make) -> None:
    circular = letter("circular")
    content = replace(circular, text=circular.text + "\n\n{{rechtsbehelf}}")

    assert "kein Bescheid" in missing_content(content)[0].sentence()
