"""Notices on applications: complete by the list, in words that can be understood, with data by the schema."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from stellwerk.gateways.pdf import Typesetter
from stellwerk.law.working import Refused
from stellwerk.letters import decisions as module
from stellwerk.letters.checklist import checked, missing_content
from stellwerk.letters.compose import document
from stellwerk.letters.decision_previews import decision_preview, round_findings
from stellwerk.letters.decisions import decision_content, shared
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import letter_pdf
from stellwerk.letters.verify import attached_data
from stellwerk.models import Decision, Office, Outcome
from tests.house.applications import OFFICE
from tests.house.decisions import DECIDED_AT, NO, REASON, drafted, proposed, ready, two_ready

APPROVAL, REFUSAL = Outcome.APPROVE, Outcome.REFUSE


@pytest.fixture
def notice(db: None) -> Callable[[Outcome], LetterContent]:
    """Return the notice of an approval or a refusal."""
    made = proposed()
    common = shared(made)

    def found(outcome: Outcome) -> LetterContent:
        rows = Decision.objects.filter(round=made, outcome=outcome)
        return decision_content(common, rows.select_related("application__applicant").get())

    return found


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    path = Path(module.__file__).parent / "schema" / "decision.schema.json"
    loaded = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


@pytest.mark.parametrize("outcome", [APPROVAL, REFUSAL])
def test_a_notice_is_complete(notice: Callable[[Outcome], LetterContent], outcome: Outcome) -> None:
    assert missing_content(notice(outcome)) == []


def test_the_list_of_an_approval_follows_the_rule(notice: Callable[[Outcome], LetterContent]) -> None:
    numbers = [entry.number for entry in checked(notice(APPROVAL)) if entry.state == "present"]

    assert numbers[:11] == [
        *("4.1", "4.2.1", "4.2.2", "4.2.3", "4.2.5", "4.2.6", "4.2.7", "4.2.9", "4.2.10", "4.2.13", "4.2.14")
    ]
    assert "§ 39 LVwVfG" in numbers


@pytest.mark.parametrize(
    ("outcome", "fact", "number"),
    [
        (APPROVAL, "betrag", "4.2.5"),
        (APPROVAL, "ende", "4.2.9"),
        (APPROVAL, "tabelle:bewilligt", "4.2.9"),
        (APPROVAL, "nebenbestimmungen", "4.2.13"),
        (APPROVAL, "rechtsbehelf", "4.2.14"),
        (REFUSAL, "begründung", "§ 39 LVwVfG"),
        (REFUSAL, "rechtsbehelf", "4.2.14"),
        (REFUSAL, "empfänger", "4.2.1"),
        (REFUSAL, "antrag_aktenzeichen", "4.1"),
    ],
)
def test_what_is_missing_in_a_notice_is_named(
    notice: Callable[[Outcome], LetterContent], outcome: Outcome, fact: str, number: str
) -> None:
    complete = notice(outcome)
    without_fact = replace(complete, facts={k: v for k, v in complete.facts.items() if k != fact})
    without_mark = replace(
        complete,
        text=complete.text.replace(f"{{{{{fact}}}}}", "…"),
        subject=complete.subject.replace(f"{{{{{fact}}}}}", "…"),
    )

    for lacking in (without_fact, without_mark):
        assert [finding.number for finding in missing_content(lacking)] == [number]


def test_less_than_asked_is_told_with_its_reason(notice: Callable[[Outcome], LetterContent]) -> None:
    words = str(document(notice(APPROVAL))).replace("\\xa0", " ")

    assert f"Beantragt sind 69.600,00 €, bewilligt werden 52.200,00 €. {REASON}" in words
    assert "beginnt am " in words
    assert "30.06.2025" in words
    assert "Festbetrag je Monat und Vollzeitstelle" in words


def test_a_refusal_says_why_and_where_to_sue(notice: Callable[[Outcome], LetterContent]) -> None:
    words = str(document(notice(REFUSAL)))

    assert NO in words
    assert "Verwaltungsgericht Stuttgart mit Sitz in Stuttgart" in words


@pytest.mark.parametrize("outcome", [APPROVAL, REFUSAL])
def test_the_data_of_a_notice_obey_the_schema(
    notice: Callable[[Outcome], LetterContent], schema: jsonschema.Draft202012Validator, outcome: Outcome
) -> None:
    schema.validate(notice(outcome).data)


def test_an_approval_without_a_period_is_no_approval(
    notice: Callable[[Outcome], LetterContent], schema: jsonschema.Draft202012Validator
) -> None:
    data = dict(notice(APPROVAL).data or {})
    del data["period"]

    assert not schema.is_valid(data)


@pytest.mark.parametrize("outcome", [APPROVAL, REFUSAL])
def test_the_pdf_carries_the_data(
    notice: Callable[[Outcome], LetterContent], letters: Typesetter, outcome: Outcome
) -> None:
    content = notice(outcome)

    made = letter_pdf(letters, document(content), at=DECIDED_AT)

    assert attached_data(made) == content.data


def test_an_open_decision_has_no_preview(db: None) -> None:
    made = drafted(ready())

    with pytest.raises(Refused, match="noch nicht gewählt"):
        decision_preview(made, Decision.objects.select_related("application__applicant").get())


def test_what_keeps_a_round_from_its_release_is_listed(db: None) -> None:
    made = proposed(*two_ready())
    assert round_findings(made) == []
    Office.objects.filter(key=OFFICE).update(court="", email="")

    found = {finding.number for _whose, finding in round_findings(made)}

    assert found == {"4.2.14", "§ 41 LVwVfG"}
