"""Letters to test with, a typesetter, and a reader of what stands in a PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stellwerk.gateways.font_build import build_fonts
from stellwerk.gateways.pdf import Typesetter
from stellwerk.law.periods import Period
from stellwerk.law.working import Step, Working
from stellwerk.letters.compose import document
from stellwerk.letters.facts import Addressee, LetterContent, Letterhead
from stellwerk.letters.notice import NoticeCase, notice_data, notice_facts, remedy_sentence
from stellwerk.letters.shipped import ShippedText, shipped_texts
from stellwerk.letters.typeset import letter_pdf, typesetter
from tests.house.printed import Line, lines

ROOT = Path(__file__).parents[2]
AT = datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
REASON = "Die Stellen sind seit Ende 2023 in allen Landkreisen besetzt; ihre Arbeit soll weitergehen."


@pytest.fixture(scope="session")
def fonts() -> Path:
    target = ROOT / "var" / "fonts"
    build_fonts(ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans", target)
    return target


@pytest.fixture(scope="session")
def letters(fonts: Path) -> Typesetter:
    return typesetter(fonts)


@pytest.fixture(scope="session")
def pdf(letters: Typesetter) -> Callable[[LetterContent], bytes]:
    return lambda content: letter_pdf(letters, document(content), at=AT)


@pytest.fixture(scope="session")
def shown() -> Callable[[bytes], list[Line]]:
    return lambda made: list(lines(made))


@pytest.fixture(scope="session")
def text() -> Callable[[str], ShippedText]:
    return lambda kind: next(t for t in shipped_texts() if t.kind == kind)


@pytest.fixture
def case(text: Callable[[str], ShippedText]) -> Callable[..., NoticeCase]:
    sentence = remedy_sentence(
        text("remedy").body, court="Verwaltungsgericht Sigmaringen", seat="Sigmaringen"
    )
    base = NoticeCase(
        recipient="Zollernalbkreis",
        ags="08417",
        file_number="AB1-0144.5-12/7",
        number=1,
        amended_on=date(2022, 11, 3),
        amended_file_number="AB1-0144.5-12/1",
        decided_on=date(2024, 3, 8),
        programme="E-Government-Koordination",
        legal_basis="§§ 23 und 44 LHO",
        measure="eine Stelle für E-Government-Koordination mit dem Stellenanteil 1,0",
        purpose="Die Stelle unterstützt die Gemeinden dabei, Leistungen digital anzubieten.",
        goals="beratene Gemeinden\nonline verfügbare Leistungen",
        grant_kind="Projektförderung",
        grant_form="nicht rückzahlbarer Zuschuss",
        financing_type="Festbetragsfinanzierung",
        eligible_expenditure="Personalausgaben der Stelle",
        old=Period(date(2022, 11, 14), date(2024, 11, 14)),
        new=Period(date(2022, 11, 14), date(2025, 7, 1)),
        before={2022: Decimal("7833.33"), 2023: Decimal("60000.00"), 2024: Decimal("52166.67")},
        added={2024: Decimal("7833.33"), 2025: Decimal("30000.00")},
        reason=REASON,
        associations="Landkreistag, Städtetag und Gemeindetag",
        conditions="Die ANBest-K gelten in der dem Zuwendungsbescheid beigefügten Fassung weiter.",
        proof_office="Referat für Digitalisierung",
        court="Verwaltungsgericht Sigmaringen",
        court_seat="Sigmaringen",
        remedy=sentence,
        working=Working(Decimal("37833.33"), (_step("2025", "30.000,00 €"), _step("2024", "7.833,33 €"))),
        is_example=True,
    )
    return lambda **changes: replace(base, **changes)


@pytest.fixture
def notice(
    case: Callable[..., NoticeCase], text: Callable[[str], ShippedText]
) -> Callable[..., LetterContent]:
    def made(decided: NoticeCase | None = None, **changes: Any) -> LetterContent:
        decided = decided or case()
        shipped = text("amendment_notice")
        data = notice_data(decided, authority="Beispielministerium", text_label=shipped.label)
        base = _content("notice", shipped, notice_facts(decided), decided.file_number)
        return replace(base, **({"data": data} | changes))

    return made


@pytest.fixture
def letter(
    notice: Callable[..., LetterContent], text: Callable[[str], ShippedText]
) -> Callable[..., LetterContent]:
    """Make a letter of any kind."""
    facts = {
        "programm": "E-Government-Koordination",
        "ende_neu": "30.06.2025",
        "begründung": REASON,
        "verbände": "Landkreistag, Städtetag und Gemeindetag",
        "frist": "22.03.2024",
        "schweigeregel": "Ohne Antwort gehen wir von Ihrer Zustimmung aus.",
    }

    def made(kind: str, **changes: Any) -> LetterContent:
        if kind == "notice":
            return notice(**changes)
        return replace(_content(kind, text(kind), facts, "AB1-0144.5-12/9"), **changes)

    return made


def _step(year: str, value: str) -> Step:
    return Step("Betrag für das Haushaltsjahr %(year)s", value, "Fördergrundsätze, Fassung 1", {"year": year})


def _content(kind: Any, shipped: ShippedText, facts: Any, file_number: str) -> LetterContent:
    head = Letterhead(
        authority=("Beispielministerium", "Abteilung Digitalisierung"),
        return_address="Beispielministerium · Musterplatz 1 · 70000 Stuttgart",
        place="Stuttgart",
        privacy_url="https://www.ministerium.invalid/datenschutz",
        signature_name="Vorname Nachname",
        signature_function="Leitung der Abteilung",
        is_example=True,
    )
    return LetterContent(
        kind=kind,
        letterhead=head,
        addressee=Addressee(("Landratsamt Zollernalbkreis", "Balingen")),
        date=date(2024, 3, 8),
        file_number=file_number,
        subject=shipped.subject,
        subject_detail=shipped.subject_detail,
        text_label=shipped.label,
        text=shipped.body,
        direct_dial="-0",
        channel_note="per E-Mail",
        copies=("Landkreistag", "Städtetag", "Gemeindetag"),
        facts=facts,
    )
