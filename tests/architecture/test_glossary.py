"""One word per idea: each German term has one English name, and code uses the names of the glossary."""

from collections import Counter

from django.apps import apps

from tests.house.environment import REPOSITORY
from tests.house.source import text

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in text(REPOSITORY / "docs" / "glossary.md").splitlines()
    if line.startswith("| ") and not line.startswith(("| German", "| ---"))
]
# Models that people never speak of: they hold parts of another one, or who acts for whom.
WITHOUT_A_WORD = {
    "Attempt", "JournalEntry", "JournalLink", "LetterFile", "Membership", "Participation", "Person",
    "RoundYear", "RunLine", "RunYear", "SiteText", "Tally",
}  # fmt: skip


def test_every_term_has_one_name_and_a_meaning() -> None:
    terms = Counter(row[0] for row in ROWS)

    assert len(ROWS) > 30
    assert [term for term, times in terms.items() if times > 1] == []
    assert [row[0] for row in ROWS if not all(row)] == []


def test_every_name_stands_for_one_term() -> None:
    names = Counter(row[1] for row in ROWS if len(row) == 3)

    assert [name for name, times in names.items() if times > 1] == []


def test_what_is_stored_is_called_as_in_the_glossary() -> None:
    names = {word.strip() for row in ROWS for word in row[1].replace("_", "").split(",")}
    models = {
        model.__name__: model._meta.model_name
        for model in apps.get_app_config("stellwerk").get_models()
        if model.__name__ not in WITHOUT_A_WORD
    }

    assert {
        name for name, word in models.items() if word not in {it.replace(" ", "") for it in names}
    } == set()
