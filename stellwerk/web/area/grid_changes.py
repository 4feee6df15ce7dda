"""What somebody changed in the grid: the fields that do not say any more what the page had shown."""

from datetime import date
from itertools import product

from django.http import QueryDict

from stellwerk.law.working import N_, Refused
from stellwerk.models import OnlineService
from stellwerk.queries.sheets import Typed

MOST = 1000  # fields that Django takes


def changed(
    sent: QueryDict, *, planned_on: date | None, online_service: OnlineService | None = None
) -> list[Typed]:
    """Return a row for each cell that was changed, numbered in the order of the grid.

    planned_on      for all that are planned now
    online_service  for all that are online or planned now

    Refused: nothing was changed, or the form did not come from the grid.
    """
    places, keys = _listed(sent, "orte"), _listed(sent, "leistungen")
    numbers, letters, seen = _listed(sent, "nummern"), sent.get("buchstaben", ""), _listed(sent, "gesehen")
    if not len(places) * len(keys) == len(letters) == len(seen) <= MOST or len(keys) != len(numbers):
        raise Refused(N_("Das Raster ist nicht vollständig angekommen. Bitte laden Sie die Seite neu."))
    rows: list[Typed] = []
    cells = product(places, zip(keys, numbers, strict=True))
    for (place, (key, number)), letter, fact in zip(cells, letters, seen, strict=True):
        said = sent.get(f"z-{place}-{number}", "").strip()
        if said.lower() != letter.strip("-"):
            rows.append(Typed(len(rows) + 1, _words(place, key, said, fact, planned_on, online_service)))
    if not rows:
        raise Refused(N_("Es wurde nichts geändert. Bitte tragen Sie in mindestens eine Zelle etwas ein."))
    return rows


def _listed(sent: QueryDict, name: str) -> list[str]:
    return sent.get(name, "").split(",")


def _words(
    place: str,
    key: str,
    said: str,
    fact: str,
    planned_on: date | None,
    online_service: OnlineService | None,
) -> dict[str, str]:
    words = {"place": place, "service": key, "state": said[:40], "seen": fact}
    if planned_on and said.lower() in ("p", "geplant"):
        words["planned_on"] = planned_on.isoformat()
    if online_service and said.lower() in ("l", "online", "p", "geplant"):
        words |= {"online_service": online_service.name, "channel": online_service.channel}
    return {name: text for name, text in words.items() if text}
