"""Actions are the only code that writes; each is one durable transaction with one journal entry."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import calls, functions, modules, name, parsed

ACTIONS = modules("stellwerk/actions")
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
RECORDED_OTHERWISE = {
    "install_facts",  # what ships, at every start
    "load_example",
    "load_example_offices",
    "claim",  # workers write rows of their own, attempts
    "give_back",
    "settle",
    "refresh_snapshot",  # writes no row: files that can be made anew
    "import_coverage",
    "deliver_next",  # a worker; the answer stands in the row
    "try_programme",  # leaves nothing, on purpose
    "note_read",  # the log of reads is a record of its own
    "forget_reads",
    "forget_sessions",  # as above, of sessions
    "keep_form",  # what was typed too late is no act of anybody yet
    "drop_form",
    "forget_kept",
}


def writes(path: Path) -> Iterator[str]:
    """Yield each call on a manager, a queryset or a row that would change something."""
    for call in calls(path):
        if isinstance(call.func, ast.Attribute):
            word = call.func.attr
            if word in WRITES or (word == "update" and call.keywords and not call.args):
                yield f"{name(path)}:{call.lineno} {ast.unparse(call.func)}"


@pytest.mark.parametrize("folder", ["models", "queries", "letters", "web", "api", "management"])
def test_nobody_else_writes(folder: str) -> None:
    paths = modules(f"stellwerk/{folder}")

    assert paths
    assert [found for path in paths for found in writes(path)] == []


def test_the_search_for_writes_finds_them() -> None:
    assert len([found for path in ACTIONS for found in writes(path)]) > 30


def test_access_only_asks() -> None:
    (access,) = [path for path in modules("stellwerk") if name(path) == "stellwerk/access.py"]

    assert list(writes(access)) == []


def verbs() -> Iterator[ast.FunctionDef]:
    """Yield what other layers call and what runs in a transaction."""
    for path in ACTIONS:
        for function in functions(path):
            decorators = [ast.unparse(it) for it in function.decorator_list]
            if any("transaction.atomic" in it for it in decorators) and not function.name.startswith("_"):
                yield function


def test_every_transaction_is_durable() -> None:
    found = {verb.name: [ast.unparse(it) for it in verb.decorator_list] for verb in verbs()}

    assert len(found) > 15
    assert {verb: it for verb, it in found.items() if it != ["transaction.atomic(durable=True)"]} == {}


def test_every_verb_leaves_one_entry_in_the_journal() -> None:
    entries = {
        verb.name: [
            it for it in ast.walk(verb) if isinstance(it, ast.Call) and ast.unparse(it.func) == "journal"
        ]
        for verb in verbs()
        if verb.name not in RECORDED_OTHERWISE
    }

    assert {verb: len(found) for verb, found in entries.items() if len(found) != 1} == {}


def test_when_comes_from_the_entrance() -> None:
    named = {verb.name: {argument.arg for argument in verb.args.kwonlyargs} for verb in verbs()}

    assert {verb for verb, names in named.items() if "at" not in names} <= RECORDED_OTHERWISE


def test_actions_do_not_call_actions() -> None:
    all_verbs = {verb.name for verb in verbs()}
    called = {
        f"{name(path)} calls {alias.name}"
        for path in ACTIONS
        for node in parsed(path).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stellwerk.actions.")
        for alias in node.names
        if alias.name in all_verbs
    }

    assert called == set()
