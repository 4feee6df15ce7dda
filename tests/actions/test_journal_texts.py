"""What the journal counts is said in German: one application is not „1 Anträge“."""

import ast

import pytest

from stellwerk.actions._steps import counted
from tests.house.environment import REPOSITORY

ACTIONS = sorted((REPOSITORY / "stellwerk" / "actions").glob("*.py"))


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 Anträge"), (1, "1 Antrag"), (2, "2 Anträge"), (21, "21 Anträge")]
)
def test_a_number_stands_with_the_noun_that_fits(number: int, text: str) -> None:
    assert counted(number, "Antrag", "Anträge") == text


def test_no_text_puts_a_fixed_noun_behind_the_length_of_something() -> None:
    """Only where one and several are the same word."""
    wrong = [
        f"{path.name}: {ast.unparse(node)}"
        for path in ACTIONS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and _counts_by_itself(node)
    ]

    assert wrong == []


def _counts_by_itself(words: ast.JoinedStr) -> bool:
    """Say whether a number is followed by a word that begins with a capital: a noun."""
    pairs = zip(words.values, words.values[1:], strict=False)
    return any(_is_length(one) and _begins_with_noun(two) for one, two in pairs)


def _is_length(part: ast.expr) -> bool:
    return isinstance(part, ast.FormattedValue) and ast.unparse(part.value).startswith("len(")


def _begins_with_noun(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and str(part.value)[:1] == " " and str(part.value)[1:2].isupper()
