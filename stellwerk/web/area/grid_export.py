"""The grid as rows of a sheet, with the words that are read in again, whatever language the page has."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from stellwerk.law.coverage import LIVE, NONE, NOT_RESPONSIBLE, PLANNED
from stellwerk.models import Municipality, Service
from stellwerk.queries.coverage import Fact, cells
from stellwerk.queries.online_services import names
from stellwerk.queries.sheets import TEMPLATE

AT_ONCE = 15  # services
HEAD = ("AGS", "Gemeinde", "LeiKa", "Leistung", *TEMPLATE[0][2:])
STATE_WORDS = dict(zip((LIVE, PLANNED, NONE, NOT_RESPONSIBLE), TEMPLATE[2][2], strict=True))
CHANNEL_WORDS = {"any": ""} | dict(zip(("efa", "standard", "universal", "own"), TEMPLATE[2][5], strict=True))


def exported(
    places: Sequence[Municipality], services: Sequence[Service], day: date
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each channel of each cell; a cell nobody collected has one without a state."""
    ags, online_services = [place.ags for place in places], names()
    for start in range(0, len(services), AT_ONCE):
        shown = services[start : start + AT_ONCE]
        known = cells(ags, [service.pk for service in shown], day=day)
        for service in shown:
            for place in places:
                cell = known.get((place.ags, service.pk))
                for fact in (cell.facts.values() if cell else ()) or (None,):
                    yield (place.ags, place.name, service.key, service.name, *_words(fact, online_services))


def _words(fact: Fact | None, online_services: Mapping[int, str]) -> tuple[Any, ...]:
    if fact is None:
        return ("",) * 7
    level = f"{fact.maturity} ({fact.maturity_model})" if fact.maturity is not None else ""
    channel = CHANNEL_WORDS[fact.channel]
    name = online_services.get(fact.online_service or 0, "")
    return STATE_WORDS[fact.state], fact.planned_on, level, channel, fact.valid_from, fact.note, name
