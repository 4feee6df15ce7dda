"""The example's request: one body has answered, one is open, everything labelled as an example; once."""

from stellwerk.management.demonstration_opinions import load_opinions
from stellwerk.models import OpinionPoint, OpinionRequest


def said(_text: str) -> None:
    """Nobody looks at the progress."""


def test_one_body_has_answered_with_a_point_and_one_is_open(db: None) -> None:
    made = load_opinions(said)

    assert made.is_example
    assert "(Beispiel)" in made.title
    assert sorted(made.opinions.values_list("office__key", "state")) == [
        ("gemeindetag", "asked"),
        ("landkreistag", "answered"),
    ]
    assert OpinionPoint.objects.get().text.startswith("Beispielpunkt")


def test_it_is_there_once_however_often_it_is_loaded(db: None) -> None:
    assert load_opinions(said) == load_opinions(said)
    assert OpinionRequest.objects.count() == 1
