"""Parts that the verbs of online services share: their services by key, twins, handing over, a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import Http404

from stellwerk.gateways.online_service_list import ListedRow
from stellwerk.law.coverage import channel, day, service_key
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused
from stellwerk.models import Channel, Maintenance, OnlineService, Service

NAMED = 3  # so many keys are named in a refusal
LONGEST = {"name": 300, "url": 400, "maintainer": 200}
_is_url = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Listed:
    """An online service of a list, all its rows together."""

    name: str
    channel: Channel
    url: str
    keys: tuple[str, ...]
    maintainer: str
    starts_on: date | None


def locked(pk: int) -> OnlineService:
    """Return an online service, locked until the end of the transaction; Http404: there is none."""
    found = OnlineService.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def services_of(keys: Sequence[str]) -> QuerySet[Service]:
    """Return the services of some keys.

    Refused: one is no key, or not in the catalogue; the first of them are named.
    """
    wanted = {service_key(key) for key in keys}
    found = Service.objects.filter(key__in=wanted).order_by("key")
    if missing := sorted(wanted - set(found.values_list("key", flat=True))):
        raise _not_in_catalogue(missing)
    return found


def refuse_twin(name: str, channel: str, pk: int | None) -> None:
    """Refuse a second online service of the same name and channel."""
    twins = OnlineService.objects.filter(name=name, channel=channel)
    if (twins if pk is None else twins.exclude(pk=pk)).exists():
        raise Refused(
            N_(
                "Den Onlinedienst „%(name)s“ gibt es in dieser Art schon. "
                "Bitte ändern Sie den vorhandenen oder wählen Sie einen anderen Namen."
            ),
            field="name",
            name=name,
        )


def handed_over(found: OnlineService, maintainer: str, starts_on: date) -> Maintenance:
    """Store a maintenance; whoever looked after it until now ends where it begins.

    Refused: one that begins on that day or later is known already.
    """
    latest = Maintenance.objects.filter(online_service=found).order_by("-starts_on", "pk").first()
    if latest is not None and latest.starts_on >= starts_on:
        raise Refused(
            N_(
                "Für „%(name)s“ ist schon eine Betreuung ab %(day)s eingetragen. "
                "Bitte geben Sie einen späteren Tag an."
            ),
            field="starts_on",
            name=found.name,
            day=german(latest.starts_on),
        )
    Maintenance.objects.filter(online_service=found, ends_on=None).update(ends_on=starts_on)
    return Maintenance.objects.create(online_service=found, maintainer=maintainer, starts_on=starts_on)


def listed(rows: Sequence[ListedRow]) -> list[Listed]:
    """Return the online services of a list in the order of their first rows.

    Refused: a row is wrong; the row and what is wrong with it are named.
    """
    checked = []
    for row in rows:
        try:
            checked.append(_checked(row))
        except Refused as no:
            raise _in_row(row, no) from no
    wanted = {key for one in checked for key in one.keys}
    known = set(Service.objects.filter(key__in=wanted).values_list("key", flat=True))
    first: dict[tuple[str, str], Listed] = {}
    for row, one in zip(rows, checked, strict=True):
        if unknown := [key for key in one.keys if key not in known]:
            raise _in_row(row, _not_in_catalogue(unknown))
        earlier = first.get((one.name, one.channel))
        first[one.name, one.channel] = _joined(earlier, one) if earlier else one
    return list(first.values())


def _in_row(row: ListedRow, no: Refused) -> Refused:
    return Refused(
        N_("Zeile %(row)s: %(what)s Es wurde nichts übernommen."), field="file", row=str(row.number), what=no
    )


def _not_in_catalogue(keys: Sequence[str]) -> Refused:
    return Refused(
        N_(
            "Der Katalog kennt diese Leistungen nicht: %(keys)s. "
            "Bitte prüfen Sie die Schlüssel oder lesen Sie zuerst den vollständigen Katalog ein."
        ),
        field="keys",
        keys=", ".join(keys[:NAMED]) + (" …" if len(keys) > NAMED else ""),
    )


def _joined(one: Listed, other: Listed) -> Listed:
    """Put two rows of an online service together; what the first leaves open the other may say."""
    return Listed(
        name=one.name,
        channel=one.channel,
        url=one.url or other.url,
        keys=tuple(dict.fromkeys((*one.keys, *other.keys))),
        maintainer=one.maintainer or other.maintainer,
        starts_on=one.starts_on or other.starts_on,
    )


def _checked(row: ListedRow) -> Listed:
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            raise Refused(
                N_("Ein Text ist länger als %(limit)s Zeichen; bitte kürzen Sie ihn."), limit=str(longest)
            )
    if not row.name:
        raise Refused(N_("Der Name des Onlinedienstes fehlt; bitte ergänzen Sie ihn."))
    if not row.keys:
        raise Refused(N_("Der LeiKa-Schlüssel fehlt; bitte ergänzen Sie mindestens einen."))
    if bool(row.maintainer) != bool(row.starts_on):
        raise Refused(N_("Betreuung und ihr erster Tag gehören zusammen; bitte ergänzen Sie, was fehlt."))
    return Listed(
        name=row.name,
        channel=Channel(channel(row.channel)),
        url=_web_address(row.url),
        keys=tuple(service_key(key) for key in row.keys),
        maintainer=row.maintainer,
        starts_on=day(row.starts_on) if row.starts_on else None,
    )


def _web_address(text: str) -> str:
    try:
        if text:
            _is_url(text)
    except ValidationError as fault:
        raise Refused(
            N_("„%(url)s“ ist keine Internetadresse; bitte schreiben Sie sie vollständig, mit https://."),
            url=text,
        ) from fault
    return text
