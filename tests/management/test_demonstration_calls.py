"""The example's call: one draft, one submitted application, everything labelled as an example; once."""

from stellwerk.management.demonstration_calls import load_calls
from stellwerk.models import Application, Call, Form, Person
from stellwerk.queries.people import DEMO_DOMAIN


def said(_text: str) -> None:
    """Nobody looks at the progress."""


def test_the_example_has_one_draft_and_one_submitted_application(db: None) -> None:
    load_calls(said)

    found = Application.objects.order_by("pk").select_related("applicant", "certified_by", "entered_by")
    assert [(one.state, one.applicant.key) for one in found] == [
        ("draft", "LRA-08136"),
        ("submitted", "LRA-08115"),
    ]
    assert found[1].certified_by != found[1].entered_by
    assert all(one.is_example for one in (*found, Call.objects.get(), Form.objects.get()))
    assert "(Beispiel)" in Call.objects.get().title


def test_it_is_there_once_however_often_it_is_loaded(db: None) -> None:
    first, again = load_calls(said), load_calls(said)

    assert first == again
    assert Application.objects.count() == 2


def test_nobody_of_the_example_is_real(db: None) -> None:
    counties = Person.objects.filter(memberships__role="county").order_by("pk")

    assert counties.count() == 4
    assert all(one.email.endswith(DEMO_DOMAIN) and "(Beispiel)" in one.name for one in counties)
