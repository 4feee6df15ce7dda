"""A follow-up in a real round: what the application names, its own terms, and the grant before it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellwerk.actions.decision_releases import release_round
from stellwerk.actions.decisions import compute_round
from stellwerk.actions.set_ups import open_programme
from stellwerk.letters.decision_previews import decision_preview
from stellwerk.models import (
    Application,
    Decision,
    DecisionRound,
    Grant,
    JournalEntry,
    Letter,
    Notice,
    Programme,
    Terms,
)
from stellwerk.queries.blueprints import read_blueprint
from stellwerk.queries.decisions import decisions, earlier_grants
from tests.house.applications import CERTIFIED_AT, OTHER_WRITER
from tests.house.cases import person
from tests.house.decisions import DECIDED_AT, applied, approval, drafted, plenty, propose
from tests.house.set_ups import AT, DATA, called, completed, created, from_file, preparer

Refuses = Callable[..., object]
BEGIN, END = date(2024, 7, 1), date(2025, 7, 1)


@pytest.fixture
def programme(db: None) -> Programme:
    return open_programme(from_file("kommunalrichtlinie").pk, rights=preparer(), at=AT)


def applying(
    programme: Programme,
    *,
    before: str = "",
    starts_on: str = "2024-07-01",
    staff: str = "60000.00",
    **by: Any,
) -> Application:
    said = {"follow_up": "yes", "before": before} if before else {"follow_up": "no"}
    answers = {**said, "share": "1", "starts_on": starts_on, "staff": staff}
    call = called(programme, title=f"Aufruf {programme.calls.count()}")
    return applied(call, answers, said={"is_new": "yes"}, **by)


def decided(application: Application, start: date, end: date, **changes: Any) -> DecisionRound:
    made = drafted(application)
    propose(made, approval(share=None, starts_on=start, ends_on=end, reason="", **changes))
    plenty(application.call.programme)
    return compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)


def granted(programme: Programme, **by: Any) -> Grant:
    """Return a first grant for one year."""
    made = decided(applying(programme, **by), BEGIN, END)
    release_round(made.pk, rights=person("freigabe"), at=DECIDED_AT)
    return Grant.objects.get(notices__decision__round=made)


def again(programme: Programme, first: Grant) -> DecisionRound:
    """Return a computed round with a follow-up of three years."""
    application = applying(programme, before=first.file_number, starts_on="2025-07-01", staff="180000.00")
    return decided(application, END, date(2028, 7, 1))


def test_a_round_takes_the_grant_that_the_application_names(programme: Programme) -> None:
    first = granted(programme)

    made = drafted(applying(programme, before=f" {first.file_number} ", starts_on="2025-07-01"))

    assert made.decisions.get().follows == first


@pytest.mark.parametrize("named", ["KSM-7", "theirs"])
def test_what_is_no_grant_of_the_applicant_is_not_followed(programme: Programme, named: str) -> None:
    other = granted(programme, by=OTHER_WRITER, office="LRA-08115")

    made = drafted(applying(programme, before=other.file_number if named == "theirs" else named))

    assert made.decisions.get().follows is None


def test_a_follow_up_has_its_own_share_and_duration(programme: Programme, refuses: Refuses) -> None:
    first = granted(programme)

    one = again(programme, first).decisions.get()

    assert first.notices.get().tranches.count() == 2
    assert one.decided == Decimal(
        "72000.00"
    )  # 40 % of 180.000 € for three years; a first grant has 70 % and 24 months
    assert first.file_number in str(one.working[0])
    made = drafted(applying(programme, starts_on="2025-07-01"))
    with refuses("längstens 24 Monate"):
        propose(made, approval(share=None, starts_on=END, ends_on=date(2028, 7, 1)))


def test_the_grant_the_letter_and_the_data_name_the_one_before(programme: Programme) -> None:
    first = granted(programme)
    made = again(programme, first)

    release_round(made.pk, rights=person("freigabe"), at=DECIDED_AT)

    new = Grant.objects.get(notices__decision__round=made)
    assert new.predecessor == first
    document = Letter.objects.get(decision__round=made).document
    assert f"folgt der Zuwendung {first.file_number}" in str(document["body"]).replace("\xa0", " ")
    assert document["data"]["follows"] == first.file_number
    assert "follows" not in Letter.objects.get(grant=first).document["data"]


def test_a_text_may_name_the_grant_before_or_that_there_is_none(programme: Programme) -> None:
    first = granted(programme)
    made = again(programme, first)
    other = drafted(applying(programme, by=OTHER_WRITER, office="LRA-08115"))
    propose(other, approval(share=None, starts_on=BEGIN, ends_on=END))

    contents = [decision_preview(it, decisions(it)[0]) for it in (made, other)]

    assert [it.facts["vorangegangene_zuwendung"] for it in contents] == [first.file_number, "keine"]


def test_somebody_chooses_another_grant_or_none(programme: Programme) -> None:
    first = granted(programme)
    made = drafted(applying(programme, starts_on="2025-07-01"))
    change = {"share": None, "starts_on": END, "ends_on": date(2026, 7, 1), "reason": ""}

    propose(made, approval(**change, follows=first.as_earlier()))
    followed = Decision.objects.get(round=made)
    propose(made, approval(**change))
    kept = Decision.objects.get(round=made)
    propose(made, approval(**change, is_first=True))
    none = Decision.objects.get(round=made)

    assert (followed.follows, followed.decided) == (first, Decimal("24000.00"))
    assert (kept.follows, kept.decided) == (first, Decimal("24000.00"))
    assert (none.follows, none.decided) == (None, Decimal("42000.00"))
    entry = JournalEntry.objects.filter(verb="propose_decisions", thing_id=made.pk).order_by("pk")[0]
    assert entry.details["follows"] == first.file_number


def test_a_grant_of_another_programme_may_be_followed(programme: Programme) -> None:
    """A programme that is set up anew funds what the one before it began."""
    example = Grant.objects.get(programme__slug="e-government-koordination", recipient__key="LRA-08136")

    assert example in earlier_grants(person("vorbereitung"), [example.recipient_id])


def test_nobody_follows_the_grant_of_somebody_else(programme: Programme, refuses: Refuses) -> None:
    other = granted(programme, by=OTHER_WRITER, office="LRA-08115")
    made = drafted(applying(programme, starts_on="2025-07-01"))

    with refuses("keine des Antragstellers"):
        propose(made, approval(follows=other.as_earlier()))


def test_nobody_follows_what_was_stopped_before_it_was_announced(programme: Programme) -> None:
    first = granted(programme)
    Notice.objects.filter(grant=first).update(stopped_on=date(2024, 3, 9))

    assert first not in earlier_grants(person("vorbereitung"), [first.recipient_id])


def test_a_follow_up_begins_later_than_what_it_follows(programme: Programme, refuses: Refuses) -> None:
    first = granted(programme)
    made = drafted(applying(programme))

    with refuses("beginnt nicht vor diesem Vorhaben"):
        propose(made, approval(share=None, starts_on=BEGIN, ends_on=END, follows=first.as_earlier()))


def test_what_the_terms_exclude_is_refused_as_the_law_says(db: None, refuses: Refuses) -> None:
    blueprint = read_blueprint(DATA / "kommunalrichtlinie.toml")
    begun = created(blueprint, name=blueprint.title)
    Terms.objects.filter(programme=begun).update(follow_up="excluded")
    programme = open_programme(completed(begun).pk, rights=preparer(), at=AT)
    example = Grant.objects.get(programme__slug="e-government-koordination", recipient__key="LRA-08136")
    made = drafted(applying(programme, before=example.file_number))
    assert made.decisions.get().follows == example

    with refuses("wird ein Anschlussvorhaben nicht gefördert"):
        propose(made, approval(share=None, starts_on=BEGIN, ends_on=END))
    propose(made, approval(share=None, starts_on=BEGIN, ends_on=END, is_first=True))
    assert made.decisions.get().decided == Decimal("42000.00")


def test_more_applications_take_no_more_queries(programme: Programme) -> None:
    first, other = granted(programme), granted(programme, by=OTHER_WRITER, office="LRA-08115")
    call = called(programme, title="Viele")
    answers = {"follow_up": "yes", "share": "1", "starts_on": "2025-07-01", "staff": "60000.00"}
    said, counted = {"is_new": "yes"}, []
    one = applied(call, answers | {"before": first.file_number}, said=said)
    two = applied(
        call, answers | {"before": other.file_number}, said=said, by=OTHER_WRITER, office="LRA-08115"
    )

    for applications in ([one], [one, two]):
        with CaptureQueriesContext(connection) as queries:
            made = drafted(*applications)
            propose(made, approval(share=None, starts_on=END, ends_on=date(2026, 7, 1)))
        counted.append(len(queries))
        assert set(made.decisions.values_list("follows__file_number", flat=True)) <= {
            first.file_number,
            other.file_number,
        }
        made.decisions.all().delete()

    assert counted[0] == counted[1]
