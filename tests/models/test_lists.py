"""Views of lists and files to take along: what must hold of them in the database."""

from collections.abc import Callable

from stellwerk.access import Rights
from tests.house.lists import asked_export, kept_view

Breaks = Callable[..., None]


def test_one_person_gives_a_name_once_for_each_list(preparer: Rights, copy_breaks: Breaks) -> None:
    copy_breaks("saved_view_name_is_unique", kept_view(preparer))


def test_what_is_ready_has_a_file_and_an_end(preparer: Rights, copy_breaks: Breaks) -> None:
    copy_breaks("export_ready_has_file_and_end", asked_export(preparer), state="ready", file="1-x")
