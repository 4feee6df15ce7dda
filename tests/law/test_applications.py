"""The way of an application: which step follows which, and who may take it."""

import pytest

from stellwerk.law.applications import (
    STEPS,
    require_checked,
    require_second_person,
    require_step,
    why_not_assigned,
)
from stellwerk.law.working import Refused


def test_a_step_from_the_wrong_state_is_refused_with_the_state() -> None:
    with pytest.raises(Refused, match="inzwischen „eingereicht“"):
        require_step("write", "submitted", label="eingereicht")


@pytest.mark.parametrize("step", sorted(STEPS))
def test_nothing_happens_to_what_is_decided_or_withdrawn(step: str) -> None:
    for state in ("decided", "withdrawn"):
        with pytest.raises(Refused):
            require_step(step, state, label=state)


def test_a_step_from_its_state_is_taken() -> None:
    assert require_step("certify", "to_certify", label="") is None
    assert require_step("make_ready", "submitted", label="") is None


def test_whoever_entered_a_part_does_not_certify() -> None:
    with pytest.raises(Refused, match="zeichnet ihn nicht selbst"):
        require_second_person({3, 7}, 7)
    assert require_second_person({3, 7}, 8) is None


def test_an_application_is_ready_once_no_point_is_open() -> None:
    with pytest.raises(Refused, match="2 Prüfpunkte offen"):
        require_checked(["open", "fulfilled", "open"])
    assert require_checked(["fulfilled", "not_fulfilled", "not_needed"]) is None


@pytest.mark.parametrize(
    ("state", "is_theirs", "is_worker", "words"),
    [
        ("decided", False, True, "wird nicht mehr geprüft"),
        ("withdrawn", True, False, "wird nicht mehr geprüft"),
        ("submitted", False, False, "bearbeitet keine Anträge"),
        ("ready", True, True, "schon zugewiesen"),
        ("correction", False, True, None),
    ],
)
def test_an_application_says_why_it_is_not_assigned(
    state: str, is_theirs: bool, is_worker: bool, words: str | None
) -> None:
    found = why_not_assigned(state, is_theirs=is_theirs, is_worker=is_worker)

    assert (words in found) if found and words else found is words
