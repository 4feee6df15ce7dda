"""Lookups: which municipality of a district and which service somebody means, by key or by name."""

import re
from collections import defaultdict
from collections.abc import Sequence

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


def _key(text: str) -> str:
    try:
        return coverage.service_key(text)
    except Refused:
        return ""


def channels_of(rows: Sequence[Typed]) -> dict[str, str]:
    """Return the channel of each online service that rows name; a name that two share is left out."""
    names = {name.lower() for row in rows if (name := row.words.get("online_service"))}
    if not names:
        return {}
    found = OnlineService.objects.annotate(lowered=Lower("name")).filter(lowered__in=names)
    pairs = list(found.order_by("pk").values_list("lowered", "channel"))
    counted = [name for name, _ in pairs]
    return {name: channel for name, channel in pairs if counted.count(name) == 1}
