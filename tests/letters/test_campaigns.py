"""The letter of a campaign: complete and accessible; the link is derived and stands nowhere in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pdfua
import pikepdf
import pytest

from stellwerk.letters.campaigns import Frame, campaign_content, link, secret
from stellwerk.letters.checklist import missing_content
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.shipped import ShippedText
from stellwerk.models import (
    Campaign,
    CoverageFact,
    Invitation,
    Letterhead,
    Office,
    Person,
    Service,
    TextVersion,
)
from stellwerk.queries.campaigns import Line, fingerprint

AT = datetime(2024, 3, 8, 10, 17, tzinfo=UTC)
DAY = date(2024, 3, 8)
HERRENBERG = "08115021"
Text = Callable[[str], ShippedText]


def campaign(**changes: object) -> Campaign:
    values = {"pk": 7, "title": "Frühjahrsrunde", "text": "Bitte prüfen.", "due_on": date(2024, 4, 5)}
    return Campaign(**(values | {"created_at": AT} | changes))


def lines(number: int) -> list[Line]:
    made = [Service(key=f"9900100{n:07}", name=f"Leistung {n}") for n in range(number)]
    fact = CoverageFact(pk=3, state="live", valid_from=date(2023, 9, 4), checked_on=DAY, source="example")
    return [
        Line(HERRENBERG, one, "efa" if n % 2 else "any", fact if n % 2 else None)
        for n, one in enumerate(made)
    ]


def content(text: ShippedText, number: int = 5) -> LetterContent:
    version = TextVersion(
        kind=text.kind, version=1, title=text.title, subject=text.subject, body=text.body,
        subject_detail=text.subject_detail, salutation=text.salutation,
    )  # fmt: skip
    office = Office(name="Landratsamt Böblingen", city="Böblingen", legal_entity="Landkreis Böblingen")
    head = Letterhead(privacy_url="https://www.ministerium.invalid/datenschutz", is_example=True)
    shared = Frame(campaign(), office, head, version, Person(name="Sam Beispiel"))
    to = Office(name="Stadtverwaltung Herrenberg", city="Herrenberg")
    return campaign_content(shared, to, "Herrenberg", lines(number), dated_on=DAY)


@pytest.mark.parametrize("kind", ["campaign", "campaign_reminder"])
def test_each_text_is_complete_and_an_independent_checker_finds_nothing(
    kind: str, text: Text, pdf: Callable[[LetterContent], bytes], tmp_path: Path
) -> None:
    made = content(text(kind), 120)
    assert missing_content(made) == []
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf(made))

    report = pdfua.validate(str(path))

    assert report.findings == ()
    with pikepdf.open(path) as opened:
        assert len(opened.pages) > 2


def test_the_list_says_what_is_known_how_and_since_when(text: Text) -> None:
    rows = content(text("campaign")).facts["tabelle:angebote"].rows  # type: ignore[union-attr]

    assert rows[0] == ("Leistung 0", "99001000000000", "noch nicht erhoben", "–")
    assert rows[1] == (
        "Leistung 1 (Einer-für-Alle-Dienst)", "99001000000001", "online seit 04.09.2023", "08.03.2024",
    )  # fmt: skip


def test_a_letter_without_a_day_for_the_answer_is_not_complete(text: Text) -> None:
    made = content(text("campaign"))

    (finding,) = missing_content(replace(made, facts=dict(made.facts) | {"antwort_bis": ""}))

    assert finding.number == "Frist"


def test_each_municipality_and_each_campaign_has_a_secret_of_its_own() -> None:
    made = {
        secret(campaign(), HERRENBERG),
        secret(campaign(), "08115045"),
        secret(campaign(pk=8), HERRENBERG),
        secret(campaign(created_at=AT.replace(microsecond=1)), HERRENBERG),
    }

    assert len(made) == 4
    assert secret(campaign(), HERRENBERG) in made


def test_the_link_is_made_only_where_it_leads_somewhere() -> None:
    token = secret(campaign(), HERRENBERG)
    good = Invitation(campaign=campaign(), municipality_id=HERRENBERG, token_sha256=fingerprint(token))
    bad = Invitation(campaign=campaign(), municipality_id=HERRENBERG, token_sha256=fingerprint("anders"))

    assert link(good).endswith(f"/bestaetigung/{token}/")
    with pytest.raises(ValueError, match="Schlüssel wurde gewechselt"):
        link(bad)
