"""One state for many cells at once: which services, in which municipalities of a district, except which."""

from collections.abc import Sequence
from datetime import date

from stellwerk.law.working import N_, Refused
from stellwerk.models import Channel, Municipality, OnlineService, PriorityList, Service
from stellwerk.queries.coverage import cells
from stellwerk.queries.lookups import Places, Services
from stellwerk.queries.sheets import Typed

# Inhabitants from (including) and up to (excluding).
SIZES: dict[str, tuple[int, int | None]] = {
    "0-2000": (0, 2_000),
    "2000-5000": (2_000, 5_000),
    "5000-10000": (5_000, 10_000),
    "10000-20000": (10_000, 20_000),
    "20000-50000": (20_000, 50_000),
    "50000-100000": (50_000, 100_000),
    "ab-100000": (100_000, None),
}
MOST = 20_000  # rows


def places(
    district: str, *, day: date, size: str = "", without: Sequence[str] = (), only: Sequence[str] = ()
) -> list[str]:
    """Return the keys of municipalities of a district that exist on a day, „alle außer …“.

    size           "" or one of SIZES; a municipality without a number of inhabitants is in none
    without, only  keys or names; ``only`` empty means all

    Refused: a name or key that is not in the district, or nothing is left.
    """
    lookup = Places(district)
    out, chosen = ({_named(lookup, text, field) for text in texts}
                   for texts, field in ((without, "without"), (only, "only")))  # fmt: skip
    there = Municipality.objects.filter(district=district).exclude(gone_on__lte=day)
    if size:
        lowest, end = SIZES[size]
        there = there.filter(population__gte=lowest)
        there = there.filter(population__lt=end) if end else there
    keys = there.order_by("name", "ags").values_list("ags", flat=True)
    found = [ags for ags in keys if ags not in out and (not chosen or ags in chosen)]
    if not found:
        raise Refused(
            N_(
                "Auf diese Auswahl passt keine Gemeinde. "
                "Bitte nehmen Sie eine andere Größe oder weniger Ausnahmen."
            )
        )
    return found


def keys(texts: Sequence[str], priority_list: PriorityList | None) -> list[str]:
    """Return the keys of services that were named or are on a list, each once.

    Refused: a name or key that the catalogue does not have, or none at all.
    """
    lookup = Services([Typed(0, {"service": text}) for text in texts])
    try:
        found = [lookup.found(text)[1] for text in texts]
    except Refused as no:
        raise Refused(no.text, field="services", **no.values) from no
    if priority_list is not None:
        listed = Service.objects.filter(priorities__priority_list=priority_list)
        found += listed.order_by("priorities__rank", "pk").values_list("key", flat=True)
    if not found:
        raise Refused(
            N_(
                "Es ist keine Leistung gewählt. Bitte nennen Sie mindestens eine, oder wählen Sie eine Liste."
            ),
            field="services",
        )
    return list(dict.fromkeys(found))


def require_serving(found: OnlineService, service_keys: Sequence[str], *, channel: str) -> None:
    """Let an online service pass that serves all of the services by a channel ("" or "any": by its own).

    Refused: it is of another kind, or does not serve one of them; the first few are named.
    """
    if channel not in ("", Channel.ANY, found.channel):
        raise Refused(
            N_(
                "Der Onlinedienst „%(name)s“ ist von anderer Art. Bitte wählen Sie bei der Art „ohne Angabe“."
            ),
            field="channel",
            name=found.name,
        )
    served = set(found.services.filter(key__in=service_keys).order_by("key").values_list("key", flat=True))
    if missing := [key for key in service_keys if key not in served]:
        raise Refused(
            N_(
                "Der Onlinedienst „%(name)s“ deckt diese Leistungen nicht ab: %(keys)s. "
                "Bitte wählen Sie einen anderen oder weniger Leistungen."
            ),
            field="online_service",
            name=found.name,
            keys=", ".join(missing[:3]) + (" …" if len(missing) > 3 else ""),
        )


def rows(
    ags: Sequence[str], service_keys: Sequence[str], words: dict[str, str], *, day: date, only_empty: bool
) -> list[Typed]:
    """Return a row for each municipality and service, all with the same words.

    only_empty  leave out what is known already

    Refused: too many at once, or nothing is left.
    """
    if len(ags) * len(service_keys) > MOST:
        raise Refused(N_("Das sind mehr als 20.000 Zellen auf einmal. Bitte wählen Sie weniger Leistungen."))
    known = _known(ags, service_keys, day) if only_empty else set()
    pairs = [(place, key) for key in service_keys for place in ags if (place, key) not in known]
    if not pairs:
        raise Refused(N_("Für alle gewählten Zellen ist schon etwas erhoben. Es bleibt nichts zu tun."))
    return [
        Typed(number, {"place": place, "service": key, **words})
        for number, (place, key) in enumerate(pairs, start=1)
    ]


def _known(ags: Sequence[str], service_keys: Sequence[str], day: date) -> set[tuple[str, str]]:
    ids = dict(Service.objects.filter(key__in=service_keys).order_by("pk").values_list("pk", "key"))
    return {(place, ids[service]) for place, service in cells(ags, list(ids), day=day)}


def _named(lookup: Places, text: str, field: str) -> str:
    try:
        return lookup.key(text)
    except Refused as no:
        raise Refused(no.text, field=field, **no.values) from no
