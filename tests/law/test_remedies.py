"""Remedies: kind, court and period by the level of the authority; deadline, form, and what they hold up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stellwerk.law.figures import load_figures
from stellwerk.law.remedies import (
    AuthorityLevel,
    Challenge,
    Filing,
    RemedyKind,
    Timeliness,
    form_of_filing,
    is_objection_first,
    remedy,
    remedy_deadline,
    suspensive_effect,
)
from stellwerk.law.working import Refused

FIGURES = load_figures()


@pytest.mark.parametrize(
    ("level", "source"),
    [
        (AuthorityLevel.SUPREME, "§ 68 Abs. 1 S. 2 Nr. 1 VwGO"),
        (AuthorityLevel.HIGHER, "§ 15 AGVwGO (Fassung ab 2026 nicht bestätigt)"),
    ],
)
def test_a_ministry_and_a_regierungspraesidium_are_sued_at_once(level: AuthorityLevel, source: str) -> None:
    result = remedy(level, "Verwaltungsgericht Sigmaringen")

    assert (result.kind, result.filed_at, result.months) == (
        RemedyKind.KLAGE,
        "Verwaltungsgericht Sigmaringen",
        1,
    )
    assert [step.source for step in result.working.steps] == [source, "§ 52 Nr. 3 VwGO", "§ 74 Abs. 1 VwGO"]


def test_any_other_authority_is_refused_until_somebody_decides() -> None:
    with pytest.raises(Refused, match="Widerspruch") as refused:
        remedy(AuthorityLevel.OTHER, "Verwaltungsgericht Stuttgart")

    assert refused.value.field == "authority_level"


def test_a_missing_court_is_refused() -> None:
    with pytest.raises(Refused, match="kein Verwaltungsgericht hinterlegt"):
        remedy(AuthorityLevel.SUPREME, "")


# --- deadline, form, effect ----------------------------------------------------------------------


def test_an_objection_ends_after_a_month_from_the_announcement() -> None:
    found = remedy_deadline(date(2024, 3, 8), is_objection=True, is_instructed=True, figures=FIGURES)

    assert (found.ends.day, found.ends_other.day) == (date(2024, 4, 11), date(2024, 4, 11))
    assert found.ends.steps[0].source == "§ 41 Abs. 2 LVwVfG"


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2024, 4, 9), Timeliness.IN_TIME),
        (date(2024, 4, 10), Timeliness.DISPUTED),
        (date(2024, 4, 11), Timeliness.DISPUTED),
        (date(2024, 4, 12), Timeliness.LATE),
    ],
)
def test_between_the_two_readings_nobody_is_late(received_on: date, expected: Timeliness) -> None:
    found = remedy_deadline(date(2024, 3, 6), is_objection=False, is_instructed=True, figures=FIGURES)

    assert found.weighed(received_on) is expected


def test_without_a_proper_instruction_there_is_a_year() -> None:
    found = remedy_deadline(date(2024, 3, 8), is_objection=True, is_instructed=False, figures=FIGURES)

    assert found.ends.day == date(2025, 3, 11)


def test_a_proved_day_of_service_replaces_the_fiction() -> None:
    found = remedy_deadline(
        date(2024, 3, 8), is_objection=True, is_instructed=True, served_on=date(2024, 3, 20), figures=FIGURES
    )

    assert found.ends == found.ends_other
    assert found.ends.day == date(2024, 4, 22)  # the 20th is a Saturday
    assert "zugestellt" in found.ends.steps[0].sentence()


def test_against_a_notice_that_never_left_nothing_is_due() -> None:
    with pytest.raises(Refused, match="noch nicht versandt"):
        remedy_deadline(None, is_objection=True, is_instructed=True, figures=FIGURES)


def test_the_page_keeps_the_form_only_where_the_setting_says_so() -> None:
    day = date(2024, 4, 2)
    opened = [replace(one, value=Decimal(1)) if one.name == "objection_by_page" else one for one in FIGURES]

    assert form_of_filing(Filing.PAGE, day, figures=FIGURES).result == "open"
    assert form_of_filing(Filing.PAGE, day, figures=opened).result == "kept"
    for filing in (Filing.WRITTEN, Filing.ELECTRONIC, Filing.ON_RECORD):
        assert form_of_filing(filing, day, figures=FIGURES).result == "kept"


def test_whether_an_objection_comes_first_is_a_setting_that_says_it_is_not_confirmed() -> None:
    day = date(2024, 4, 2)
    other = [replace(one, value=Decimal(1)) if one.name == "objection_first" else one for one in FIGURES]

    assert is_objection_first(day, figures=FIGURES).result == RemedyKind.KLAGE
    assert is_objection_first(day, figures=other).result == RemedyKind.WIDERSPRUCH
    assert "(nicht bestätigt)" in is_objection_first(day, figures=FIGURES).steps[0].source


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, "suspended"),
        ({"timeliness": Timeliness.DISPUTED}, "suspended"),
        ({"timeliness": Timeliness.LATE}, "none"),
        ({"timeliness": Timeliness.LATE, "late_suspends": True}, "suspended"),
        ({"is_in_form": False}, "none"),
        ({"is_immediate": True}, "none"),
    ],
)
def test_a_remedy_against_a_burden_suspends_unless_the_law_says_otherwise(
    changes: dict[str, Any], result: str
) -> None:
    values = {"timeliness": Timeliness.IN_TIME, "is_in_form": True, "is_immediate": False} | changes

    working = suspensive_effect(Challenge.BURDEN, **values)

    assert working.result == result
    assert "VwGO" in working.steps[0].source


def test_who_wants_more_suspends_nothing() -> None:
    working = suspensive_effect(
        Challenge.BENEFIT, timeliness=Timeliness.IN_TIME, is_in_form=True, is_immediate=False
    )

    assert working.result == "none"
