"""Variants: kept with their result, compared, and one of them taken over as the proposals."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions.variants import take_variant
from stellwerk.models import DecisionRound, RoundState, Variant
from tests.house.applications import CERTIFIED_AT
from tests.house.cases import person
from tests.house.decisions import REASON, computed, drafted, money, plenty, ready, released, two_ready, varied

Refuses = Callable[..., object]


def take(made: DecisionRound, variant: int, rights: Rights | None = None) -> Variant:
    return take_variant(made.pk, variant, rights=rights or person("vorbereitung"), at=CERTIFIED_AT)


def test_a_variant_keeps_its_settings_and_what_came_of_it(db: None, verbs: Callable[[], list[str]]) -> None:
    made = drafted()
    plenty()

    kept = varied(made)

    assert kept.settings == {"percent": "90", "in_budget": False, "order": "arrival"}
    assert (kept.approved, kept.refused, kept.unclear) == (2, 0, 0)
    assert kept.total == Decimal("125280.00")
    assert kept.by_year == {"2024": "62640.00", "2025": "62640.00"}
    assert kept.missing == {}
    assert set(made.decisions.values_list("outcome", flat=True)) == {"open"}
    assert verbs()[-1] == "save_variant"


def test_a_variant_says_what_money_is_missing(db: None) -> None:
    made = drafted(ready())
    plenty()
    money(_2025="100.00")

    assert varied(made).missing == {"2025": "31220.00"}


def test_money_in_the_order_of_arrival_reaches_as_far_as_it_goes(db: None) -> None:
    made = drafted()
    plenty()
    money(_2025="40000.00")

    kept = varied(made, in_budget=True)

    assert (kept.approved, kept.refused) == (1, 1)


def test_a_variant_that_is_taken_over_becomes_the_proposals(db: None) -> None:
    made = computed()
    kept = varied(made, cap=Decimal("30000.00"))

    take(made, kept.pk)

    made.refresh_from_db()
    kept.refresh_from_db()
    assert made.state == RoundState.DRAFT
    assert kept.taken_at == CERTIFIED_AT
    first = made.decisions.get(outcome="approve")
    assert (first.decided, first.limit, first.share) == (
        Decimal("30000.00"),
        Decimal("30000.00"),
        Decimal("0.75"),
    )
    assert made.decisions.filter(outcome="refuse").count() == 1


def test_whoever_gets_less_by_a_variant_reads_its_reason(db: None) -> None:
    made = drafted(ready())

    take(made, varied(made).pk)

    one = made.decisions.get()
    assert (one.outcome, one.decided, one.reason) == ("approve", Decimal("62640.00"), REASON)


def test_two_variants_have_two_names(db: None, refuses: Refuses) -> None:
    made = drafted(ready())
    varied(made)

    with refuses("mit diesem Namen gibt es schon"):
        varied(made)


def test_a_variant_of_another_round_is_not_found(db: None, everything_stays: Callable) -> None:
    first, second = two_ready()
    made, other = drafted(first), drafted(second)
    kept = varied(other)

    with everything_stays(), pytest.raises(Http404):
        take(made, kept.pk)


def test_nothing_is_tried_on_what_was_released(db: None, refuses: Refuses) -> None:
    made = released(ready())

    with refuses("inzwischen „freigegeben“"):
        varied(made)
