"""The source of the project, read and parsed once for all tests that look at it."""

import ast
from functools import cache
from pathlib import Path

from tests.house.environment import REPOSITORY

PRODUCT = ("stellwerk", "config", "scripts")


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Return the modules of some folders of the repository; migrations are made by Django."""
    found = (path for folder in folders for path in sorted((REPOSITORY / folder).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


def name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]


def calls(path: Path) -> list[ast.Call]:
    return [node for node in nodes(path) if isinstance(node, ast.Call)]
