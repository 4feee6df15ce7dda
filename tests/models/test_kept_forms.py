"""What was typed too late is kept once for each person and address."""

from collections.abc import Callable

from stellwerk.access import Rights
from stellwerk.models import KeptForm
from tests.house.cases import ASKED_AT


def test_of_a_form_the_last_words_are_kept(preparer: Rights, copy_breaks: Callable[..., None]) -> None:
    values = {"address": "/a/", "page": "/a/", "content": b"x", "kept_at": ASKED_AT}
    row = KeptForm.objects.create(person=preparer.person, **values)

    copy_breaks("kept_form_once_per_address", row)
