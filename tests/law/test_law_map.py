"""docs/law.md: every rule has its paragraph and its line in the map."""

import importlib
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stellwerk.law

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
# How things are written; these modules decide nothing.
ALPHABET = {
    "answers",
    "coverage",
    "form_edits",
    "form_reading",
    "forms",
    "money",
    "periods",
    "rollout",
    "trials",
    "working",
}
MODULES = sorted({path.stem for path in Path(stellwerk.law.__path__[0]).glob("[a-z]*.py")} - ALPHABET)


def rules() -> dict[str, Callable[..., Any]]:
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"stellwerk.law.{name}")
        for function_name, function in vars(module).items():
            origin = inspect.unwrap(function) if callable(function) else None
            is_rule = inspect.isfunction(origin) and origin.__module__ == module.__name__
            if is_rule and not function_name.startswith("_"):
                found[f"{name}.{function_name}"] = origin
    return found


RULES = rules()


def test_the_modules_of_the_law_are_found() -> None:
    assert {"continuation.continue_grant", "holidays.public_holidays", "interest.interest"} <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_names_its_paragraph(rule: str) -> None:
    law = re.search(r"^Law: (.+)", inspect.getdoc(RULES[rule]) or "", re.MULTILINE)

    assert law, f"{rule} has no line that begins with Law:"
    assert re.search(r"§|VV|terms|paragraph", law[1])


def test_the_map_lists_exactly_the_rules_there_are() -> None:
    assert set(re.findall(r"^\| `([a-z_.]+)` \|", MAP, re.MULTILINE)) == set(RULES)


def test_the_map_names_worked_cases_that_exist() -> None:
    rows = [line for line in MAP.splitlines() if line.startswith("| `")]

    for row in rows:
        files = re.findall(r"`(tests/[^`]+)`", row)
        assert files, row
        assert all((ROOT / file).is_file() for file in files), row


def test_worked_cases_name_their_source() -> None:
    for name in ("continuation", "deadlines", "interest", "programmes"):
        text = (ROOT / "tests" / "examples" / f"{name}.toml").read_text(encoding="utf-8")
        assert re.search(r'^source = "\S', text, re.MULTILINE), name
