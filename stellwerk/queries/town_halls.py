"""Town halls: where the municipalities of a district are written to, and what a table of them says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb
from stellwerk.gateways.smtp import is_address
from stellwerk.law.working import N_, Refused
from stellwerk.models import District, Municipality
from stellwerk.queries.lookups import Places
from stellwerk.queries.sheets import Typed, spelled, typed_rows

# What people call a column; the first name is the one that lists taken along have.
NAMES = {
    "ags": ("AGS", "Gemeindeschlüssel", "amtlicher Gemeindeschlüssel", "ARS"),
    "place": ("Gemeinde", "Gemeindename", "Kommune", "Stadt", "Stadt/Gemeinde"),
    "email": ("E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse"),
    "name": ("Name der Stelle", "Anschrift", "Stelle", "Verwaltung", "Bezeichnung"),
    "legal_entity": ("Körperschaft",),
    "city": ("Ort", "Sitz"),
}
COLUMNS = spelled(NAMES)
HEAD = [called[0] for called in NAMES.values()]
ORDER = ("place", "email", "name", "legal_entity", "city")
LENGTHS = {"email": 254, "name": 160, "legal_entity": 160, "city": 120}
EXAMPLE = ".invalid"  # nobody can be reached there


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one municipality is written to.

    name          of the office, as it stands above the letter
    legal_entity  the municipality itself, „Stadt Aalen“
    """

    name: str
    legal_entity: str
    city: str
    email: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken over, as people count rows, and why."""

    number: int
    refused: Refused


@dataclass(slots=True)
class Table:
    """What a table of addresses says: key of the municipality → address, and the rows that are wrong."""

    addresses: dict[str, Address] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def districts(rights: Rights) -> QuerySet[District]:
    """Return the districts whose addresses the person may see: the own ones; the authority sees all."""
    own = Q() if rights.may(Verb.READ_OFFICE) else Q(pk__in=rights.districts(Verb.ENTER_COVERAGE))
    return District.objects.filter(own).order_by("name", "pk")


def town_halls(district: str, *, q: str = "", is_missing: bool = False) -> QuerySet[Municipality]:
    """Return the municipalities of a district that exist, by name, with their ``office``, if any."""
    found = Municipality.objects.filter(district=district, gone_on=None).select_related("office")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(ags__startswith=q) | Q(office__email__icontains=q))
    if is_missing:
        found = found.filter(Q(office=None) | Q(office__email=""))
    return found.order_by("name", "ags")


def own_place(rights: Rights, ags: str) -> Municipality:
    """Return a municipality of the person's own district. Http404: there is none of that key."""
    own = Municipality.objects.filter(district__in=rights.districts(Verb.ENTER_COVERAGE))
    return get_object_or_404(own.select_related("district", "office"), ags=ags)


def present(place: Municipality) -> Address:
    """Return the address that is kept of a municipality; where there is none, what can be said without."""
    office = getattr(place, "office", None)
    if office is None:
        return usual(place, email="")
    return Address(name=office.name, legal_entity=office.legal_entity, city=office.city, email=office.email)


def usual(place: Municipality, *, email: str) -> Address:
    """Return what a municipality is called where nobody said anything else; „Stadt“ where it is one."""
    kind = "Gemeinde" if place.kind == "Gemeinde" else "Stadt"
    return Address(
        name=f"{kind}verwaltung {place.name}", legal_entity=f"{kind} {place.name}", city=place.name,
        email=email,
    )  # fmt: skip


def require_sound(address: Address) -> Address:
    """Let an address pass that can be written to, or refuse it at the field that is wrong."""
    if not is_address(address.email):
        raise Refused(
            N_("„%(text)s“ ist keine E-Mail-Adresse. Bitte geben Sie sie vollständig an, mit @ und Endung."),
            field="email",
            text=address.email,
        )
    for name, most in LENGTHS.items():
        if not 0 < len(getattr(address, name)) <= most:
            raise Refused(
                N_("Hier fehlt ein Text, oder er ist länger als %(most)s Zeichen. Bitte ändern Sie ihn."),
                field=name,
                most=str(most),
            )
    return address


def table(rows: Sequence[Sequence[str]], *, district: str) -> Table:
    """Read a table of addresses: municipality and e-mail, and what else it says of the office.

    Refused: nothing in it, or a head that lacks a column.
    """
    found, lookup = Table(), Places(district)
    places = {place.ags: place for place in town_halls(district)}
    for row in typed_rows(rows, order=ORDER, needs=("place", "email"), known=COLUMNS):
        try:
            ags = lookup.key(row.words.get("place", ""))
            if ags in found.addresses:
                raise Refused(N_("Diese Gemeinde steht schon weiter oben. Bitte streichen Sie eine Zeile."))
            found.addresses[ags] = require_sound(_said(row, places[ags]))
        except Refused as no:
            found.faults.append(Fault(row.number, no))
    return found


def _said(row: Typed, place: Municipality) -> Address:
    """Return what a row says; what it leaves open stays as it is."""
    kept = present(place)
    said = {name: row.words.get(name) or getattr(kept, name) for name in ("name", "legal_entity", "city")}
    return Address(**said, email=row.words.get("email", ""))
