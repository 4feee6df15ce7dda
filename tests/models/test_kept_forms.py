"""What was typed too late is kept once for each address."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from stellwerk.access import Rights
from stellwerk.models import KeptForm
from tests.house.cases import ASKED_AT

Breaks = Callable[[str], AbstractContextManager[None]]


def test_of_a_form_the_last_words_are_kept(preparer: Rights, breaks: Breaks) -> None:
    values = {
        "person": preparer.person,
        "address": "/a/",
        "page": "/a/",
        "content": b"x",
        "kept_at": ASKED_AT,
    }
    KeptForm.objects.create(**values)

    with breaks("kept_form_once_per_address"):
        KeptForm.objects.create(**values)
