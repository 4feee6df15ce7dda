"""Online services: keep one with the services it serves, hand over who looks after it, take over a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._online_services import Listed, handed_over, listed, locked, refuse_twin, services_of
from stellwerk.actions._steps import journal
from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.online_service_list import read_list
from stellwerk.law.periods import german
from stellwerk.law.working import Refused
from stellwerk.models import Channel, Maintenance, OnlineService


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What a list brings, by name. Online services that it does not name stay as they are."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


@transaction.atomic(durable=True)
def keep_online_service(
    pk: int | None,
    *,
    name: str,
    channel: Channel,
    url: str,
    source: str,
    keys: Sequence[str],
    rights: Rights,
    at: datetime,
) -> OnlineService:
    """Add an online service, or change one; ``keys`` are all the services it serves from now on.

    Http404: there is none of this number. PermissionDenied: no right to keep the catalogue.
    Refused: name and channel are taken, or a key is not in the catalogue.
    """
    require(rights, Verb.KEEP_CATALOGUE)
    found = OnlineService() if pk is None else locked(pk)
    refuse_twin(name, channel, pk)
    services = list(services_of(keys))
    found.name, found.channel, found.url, found.source = name, channel, url, source
    found.save()
    found.services.set(services)
    text = f"Onlinedienst „{name}“ {'angelegt' if pk is None else 'geändert'}"
    details = {"channel": channel, "url": url, "keys": [service.key for service in services]}
    journal(rights.person, at, "keep_online_service", found, text, details)
    return found


@transaction.atomic(durable=True)
def hand_over_maintenance(
    pk: int, *, maintainer: str, starts_on: date, rights: Rights, at: datetime
) -> Maintenance:
    """Let somebody look after an online service from a day on; whoever did so before ends the day before.

    Http404: there is none of this number. PermissionDenied: no right to keep the catalogue.
    Refused: a maintenance that begins on that day or later is known already.
    """
    require(rights, Verb.KEEP_CATALOGUE)
    found = locked(pk)
    new = handed_over(found, maintainer, starts_on)
    text = f"Betreuung von „{found.name}“ ab {german(starts_on)}: {maintainer}"
    journal(rights.person, at, "hand_over_maintenance", found, text)
    return new


@transaction.atomic(durable=True)
def import_online_services(
    source: Path | bytes,
    *,
    name: str,
    rights: Rights | None,
    at: datetime,
    dry_run: bool = False,
) -> ListOutcome:
    """Take over a list of online services: new ones are added, known ones changed; all or nothing.

    rights  None at the terminal, where the operator works

    PermissionDenied: no right to keep the catalogue.
    Refused: no such list, or a row of it is wrong; the row is named and nothing taken over.
    """
    if rights is not None:
        require(rights, Verb.KEEP_CATALOGUE)
    try:
        wanted = listed(read_list(source, name=name))
    except MalformedTable as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault
    known = {(it.name, it.channel): it for it in OnlineService.objects.prefetch_related("services")}
    new = [it for it in wanted if (it.name, it.channel) not in known]
    changed = [it for it in wanted if (it.name, it.channel) in known and _differs(it, known)]
    outcome = ListOutcome(
        tuple(it.name for it in new), tuple(it.name for it in changed), len(wanted) - len(new) - len(changed)
    )
    if dry_run:
        return outcome
    for one in (*new, *changed):
        _store(one, known.get((one.name, one.channel)), name)
    text = f"Onlinedienst-Liste übernommen: {name}"
    details = {"new": len(new), "changed": len(changed)}
    journal(rights.person if rights else None, at, "import_online_services", None, text, details)
    return outcome


def _differs(one: Listed, known: dict[tuple[str, str], OnlineService]) -> bool:
    """Say whether a list says something new of a known online service; what it leaves empty says nothing."""
    stored = known[one.name, one.channel]
    keys = {service.key for service in stored.services.all()}
    return bool((one.url and one.url != stored.url) or set(one.keys) != keys or _is_handed_over(stored, one))


def _is_handed_over(stored: OnlineService, one: Listed) -> bool:
    """Say whether the list names a maintenance that is not stored yet."""
    if one.starts_on is None:
        return False
    held = Maintenance.objects.filter(online_service=stored, maintainer=one.maintainer)
    return not held.filter(starts_on=one.starts_on).exists()


def _store(one: Listed, stored: OnlineService | None, source: str) -> None:
    found = stored or OnlineService(name=one.name, channel=one.channel)
    found.url, found.source = one.url or found.url, source[:300]
    found.save()
    found.services.set(services_of(one.keys))
    if one.starts_on is not None and _is_handed_over(found, one):
        handed_over(found, one.maintainer, one.starts_on)
