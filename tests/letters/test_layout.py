"""The sheet: what stands where, and what happens when there is a lot of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from stellwerk.law.working import Step, Working
from stellwerk.letters.facts import Addressee, LetterContent
from stellwerk.letters.notice import NoticeCase

Make = Callable[..., LetterContent]
Pdf = Callable[[LetterContent], bytes]
Shown = Callable[[bytes], list]


@pytest.mark.parametrize(("form", "address", "info"), [("A", 27, 32), ("B", 45, 50)])
def test_address_and_information_stand_where_din_5008_wants_them(
    letter: Make, pdf: Pdf, shown: Shown, form: str, address: float, info: float
) -> None:
    content = letter("circular")
    lines = shown(pdf(replace(content, letterhead=replace(content.letterhead, form=form))))
    at = {line.text: line for line in reversed(lines) if line.page == 1}

    sender, to, day = at[content.letterhead.return_address], at["Landratsamt Zollernalbkreis"], at["Datum"]
    subject = at["E-Government-Koordination"]

    assert (sender.x, to.x, subject.x) == pytest.approx((25, 25, 25), abs=0.1)
    assert address < sender.y < at["per E-Mail"].y < address + 17.7
    assert address + 17.7 < to.y < address + 17.7 + 6
    assert day.x == pytest.approx(125, abs=0.1)
    assert info < day.y < info + 5
    assert address + 45 + 8.46 < subject.y < address + 45 + 20


def test_six_lines_of_address_stay_in_their_field(letter: Make, pdf: Pdf, shown: Shown) -> None:
    words = tuple(f"Zeile {number}" for number in "123456")
    lines = shown(pdf(letter("notice", addressee=Addressee(words))))

    assert max(line.y for line in lines if line.text in words) < 45 + 45


def test_a_long_name_wraps_and_leaves_the_subject_alone(letter: Make, pdf: Pdf, shown: Shown) -> None:
    name = "Verwaltungsgemeinschaft der Gemeinden Oberes Schlichemtal und Kleiner Heuberg im Zollernalbkreis"
    lines = shown(pdf(letter("notice", addressee=Addressee((name, "Balingen")))))

    (subject,) = [line for line in lines if line.text.startswith("1. Änderungsbescheid zum")]
    block = [
        line for line in lines if line.page == 1 and 62 < line.y < 90 and line.x == pytest.approx(25, abs=0.1)
    ]
    assert len(block) >= 3
    assert max(line.y for line in block) < subject.y - 8


def test_pages_are_counted_and_name_the_file(letter: Make, pdf: Pdf, shown: Shown) -> None:
    lines = shown(pdf(letter("notice")))
    last = lines[-1].page

    assert last >= 2
    assert [line.text for line in lines if line.text.startswith("Seite")] == [
        f"Seite {page} von {last}" for page in range(1, last + 1)
    ]
    heads = [line for line in lines if line.page > 1 and line.y < 25]
    assert {"Beispielministerium", "AB1-0144.5-12/7"} <= {line.text for line in heads}


def test_greeting_and_signature_stay_together(letter: Make, pdf: Pdf, shown: Shown) -> None:
    for extra in range(30, 45):
        content = letter("consultation")
        filled = replace(content, text="\n\n".join(["Absatz."] * extra) + "\n\n" + content.text)
        page = {line.text: line.page for line in shown(pdf(filled))}

        assert page["Mit freundlichen Grüßen"] == page["gez. Vorname Nachname"]


def test_a_grant_over_twelve_years_shows_every_year(
    letter: Make, case: Callable[..., NoticeCase], pdf: Pdf, shown: Shown
) -> None:
    before = {year: Decimal("61234.56") for year in range(2018, 2030)}
    lines = shown(pdf(letter("notice", decided=case(before=before))))

    words = [line.text for line in lines]
    assert all(str(year) in words for year in before)
    assert "734.814,72 €" in words


def test_a_long_table_repeats_its_header_on_the_next_page(
    letter: Make, case: Callable[..., NoticeCase], pdf: Pdf, shown: Shown
) -> None:
    steps = tuple(Step(f"Schritt {number}", "1,00 €", "Fördergrundsätze") for number in range(80))
    lines = shown(pdf(letter("notice", decided=case(working=Working(Decimal(80), steps)))))

    pages = sorted({line.page for line in lines if re.match(r"Schritt \d", line.text)})
    assert len(pages) >= 2
    assert sorted(line.page for line in lines if line.text == "Rechenschritt") == pages


@pytest.mark.parametrize(("count", "beside_the_address"), [(3, True), (9, False)])
def test_copies_stand_beside_the_address_where_they_fit(
    letter: Make, pdf: Pdf, shown: Shown, count: int, beside_the_address: bool
) -> None:
    copies = tuple(f"Stelle {number}" for number in range(count))
    lines = shown(pdf(letter("circular", copies=copies)))

    (word,) = [line for line in lines if line.text == "Nachrichtlich:"]
    assert (word.x == pytest.approx(125, abs=0.1)) is beside_the_address
    assert {line.text for line in lines} >= set(copies)


def test_example_values_are_said_to_be_examples(letter: Make, pdf: Pdf, shown: Shown) -> None:
    real = replace(letter("notice").letterhead, is_example=False)

    note = "Beispieldaten – Beträge und Beginntage sind Beispielwerte."
    assert note in [line.text for line in shown(pdf(letter("notice")))]
    assert note not in [line.text for line in shown(pdf(letter("notice", letterhead=real)))]
