"""A round of a programme that decides by contract: from the proposal to a contract that goes out."""

import json
from pathlib import Path

import jsonschema
import pytest
from django.http import Http404

from stellwerk.actions.decision_releases import release_round
from stellwerk.letters import decisions as module
from stellwerk.letters.checklist import checked, missing_content
from stellwerk.letters.decision_previews import decision_preview, round_findings
from stellwerk.letters.mail import mail_text
from stellwerk.letters.typeset import letter_pdf, typesetter
from stellwerk.letters.verify import attached_data
from stellwerk.models import (
    DecisionRound,
    Dispatch,
    DispatchState,
    Grant,
    Letter,
    NoticeKind,
    Office,
    Programme,
)
from stellwerk.queries.decisions import decisions
from stellwerk.queries.remedies import contestable
from stellwerk.queries.states import running_grants
from tests.house.applications import OFFICE, OTHER_WRITER
from tests.house.cases import person
from tests.house.decisions import DECIDED_AT, NO, all_told, contracted

AGREED = ("vom Vertrag zurücktreten", "fünf Prozentpunkten über dem Basiszinssatz", "Verzugszinsen")


@pytest.fixture
def made(db: None) -> DecisionRound:
    return contracted()


def released(made: DecisionRound) -> dict[str, Letter]:
    release_round(made.pk, rights=person("freigabe"), at=DECIDED_AT)
    return {one.kind: one for one in Letter.objects.filter(decision__round=made)}


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    path = Path(module.__file__).parent / "schema" / "decision.schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def test_an_approval_goes_out_as_a_contract_and_a_refusal_as_a_notice(made: DecisionRound) -> None:
    letters = released(made)

    assert set(letters) == {"contract", "refusal"}
    assert letters["contract"].text_version.kind == "contract"
    assert letters["contract"].addressee.key == OFFICE
    assert letters["contract"].dispatches.get().state == DispatchState.WAITING
    assert letters["contract"].subject.startswith("Zuwendungsvertrag zu Ihrem Antrag")
    assert NO in str(letters["refusal"].document)


def test_a_contract_agrees_on_what_the_statute_says_of_notices_only(made: DecisionRound) -> None:
    letters = released(made)

    words, refusal_words = (str(letters[kind].document) for kind in ("contract", "refusal"))
    assert [one for one in AGREED if one not in words] == []
    assert "60.000,00" in words
    assert "Verwaltungsgericht" not in words
    assert "Verwaltungsgericht" in refusal_words


def test_the_grant_rests_on_the_contract_and_runs(made: DecisionRound) -> None:
    letters = released(made)

    grant = Grant.objects.get(programme=made.call.programme)
    notice = grant.notices.get()
    assert (notice.number, notice.kind, notice.letter) == (0, NoticeKind.CONTRACT, letters["contract"])
    assert list(running_grants(made.call.programme)) == [grant]


def test_the_data_of_a_contract_say_so_and_obey_the_schema(
    made: DecisionRound, schema: jsonschema.Draft202012Validator, fonts: Path
) -> None:
    document = released(made)["contract"].document

    data = document["data"]
    assert (data["kind"], data["decided"]) == ("contract", "60000.00")
    assert "remedy" not in data
    schema.validate(data)
    assert not schema.is_valid(data | {"remedy": {"text": "Klage", "court": "VG", "seat": "Stuttgart"}})
    assert attached_data(letter_pdf(typesetter(fonts), document, at=DECIDED_AT)) == data


def test_the_checklist_of_contracts_applies(made: DecisionRound) -> None:
    rows = decisions(made, outcome="approve")
    content = decision_preview(made, rows[0])

    numbers = [entry.number for entry in checked(content)]
    assert missing_content(content) == []
    assert "4.4" in numbers
    assert "4.2.14" not in numbers


def test_what_the_programme_does_not_agree_on_is_named(made: DecisionRound) -> None:
    assert round_findings(made) == []
    Programme.objects.filter(pk=made.call.programme_id).update(contract_withdrawal="")

    found = round_findings(DecisionRound.objects.get(pk=made.pk))

    assert {finding.number for _whose, finding in found} == {"4.4"}


def test_only_a_notice_needs_a_court(made: DecisionRound) -> None:
    Office.objects.filter(key=OFFICE).update(court="", court_seat="")
    assert round_findings(made) == []
    Office.objects.filter(key="LRA-08115").update(court="")

    assert {finding.number for _whose, finding in round_findings(made)} == {"4.2.14"}


def test_nobody_objects_to_a_contract(made: DecisionRound) -> None:
    letters = released(made)
    all_told(made)

    assert contestable(person(OTHER_WRITER), letters["refusal"].pk) == letters["refusal"]
    for name in ("landkreis", "vorbereitung"):
        with pytest.raises(Http404):
            contestable(person(name), letters["contract"].pk)


def test_the_mail_asks_for_a_signature(made: DecisionRound) -> None:
    letter = released(made)["contract"]

    assert "zur Unterschrift" in mail_text(Dispatch.objects.get(letter=letter))
