"""The handbook shows the pictures that the journeys take, all of them, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.house.environment import REPOSITORY

HANDBOOK = REPOSITORY / "docs" / "handbuch"
PAGES = sorted(HANDBOOK.glob("*.md"))
LARGEST = 150_000  # bytes of a picture
PICTURE = re.compile(r"!\[([^\]]+)\]\(bilder/([\w-]+)\.png\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#:]*)(?:#([\w-]+))?\)")


def _shown() -> set[str]:
    return {name for page in PAGES for _words, name in PICTURE.findall(page.read_text(encoding="utf-8"))}


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    assert {file.stem for file in (HANDBOOK / "bilder").glob("*.png")} == _shown()


def test_the_journeys_take_every_picture() -> None:
    journeys = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("*.py"))

    missing = {name for name in _shown() if f'"{name}"' not in journeys and f"{name}=" not in journeys}

    assert missing == set()


def test_no_picture_is_large() -> None:
    large = [file.name for file in (HANDBOOK / "bilder").iterdir() if file.stat().st_size > LARGEST]

    assert large == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_a_page_and_a_heading(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        leads_to = (page.parent / target).resolve() if target else page

        assert leads_to.is_file(), target
        assert not anchor or anchor in _anchors(leads_to), anchor


def test_every_page_is_on_the_first_one() -> None:
    first = (HANDBOOK / "index.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if page.name != "index.md" and f"({page.name})" not in first] == []
