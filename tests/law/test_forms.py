"""Forms as data: what is read, what is refused by name, what shows, what two versions differ in."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from stellwerk.law.answers import (
    as_submitted,
    changes,
    excluded,
    merge,
    only,
    problem,
    problems,
    shown,
)
from stellwerk.law.form_edits import DOWN, UP, moved, with_field, with_section, without
from stellwerk.law.form_reading import parse, require_publishable
from stellwerk.law.forms import Definition, Field, FieldKind, Section, spelled
from stellwerk.law.working import Refused

SHIPPED = Path(__file__).parents[2] / "stellwerk" / "facts" / "example" / "application_form.json"
FIELD = {"key": "a", "kind": "text", "label": "A"}
QUESTION = {"key": "q", "label": "Q", "excluding": "yes", "explanation": "E"}


def content() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return made


def section(**field: str) -> dict[str, Any]:
    return {"key": "s", "title": "S", "fields": [FIELD | field]}


def one(*fields: dict[str, Any]) -> Definition:
    return parse({"sections": [{"key": "s", "title": "S", "fields": list(fields)}]})


# --- reading -------------------------------------------------------------------------------------


def test_the_shipped_form_can_be_published_and_written_back() -> None:
    it = parse(content())

    require_publishable(it)

    assert spelled(it) == spelled(parse(spelled(it)))
    assert len(it.fields) == 18


def test_each_kind_of_cost_has_its_own_fields() -> None:
    cost = {"kind": "money", "meaning": "cost", "label": "A"}
    fields = [{**cost, "key": key, "category": key} for key in ("staff", "travel")]

    it = one(*fields)

    assert [field.category for field in it.fields] == ["staff", "travel"]
    assert parse(spelled(it)) == it
    with pytest.raises(Refused, match="nur ein Feld"):
        one(fields[0], fields[1] | {"category": "staff"})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([], "Objekt mit Namen und Werten"),
        ({"title": "x"}, "„title“ ist unbekannt"),
        ({"sections": {}}, "„sections“ hat die falsche Art"),
        ({"sections": [{"title": "S"}]}, "„key“ fehlt"),
        ({"sections": [{"key": "S s", "title": "S"}]}, "kein Kurzname"),
        ({"sections": [section(kind="money", meaning="cost")]}, "Kurznamen der Kostenart"),
        ({"sections": [section(category="travel")]}, "Kurznamen der Kostenart"),
        ({"sections": [section(kind="money", meaning="cost", category="T 1")]}, "Kurznamen der Kostenart"),
        ({"sections": [{"key": "s", "title": "S"}] * 2}, "doppelt"),
        ({"questions": [QUESTION | {"excluding": "maybe"}]}, "keine Antwort"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(wrong: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(wrong)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "essay"}, "gibt es hier nicht"),
        ({"required": "yes"}, "falsche Art"),
        ({"kind": "choice"}, "Auswahlfelder brauchen"),
        ({"options": [{"key": "x", "label": "X"}]}, "Auswahlfelder brauchen"),
        ({"label": "A" * 2001}, "falsche Art"),
        ({"label": "A\0"}, "falsche Art"),
        ({"prefill": "salary"}, "gibt es hier nicht"),
        ({"meaning": "amount_asked"}, "falsche Feldart"),
        ({"when": [{"field": "later", "is": ["yes"]}]}, "früheres"),
        ({"when": [{"field": "first", "is": []}]}, "falsche Art"),
        ({"when": [{"field": "first", "is": ["blue"]}]}, "früheres"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(change: dict[str, Any], words: str) -> None:
    first = {"key": "first", "kind": "yes_no", "label": "Erstes"}

    with pytest.raises(Refused, match=words):
        one(first, FIELD | change, {"key": "later", "kind": "yes_no", "label": "Später"})


def test_a_form_without_fields_is_not_published() -> None:
    with pytest.raises(Refused, match="ein erster Abschnitt fehlt"):
        require_publishable(Definition())
    with pytest.raises(Refused, match="Leer"):
        require_publishable(Definition(sections=(Section("a", "Leer"),)))


NAMES = st.sampled_from(["sections", "questions", "checks", "key", "title", "fields", "kind"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@cases(st.recursive(PLAIN, lambda it: st.lists(it) | st.dictionaries(NAMES, it)))
def test_whatever_json_comes_is_read_or_refused(value: Any) -> None:
    try:
        it = parse(value)
    except Refused:
        return
    assert parse(spelled(it)) == it


# --- answers -------------------------------------------------------------------------------------

DEPENDING = one(
    {"key": "a", "kind": "yes_no", "label": "A", "required": True},
    {"key": "b", "kind": "choice", "label": "B", "required": True, "when": [{"field": "a", "is": ["yes"]}],
     "options": [{"key": "x", "label": "X"}, {"key": "y", "label": "Y"}]},
    {"key": "c", "kind": "text", "label": "C", "required": True, "when": [{"field": "b", "is": ["x"]}]},
    {"key": "d", "kind": "file", "label": "D", "required": True},
)  # fmt: skip


def test_a_field_shows_only_while_what_it_depends_on_shows() -> None:
    assert [it.key for it in shown(DEPENDING, {"a": "yes", "b": "x"})] == ["a", "b", "c", "d"]
    assert [it.key for it in shown(DEPENDING, {"a": "no", "b": "x"})] == ["a", "d"]


def test_what_is_missing_or_wrong_is_named_with_its_field() -> None:
    found = problems(DEPENDING, {"a": "yes", "b": "z"}, attached=())

    assert {key: no.text.split()[0] for key, no in found.items()} == {"b": "Diese", "d": "Diese"}
    assert "steht nicht zur Wahl" in found["b"].sentence()
    assert problems(DEPENDING, {"a": "no"}, attached={"d"}) == {}


def test_what_is_no_longer_asked_is_not_submitted() -> None:
    assert as_submitted(DEPENDING, {"a": "no", "b": "x", "c": "Text", "zz": "1"}) == {"a": "no"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("money", ["0", "12.5", "69600.00"], ["-1", "1,5", "1.234", "12345678901", "NaN", "1e3"]),
        ("number", ["-3", "2.5"], ["x", "1e9", "²"]),
        ("share", ["1", "0.5", "0.125"], ["0", "1.1", "2", "-0.5"]),
        ("date", ["2024-02-29"], ["2023-02-29", "29.02.2024", "20240229"]),
        ("yes_no", ["yes", "no"], ["ja"]),
        ("text", ["x" * 300], ["x" * 301, "\0"]),
    ],
)
def test_an_answer_fits_the_kind_of_its_field(kind: str, good: list[str], bad: list[str]) -> None:
    it = Field("a", FieldKind(kind), "A")

    assert [word for word in good if problem(it, word)] == []
    assert [word for word in bad if not problem(it, word)] == []
    assert problem(it, ["a", "b"])


def test_an_eligibility_question_excludes_by_its_answer() -> None:
    questions = parse(content()).questions

    assert excluded(questions, {"is_district": "yes", "has_begun": "no"}) == ()
    assert [it.key for it in excluded(questions, {"is_district": "no", "has_begun": "no"})] == ["is_district"]
    with pytest.raises(Refused, match="jede Frage"):
        excluded(questions, {"is_district": "yes"})


# --- two versions --------------------------------------------------------------------------------


def test_changes_of_two_people_are_put_together_where_they_do_not_contradict() -> None:
    base = {"a": "1", "b": "2", "c": "3"}

    it = merge(base, {"a": "1", "b": "4", "c": "5"}, {"a": "9", "b": "2", "c": "6"})

    assert it.answers == {"a": "9", "b": "4", "c": "6"}
    assert it.contradicting == {"c"}


answers = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"]))


@cases(answers, answers)
def test_with_nobody_else_around_mine_is_what_is_stored(base: dict[str, str], mine: dict[str, str]) -> None:
    it = merge(base, base, mine)

    assert it.contradicting == frozenset()
    assert it.answers == {key: value for key, value in mine.items() if value}


@cases(answers, answers)
def test_whoever_changed_nothing_loses_nothing_of_the_other_one(
    base: dict[str, str], theirs: dict[str, str]
) -> None:
    it = merge(base, theirs, base)

    assert it.answers == {key: value for key, value in theirs.items() if value}


def test_differences_come_in_the_order_of_the_form() -> None:
    found = changes(DEPENDING, {"a": "no", "c": "alt"}, {"a": "yes", "b": "x", "c": "alt"})

    assert [(it.field.key, it.before, it.after) for it in found] == [("a", "no", "yes"), ("b", "", "x")]


def test_only_named_fields_are_exchanged() -> None:
    assert only({"a": "1", "b": "2"}, {"a": "9", "b": "9", "c": "9"}, ["b"]) == {"a": "1", "b": "9"}
    assert only({"a": "1"}, {}, ["a"]) == {}


# --- editing -------------------------------------------------------------------------------------


def test_pieces_are_added_exchanged_moved_and_removed() -> None:
    it = with_section(Definition(), Section("s", "S"))
    it = with_field(it, "s", Field("a", FieldKind.TEXT, "A"))
    it = with_field(it, "s", Field("b", FieldKind.TEXT, "B"))

    assert [one.key for one in moved(it, "field", "b", UP).fields] == ["b", "a"]
    assert moved(it, "field", "b", DOWN) == it
    assert [one.key for one in without(it, "field", "a").fields] == ["b"]
    exchanged = with_section(it, Section("t", "T"), old="s")
    assert [one.key for one in exchanged.fields] == ["a", "b"]
    with pytest.raises(Refused, match="gibt es nicht mehr"):
        with_field(it, "zz", Field("c", FieldKind.TEXT, "C"))
