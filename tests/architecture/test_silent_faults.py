"""Nothing is swallowed: every fault is handled by name, and every skip says why."""

import ast
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, modules, name, nodes, text

MODULES = modules(*PRODUCT, "bench", "tests")
ANYTHING = {"Exception", "BaseException"}


def found_in_all(kind: type[ast.AST]) -> list[tuple[Path, ast.AST]]:
    return [(path, node) for path in MODULES for node in nodes(path) if isinstance(node, kind)]


def where(path: Path, node: ast.AST) -> str:
    return f"{name(path)}:{getattr(node, 'lineno', 0)}"


def test_faults_are_caught_by_name() -> None:
    found = [
        where(path, node)
        for path, node in found_in_all(ast.ExceptHandler)
        if node.type is None or ANYTHING & {ast.unparse(it) for it in ast.walk(node.type)}
    ]

    assert found == []


def test_nothing_is_suppressed_as_a_whole() -> None:
    found = [
        where(path, node)
        for path, node in found_in_all(ast.Call)
        if ast.unparse(node.func).endswith("suppress") and ANYTHING & {ast.unparse(it) for it in node.args}
    ]

    assert found == []


def test_a_caught_fault_is_answered_not_passed_over() -> None:
    found = [
        where(path, node)
        for path, node in found_in_all(ast.ExceptHandler)
        if all(isinstance(it, ast.Pass) or ast.unparse(it) == "..." for it in node.body)
    ]

    assert found == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" * 3])
def test_nothing_is_left_for_later(word: str) -> None:
    found = [str(path) for path in MODULES if f"# {word}" in text(path)]

    assert found == []


def test_every_skip_says_why() -> None:
    skips = [
        (path, node)
        for path, node in found_in_all(ast.Call)
        if ast.unparse(node.func).endswith("pytest.skip")
    ]

    assert [where(path, node) for path, node in skips if not (node.args or node.keywords)] == []


def test_nobody_switches_off_a_test_by_decoration() -> None:
    found = [
        name(path)
        for path in MODULES
        if any(f"@pytest.mark.{mark}" in text(path) for mark in ("sk" + "ip", "xf" + "ail"))
    ]

    assert found == []
