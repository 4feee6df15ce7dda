"""Consultations: when a run counts as agreed, by the programme's silence rule."""

from datetime import date

import pytest

from stellwerk.access import Rights
from stellwerk.actions.consultations import consult
from stellwerk.models import Answer, Consultation, Run, SilenceRule
from stellwerk.queries import consultations
from tests.house.cases import ASKED_AT

DUE = date(2024, 2, 26)
DAY_AFTER = date(2024, 2, 27)


@pytest.fixture
def asked(computed: Run, preparer: Rights) -> Run:
    consult(computed.pk, rights=preparer, at=ASKED_AT)
    return Run.objects.select_related("programme").get(pk=computed.pk)


def answer(run: Run, count: int, **values: object) -> None:
    keys = consultations.of_run(run).values_list("pk", flat=True)[:count]
    Consultation.objects.filter(pk__in=list(keys)).update(answered_on=DUE, **values)


@pytest.mark.parametrize(
    ("rule", "on", "still_open"),
    [
        (SilenceRule.CONSENT, DUE, 2),
        (SilenceRule.CONSENT, DAY_AFTER, 0),
        (SilenceRule.WAIT, DUE, 2),
        (SilenceRule.WAIT, date(2030, 1, 1), 2),
    ],
)
def test_silence_counts_as_the_programme_says(asked: Run, rule: str, on: date, still_open: int) -> None:
    asked.programme.silence_rule = rule
    answer(asked, 1, answer=Answer.AGREED)

    found = consultations.standing(asked, on=on)

    assert (found.asked, found.open, found.is_settled) == (3, still_open, still_open == 0)


def test_objections_block_until_somebody_wrote_down_how_they_were_met(asked: Run) -> None:
    answer(asked, 3, answer=Answer.AGREED)
    answer(asked, 1, answer=Answer.OBJECTED)
    assert consultations.standing(asked, on=DUE).objections == 1

    answer(asked, 1, treatment="Der Text wurde ergänzt.")

    assert consultations.standing(asked, on=DUE).is_settled


def test_a_run_nobody_was_asked_about_is_not_agreed(computed: Run) -> None:
    assert not consultations.standing(computed, on=date(2030, 1, 1)).is_settled


def test_an_association_sees_what_it_was_asked_and_no_other_answer(
    asked: Run, association: Rights, county: Rights
) -> None:
    (own,) = consultations.asked(association)

    assert own.office.key == "landkreistag"
    assert not consultations.asked(county).exists()
