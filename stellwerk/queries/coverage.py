"""Coverage: what holds on a day, as it was known at a moment; what cells come to; how one came about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from stellwerk.law.coverage import summary
from stellwerk.models import CoverageFact

FIELDS = ("pk", "municipality_id", "service_id", "channel", "state", "planned_on", "maturity",
          "maturity_model", "valid_from", "valid_to", "source", "confidence", "checked_on",
          "note", "online_service_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds for one channel of a cell."""

    id: int
    channel: str
    state: str
    planned_on: date | None
    maturity: int | None
    maturity_model: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    checked_on: date
    note: str
    online_service: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A municipality and a service on a day. A cell that is missing was not collected.

    state     the strongest of its channels; "" where nothing is collected for the day, only for later ones
    facts     what holds on the day, by channel
    open      the fact without an end, by channel: what a person who changes the cell has seen
    age_days  since the freshest check of what makes up the state
    """

    state: str
    facts: Mapping[str, Fact]
    open: Mapping[str, int]
    age_days: int | None

    @property
    def fact(self) -> Fact | None:
        """Return the fact that makes up the state, the freshest if there are several."""
        return _strongest(self.facts)


def known(day: date, *, at: datetime | None = None) -> QuerySet[CoverageFact]:
    """Return the facts that hold on a day, as they were known at a moment (default: now)."""
    return _known_at(at).filter(_holds(day))


def cells(
    ags: Sequence[str], service_ids: Sequence[int], *, day: date, at: datetime | None = None
) -> dict[tuple[str, int], Cell]:
    """Return what cells come to on a day, by (ags, id of the service); one query.

    A cell nobody has said anything of is not there.
    """
    rows = _known_at(at).filter(
        _holds(day) | Q(valid_to=None), municipality__in=list(ags), service__in=list(service_ids)
    )
    facts: dict[tuple[str, int], dict[str, Fact]] = defaultdict(dict)
    open_facts: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for pk, place, service, *rest in rows.order_by("pk").values_list(*FIELDS):
        fact = Fact(pk, *rest)
        if fact.valid_to is None:
            open_facts[place, service][fact.channel] = pk
        if fact.valid_from <= day:
            facts[place, service][fact.channel] = fact
    return {
        key: _cell(facts[key], open_facts[key], day) for key in [*facts, *(open_facts.keys() - facts.keys())]
    }


def history(ags: str, service_id: int) -> QuerySet[CoverageFact]:
    """Return everything ever said of a cell, the latest change first; what was replaced is marked so."""
    found = CoverageFact.objects.filter(municipality=ags, service=service_id)
    related = "change_set", "replaced_by", "online_service"
    return found.select_related(*related).order_by("-change_set_id", "-valid_from", "-pk")


def spans(ags: str, service_id: int, *, at: datetime | None = None) -> QuerySet[CoverageFact]:
    """Return what holds in a cell when, channel by channel, as it was known at a moment (default: now)."""
    found = _known_at(at).filter(municipality=ags, service=service_id)
    found = found.select_related("change_set", "online_service")
    return found.order_by("channel", "valid_from", "pk")


def _known_at(at: datetime | None) -> QuerySet[CoverageFact]:
    if at is None:
        return CoverageFact.objects.filter(replaced_by=None)
    not_yet_replaced = Q(replaced_by=None) | Q(replaced_by__at__gt=at)
    return CoverageFact.objects.filter(not_yet_replaced, change_set__at__lte=at)


def _holds(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def _cell(facts: dict[str, Fact], open_facts: dict[str, int], day: date) -> Cell:
    strongest = _strongest(facts)
    age = (day - strongest.checked_on).days if strongest else None
    return Cell(strongest.state if strongest else "", facts, open_facts, age)


def _strongest(facts: Mapping[str, Fact]) -> Fact | None:
    if not facts:
        return None
    state = summary(fact.state for fact in facts.values())
    return max((fact for fact in facts.values() if fact.state == state), key=lambda fact: fact.checked_on)
