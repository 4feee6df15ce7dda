"""Lookups: which municipality of a district and which service somebody means, by key or by name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db.models.functions import Lower

from stellwerk.law import coverage
from stellwerk.law.working import N_, Refused
from stellwerk.models import Municipality, OnlineService, Service
from stellwerk.queries.sheets import Typed

SPELLING = re.compile(r"[^0-9a-zäöü]")  # of a name in small letters, where ß is ss
TITLES = re.compile(
    r",? ?\b(?:grosse kreisstadt|kreisstadt|stadt|gemeinde|landeshauptstadt|universitätsstadt|markt)\b,? ?"
)


def plain(name: str) -> str:
    """Return a name as it is compared: without titles, case, marks and spaces."""
    bare = TITLES.sub("", name.casefold())
    return SPELLING.sub("", bare or name.casefold())


class Places:
    """The municipalities of a district, by key and by name."""

    def __init__(self, district: str) -> None:
        self.district = district
        rows = Municipality.objects.filter(district=district).order_by("ags")
        self.gone = {place.ags: place for place in rows if place.gone_on}
        self.there = {place.ags for place in rows if not place.gone_on}
        self.named: dict[str, list[str]] = defaultdict(list)
        for place in rows:
            if not place.gone_on:
                for name in {plain(place.name), plain(place.name.split("(")[0])}:
                    self.named[name].append(place.ags)

    def key(self, text: str) -> str:
        """Return the key of a municipality by key or name.

        Refused: not in the district, gone, or a name that two of them have.
        """
        if not re.search(r"[^\W\d_]", text):
            return self._known(coverage.municipality_key(text))
        found = self.named.get(plain(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(
                N_("Mehrere Gemeinden heißen „%(text)s“. Bitte geben Sie den Schlüssel an: %(keys)s."),
                text=text,
                keys=", ".join(found),
            )
        raise Refused(
            N_(
                "„%(text)s“ ist keine Gemeinde dieses Landkreises. "
                "Bitte prüfen Sie die Schreibweise, oder geben Sie den Gemeindeschlüssel an."
            ),
            text=text,
        )

    def _known(self, ags: str) -> str:
        if ags in self.there:
            return ags
        if gone := self.gone.get(ags):
            raise Refused(
                N_(
                    "Die Gemeinde %(name)s (%(key)s) ist seit %(day)s aufgelöst. "
                    "Bitte nehmen Sie den Schlüssel der Gemeinde, zu der sie jetzt gehört."
                ),
                name=gone.name,
                key=ags,
                day=f"{gone.gone_on:%d.%m.%Y}",
            )
        raise Refused(
            N_(
                "Den Gemeindeschlüssel %(key)s gibt es in diesem Landkreis nicht. "
                "Bitte prüfen Sie ihn im Gemeindeverzeichnis."
            ),
            key=ags,
        )


class Services:
    """The services that some rows name, by key and by name; the catalogue is never read as a whole."""

    def __init__(self, rows: Sequence[Typed]) -> None:
        texts = {text for row in rows if (text := row.words.get("service"))}
        keys = {key for text in texts if (key := _key(text))}
        self.keyed = dict(Service.objects.filter(key__in=keys).order_by("key").values_list("key", "pk"))
        lowered = {text.lower() for text in texts}
        named = Service.objects.annotate(lowered=Lower("name")).filter(lowered__in=lowered)
        self.named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for lower, pk, key in named.order_by("key").values_list("lowered", "pk", "key"):
            self.named[lower].append((pk, key))

    def found(self, text: str) -> tuple[int, str]:
        """Return id and key of a service by key or name.

        Refused: the catalogue has none, or several of that name.
        """
        if found := self.named.get(text.lower()):
            if len(found) == 1:
                return found[0]
            raise Refused(
                N_("Mehrere Leistungen heißen „%(text)s“. Bitte geben Sie den LeiKa-Schlüssel an: %(keys)s."),
                text=text,
                keys=", ".join(key for _pk, key in found[:3]),
            )
        if re.search(r"\d{5}|\dE\+?\d", text) or not re.search(r"[^\W\d_]", text):
            key = coverage.service_key(text)
            if key in self.keyed:
                return self.keyed[key], key
        raise Refused(
            N_(
                "„%(text)s“ steht nicht im Leistungskatalog. "
                "Bitte geben Sie den 14-stelligen LeiKa-Schlüssel oder den genauen Namen an."
            ),
            text=text,
        )


def service_ids(texts: Iterable[str]) -> set[int]:
    """Return the services that texts name by key or name; what names none is left out."""
    asked = set(texts)
    lookup = Services([Typed(0, {"service": text}) for text in asked])
    found = set()
    for text in asked:
        with suppress(Refused):
            found.add(lookup.found(text)[0])
    return found


def _key(text: str) -> str:
    try:
        return coverage.service_key(text)
    except Refused:
        return ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An online service of the catalogue and the services (ids) that it serves."""

    id: int
    name: str
    channel: str
    services: frozenset[int]


class OnlineServices:
    """The online services that some rows name; two queries at most, none where no row names one."""

    def __init__(self, rows: Sequence[Typed]) -> None:
        names = {name.lower() for row in rows if (name := row.words.get("online_service"))}
        self.named: dict[str, list[Listed]] = defaultdict(list)
        if not names:
            return
        found = OnlineService.objects.annotate(lowered=Lower("name")).filter(lowered__in=names)
        for one in found.prefetch_related("services").order_by("pk"):
            served = frozenset(service.pk for service in one.services.all())
            self.named[one.name.lower()].append(Listed(one.pk, one.name, one.channel, served))

    def found(self, text: str, *, channel: str, service: tuple[int, str] | None) -> Listed:
        """Return the online service of that name which serves a service by a channel ("": by any).

        service  (id, key); None where it could not be read

        Refused: the catalogue has none, it reaches people in another way, it does not serve this service,
        or several fit.
        """
        known = self.named.get(text.lower(), [])
        if not known:
            raise Refused(NOT_IN_CATALOGUE, text=text)
        fitting = [one for one in known if channel in ("", one.channel)]
        if not fitting:
            raise Refused(ANOTHER_CHANNEL, text=text)
        serving = [one for one in fitting if service is None or service[0] in one.services]
        if service and not serving:
            raise Refused(NOT_SERVED, text=text, key=service[1])
        if len(serving) > 1:
            raise Refused(SEVERAL_ONLINE_SERVICES, text=text)
        return serving[0]


NOT_IN_CATALOGUE = N_(
    "„%(text)s“ steht nicht im Verzeichnis der Onlinedienste. "
    "Bitte prüfen Sie den Namen, oder lassen Sie den Onlinedienst dort eintragen."
)
ANOTHER_CHANNEL = N_(
    "Der Onlinedienst „%(text)s“ ist von anderer Art, als in der Zeile steht. Bitte streichen Sie die Art."
)
NOT_SERVED = N_(
    "Der Onlinedienst „%(text)s“ deckt die Leistung %(key)s nicht ab. "
    "Bitte nennen Sie einen anderen, oder lassen Sie die Leistung im Katalog ergänzen."
)
SEVERAL_ONLINE_SERVICES = N_("Mehrere Onlinedienste heißen „%(text)s“. Bitte geben Sie auch die Art an.")
