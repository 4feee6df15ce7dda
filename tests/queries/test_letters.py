"""Letters: who may open which, and which text is in force."""

from datetime import date

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.models import Letter, LetterFile, Run, TextVersion
from stellwerk.queries import letters
from tests.house.cases import all_sent


@pytest.fixture
def notices(released: Run) -> dict[str, Letter]:
    found = Letter.objects.filter(run=released, kind="notice").select_related("addressee")
    return {letter.addressee.key: letter for letter in found}


def test_a_county_opens_its_own_letters_once_they_are_sent(
    released: Run, county: Rights, notices: dict[str, Letter]
) -> None:
    own, foreign = notices["LRA-08136"], notices["LRA-08235"]
    with pytest.raises(Http404):
        letters.letter(county, own.pk)

    all_sent(released)

    assert letters.letter(county, own.pk) == own
    with pytest.raises(Http404):
        letters.letter(county, foreign.pk)
    with pytest.raises(Http404):
        letters.pdf(county, foreign.pk)


def test_a_county_does_not_learn_who_else_got_the_circular(
    released: Run, county: Rights, auditor: Rights
) -> None:
    all_sent(released)
    circular = Letter.objects.get(kind="circular")

    shown = letters.letter(county, circular.pk).dispatches.all()

    assert [dispatch.office.key for dispatch in shown] == ["LRA-08136"]
    assert len(letters.letter(auditor, circular.pk).dispatches.all()) == 38


def test_an_association_sees_its_question_its_grant_and_its_copy_of_the_circular(
    released: Run, association: Rights
) -> None:
    all_sent(released)

    assert sorted(letter.kind for letter in letters.letters(association)) == [
        "circular",
        "consultation",
        "notice",
    ]


def test_the_authority_sees_all_letters_and_the_operator_none(
    released: Run, auditor: Rights, operator: Rights
) -> None:
    all_sent(released)

    assert letters.letters(auditor).count() == 36
    assert not letters.letters(operator).exists()


def test_a_pdf_comes_as_it_was_made_or_not_yet(auditor: Rights, notices: dict[str, Letter]) -> None:
    letter = notices["LRA-08136"]
    assert letters.pdf(auditor, letter.pk) is None

    made = {"sha256": "a" * 64, "size": 5, "content": b"%PDF-", "rendered_at": letter.released_at}
    LetterFile.objects.create(letter=letter, **made)

    assert letters.pdf(auditor, letter.pk) == b"%PDF-"
    assert letters.by_fingerprint("a" * 64).letter == letter
    assert letters.by_fingerprint("b" * 64) is None


def test_the_newest_text_that_is_valid_on_a_day_counts(db: None) -> None:
    old = letters.text_in_force("circular", on=date(2024, 3, 8))
    values = {"kind": "circular", "title": old.title, "body": old.body}
    later = TextVersion.objects.create(version=2, valid_from=date(2024, 4, 1), **values)
    corrected = TextVersion.objects.create(version=3, valid_from=date(2024, 4, 1), **values)

    assert letters.text_in_force("circular", on=date(2024, 3, 31)) == old
    assert letters.text_in_force("circular", on=date(2024, 4, 1)) == corrected != later
