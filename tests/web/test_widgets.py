"""The controls of forms look just as Django's own templates make them."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from stellwerk.web.widgets import OneOf, Renderer

EVIL = '"><script>alert(1)</script>'
CHOICES = [("", "alle"), ("a", EVIL), ("Gruppe & Co", [("b", "B"), ("c", "C")])]


class Everything(forms.Form):
    words = forms.CharField(max_length=100, help_text="kurz", initial=EVIL)
    long_text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), initial="Zeile\n2 <b>")
    empty = forms.CharField(widget=forms.Textarea, required=False)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), initial=date(2024, 2, 29))
    number = forms.IntegerField(min_value=3, disabled=True)
    mail = forms.EmailField()
    hidden = forms.CharField(widget=forms.HiddenInput, initial="0")
    secret = forms.CharField(widget=forms.PasswordInput)
    choice = forms.ChoiceField(choices=CHOICES, initial="b")
    none_yet = forms.ChoiceField(choices=CHOICES, required=False)
    several = forms.MultipleChoiceField(choices=CHOICES, initial=["b", "a"])
    box = forms.BooleanField(initial=True)


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize("said", [None, {"words": "x", "choice": "a", "long_text": "<i>", "several": ["c"]}])
def test_a_control_is_the_same_html_as_before(name: str, said: dict[str, object] | None) -> None:
    ours, theirs = (
        str(Everything(said, renderer=renderer)[name]) for renderer in (Renderer(), DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(theirs)
    assert "<script>" not in ours


@pytest.mark.parametrize("said", [{}, {"one": "a"}, {"one": "x"}, {"one": "7"}])
def test_a_choice_of_one_thing_is_the_same_html_as_djangos(said: dict[str, str]) -> None:
    choices = [("", "alle"), ("a", EVIL), (EVIL, "b"), (7, "sieben")]

    ours, theirs = (
        str(_form(choices, widget)(said or None, initial={"one": 7})["one"])
        for widget in (OneOf, forms.Select)
    )

    assert parse_html(ours) == parse_html(theirs)
    assert "<script>" not in ours


def _form(choices: list[tuple[object, str]], widget: type[forms.Select]) -> type[forms.Form]:
    one = forms.ChoiceField(choices=choices, widget=widget, required=False)  # type: ignore[arg-type]
    return type("Chosen", (forms.Form,), {"one": one})
