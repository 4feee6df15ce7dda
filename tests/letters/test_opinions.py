"""The letter that asks a body for its opinion, and the one that reminds it, as they are printed."""

from collections.abc import Callable

import pytest

from stellwerk.letters.checklist import missing_content
from stellwerk.letters.opinions import opinion_content
from stellwerk.letters.shipped import ShippedText
from stellwerk.models import Letterhead, Office, OpinionRequest, Programme, TextVersion
from tests.house.opinions import ASKED_AT, DUE_ON

Pdf = Callable[..., bytes]


def content(shipped: ShippedText, **changes: object):  # type: ignore[no-untyped-def]
    head = Letterhead(
        authority_lines="Beispielministerium",
        return_address="Beispielministerium · Musterplatz 1",
        place="Stuttgart",
        direct_dial="-0",
        privacy_url="https://www.ministerium.invalid/datenschutz",
        signature_name="Vorname Nachname",
        signature_function="Leitung",
        form="B",
        is_example=True,
    )
    programme = Programme(name="E-Government-Koordination", file_number="AB1-0144.5-12/9")
    programme.letterhead = head
    values = {
        "title": "Antrag des Ostalbkreises",
        "question": "Halten Sie den Umfang für nötig?\nWas ist zu bedenken?",
        "due_on": DUE_ON,
        "silence_rule": "wait",
        "is_example": True,
    }
    request = OpinionRequest(programme=programme, **(values | changes))
    text = TextVersion(
        title=shipped.title,
        version=1,
        subject=shipped.subject,
        subject_detail=shipped.subject_detail,
        salutation=shipped.salutation,
        body=shipped.body,
    )
    office = Office(name="Landkreistag Baden-Württemberg", city="Stuttgart")
    about = ["FA-1, Landratsamt Ostalbkreis", "FA-2, Landratsamt Böblingen"]
    return opinion_content(request, office, text, on=ASKED_AT.date(), about=about, files=["Übersicht.pdf"])


@pytest.mark.parametrize("kind", ["opinion", "opinion_reminder"])
def test_the_letter_is_complete_and_names_question_day_and_rule(
    kind: str, text: Callable[[str], ShippedText], pdf: Pdf, shown: Callable[[bytes], list[object]]
) -> None:
    made = content(text(kind))

    printed = " ".join(line.text for line in shown(pdf(made)))  # type: ignore[attr-defined]

    assert missing_content(made) == []
    assert "22.03.2024" in printed
    assert "Wir entscheiden erst, wenn uns Ihre Antwort vorliegt." in printed
    assert "Antrag des Ostalbkreises" in printed


def test_each_application_stands_in_a_line_of_its_own(
    text: Callable[[str], ShippedText], pdf: Pdf, shown: Callable[[bytes], list[object]]
) -> None:
    printed = [line.text for line in shown(pdf(content(text("opinion"))))]  # type: ignore[attr-defined]

    for line in ("FA-1, Landratsamt Ostalbkreis", "FA-2, Landratsamt Böblingen", "Übersicht.pdf"):
        assert any(line in it for it in printed)
