"""Generated answers: complete by themselves, whatever a form asks."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from stellwerk.law.answers import excluded, problems
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import FieldKind
from stellwerk.law.trials import generated_answers, passing_answers

EXAMPLE = Path(__file__).parents[2] / "stellwerk" / "facts" / "example" / "application_form.json"
FORM = parse(json.loads(EXAMPLE.read_text(encoding="utf-8")))
KNOWN = {FieldKind.MUNICIPALITY: "08136088", FieldKind.OFFICE: "LRA-08136"}


def test_generated_answers_can_be_submitted() -> None:
    answers = generated_answers(FORM, share=Decimal("0.50"), starts_on=date(2025, 1, 1), known=KNOWN)
    files = {one.key for one in FORM.fields if one.kind == FieldKind.FILE}

    assert problems(FORM, answers, attached=files) == {}
    assert answers["share"] == "0.5"
    assert answers["starts_on"] == "2025-01-01"
    assert answers["early_start"] == "no"
    assert "early_reason" not in answers  # it does not show


def test_the_questions_before_the_form_let_a_trial_pass() -> None:
    assert FORM.questions
    assert excluded(FORM.questions, passing_answers(FORM)) == ()
