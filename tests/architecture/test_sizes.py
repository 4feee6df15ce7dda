"""Small modules, small functions, plain names, and a first line that says what each is about."""

import ast
import tomllib

from tests.house.environment import REPOSITORY
from tests.house.source import PRODUCT, functions, modules, name, parsed, text

MODULES = modules(*PRODUCT)
EVERYTHING = modules(*PRODUCT, "bench", "tests")
WITH_CODE = [path for path in EVERYTHING if text(path).strip()]
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30
SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "handler",
    "handlers",
    "data",
    "core",
    "service",
}  # fmt: skip  (services are what the law calls Leistungen)


def test_no_module_is_longer_than_people_read() -> None:
    lengths = {name(path): len(text(path).splitlines()) for path in modules(*PRODUCT, "bench")}

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_function_fits_on_a_screen() -> None:
    lengths = {
        f"{name(path)}:{function.name}": body_lines(function)
        for path in MODULES
        for function in functions(path)
    }

    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def body_lines(function: ast.FunctionDef) -> int:
    """Count from the first statement to the last; a docstring is a contract, not code."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_names_say_what_is_inside() -> None:
    parts = {part for path in MODULES for part in path.relative_to(REPOSITORY).with_suffix("").parts}

    assert parts & SAY_NOTHING == set()


def test_every_module_says_in_its_first_line_what_it_is_about() -> None:
    first_lines = {name(path): (ast.get_docstring(parsed(path)) or "").split("\n")[0] for path in WITH_CODE}

    assert len(first_lines) > 100
    assert [path for path, line in first_lines.items() if not line.endswith((".", "?", "!"))] == []


def test_every_dependency_says_what_it_is_for() -> None:
    written = text(REPOSITORY / "pyproject.toml")
    project = tomllib.loads(written)
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(it for group in groups for it in group)]

    lines = written.splitlines()
    for dependency in wanted:
        (line,) = [line for line in lines if f'"{dependency}"' in line]
        assert "# " in line, line


def test_the_name_of_a_test_is_a_sentence() -> None:
    names = {
        f"{name(path)}:{function.name}"
        for path in modules("tests")
        for function in functions(path)
        if function.name.startswith("test_")
    }

    assert {it for it in names if it.count("_") < 3} == set()
