"""The house has layers, and nobody climbs."""

import ast
import subprocess
import sys

import pytest

from tests.house.environment import REPOSITORY
from tests.house.source import calls, functions, modules, name

BELOW_THE_ENTRANCES = ("law", "gateways", "models", "queries", "letters", "actions")
CLOCK = "stellwerk/gateways/clock.py"


def test_imports_never_go_upwards() -> None:
    """In a process of its own: the linter configures logging anew and would silence everybody else's."""
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as check; check()"]
    done = subprocess.run(linter, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("folder", BELOW_THE_ENTRANCES)
def test_nobody_below_the_entrances_asks_what_day_it_is(folder: str) -> None:
    asked = [
        f"{name(path)}:{call.lineno}"
        for path in modules(f"stellwerk/{folder}")
        for call in calls(path)
        if name(path) != CLOCK
        and isinstance(call.func, ast.Attribute)
        and _asks_the_clock(call, call.func.attr)
    ]

    assert modules(f"stellwerk/{folder}")
    assert asked == []


def _asks_the_clock(call: ast.Call, word: str) -> bool:
    """Turning a moment into a local one is no question; asking without one is."""
    return word in ("today", "now", "utcnow") or (word in ("localtime", "localdate") and not call.args)


def test_an_import_stands_at_the_top_or_a_layer_is_wrong() -> None:
    """Commands of the terminal may wait until Django is set up."""
    deferred = [
        f"{name(path)}:{node.lineno}"
        for path in modules("stellwerk")
        if "terminal" not in path.parts
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert deferred == []
