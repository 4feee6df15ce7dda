"""docs/security.md names tests; each of them exists, and every chapter of the standard is there."""

import re

import pytest

from tests.house.environment import REPOSITORY
from tests.house.source import functions, text

DOCUMENT = text(REPOSITORY / "docs" / "security.md")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))
ROWS = [line for line in DOCUMENT.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
STATES = {"holds", "holds in part", "holds, operation", "operation", "not", "State"}


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda it: it)
def test_every_test_that_is_named_exists(file: str, test: str) -> None:
    path = REPOSITORY / file

    assert path.is_file()
    assert test in {function.name for function in functions(path)}


def test_every_chapter_is_answered() -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", DOCUMENT, re.MULTILINE)]

    assert chapters == list(range(1, 15))
    assert len(NAMED) > 60


def test_what_holds_is_shown_or_explained() -> None:
    answered = [[cell.strip() for cell in row.strip("|").split("|")] for row in ROWS]
    chapters = [cells for cells in answered if len(cells) == 3 and cells[1] in STATES]

    assert len(chapters) > 50
    assert [cells[0] for cells in chapters if len(cells[2]) < 20 and cells[1] != "State"] == []


def test_links_of_the_document_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", DOCUMENT)

    assert [target for target in targets if not (REPOSITORY / "docs" / target).is_file()] == []
