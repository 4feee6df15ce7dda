"""No form forgets the other person: one that shows what is stored tells who saves second."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django import forms

from stellwerk.web.office.form_pieces import CheckForm, QuestionForm, SectionPieceForm
from stellwerk.web.office.set_up_steps import STEPS, SetUpStep
from stellwerk.web.seen import SeenForm
from tests.house.environment import REPOSITORY

WEB = REPOSITORY / "stellwerk" / "web"
# They begin with a value and write over nothing.
BEGINNING = {
    "AskForm": "asks something new",
    "CampaignForm": "drafts a new one",
    "CompleteForm": "a form can be completed once only",
    "InviteForm": "invites somebody",
    "PublicationForm": "asks for a day",
    "RecordForm": "records a new case",
    "SubstitutionForm": "adds one",
    "TrialForm": "keeps nothing",
    "VariantForm": "keeps a new one; a name that is taken is refused",
    "WaveForm": "plans a new one",
    "WhatIfForm": "keeps nothing",
}
NOTHING = SetUpStep.__dataclass_fields__["initial"].default
# Where the class of a form is only known at run time: what it may be.
CHOSEN: dict[str, list[type[forms.BaseForm]]] = {
    "it.form": [one.form for one in STEPS.values() if one.initial is not NOTHING],
    "plain[kind]": [CheckForm, QuestionForm, SectionPieceForm],
}


def test_whoever_saves_second_is_told_by_every_form_that_shows_what_is_stored() -> None:
    opened = {one for one, _chosen in _opened() if one} | {one for group in CHOSEN.values() for one in group}

    forgetting = {one.__name__ for one in opened if not issubclass(one, SeenForm)}

    assert forgetting == set(BEGINNING), "make it a SeenForm, or say above why nothing can be written over"


def test_every_form_whose_class_is_chosen_at_run_time_is_known() -> None:
    assert {chosen for one, chosen in _opened() if one is None} == set(CHOSEN)


def test_every_page_that_draws_its_fields_itself_draws_the_hidden_ones() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html")}
    drawing = {path for path, page in pages.items() if 'method="post"' in page and "<c-field " in page}

    without = {path.name for path in drawing if ".hidden_fields" not in pages[path]}

    # A draft carries the version that was seen; a passkey writes over nothing.
    assert without == {"section.html", "passkey.html"}


def _opened() -> Iterator[tuple[type[forms.BaseForm] | None, str]]:
    """Yield each form that is opened with values: its class, or the words that choose one."""
    import_module("config.urls")  # first: it names the converters that the other addresses use
    for path in sorted(WEB.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = import_module(".".join(path.relative_to(REPOSITORY).with_suffix("").parts))
        yield from _given_values(tree, module)
        yield from _giving_themselves_values(tree, module)


def _given_values(tree: ast.Module, module: ModuleType) -> Iterator[tuple[type[forms.BaseForm] | None, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(one.arg == "initial" for one in node.keywords):
            words = ast.unparse(node.func)
            found = getattr(module, words, None)
            if inspect.isclass(found) and issubclass(found, forms.BaseForm):
                yield found, words
            elif found is None and not words.startswith("forms."):
                yield None, words


def _giving_themselves_values(
    tree: ast.Module, module: ModuleType
) -> Iterator[tuple[type[forms.BaseForm], str]]:
    """Yield the forms that set the value of a field themselves, when they are made."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and issubclass(found := getattr(module, node.name), forms.BaseForm):
            inside = [
                one for part in node.body if isinstance(part, ast.FunctionDef) for one in ast.walk(part)
            ]
            names = {
                one.attr
                for one in inside
                if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)
            }
            words = {key.arg for one in inside if isinstance(one, ast.Call) for key in one.keywords}
            if "initial" in names | words:
                yield found, node.name
