"""Town halls: keep where a municipality is written to, one by one or from a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.models import Municipality, Office, OfficeKind
from stellwerk.queries import town_halls as ask
from stellwerk.queries.town_halls import Address, Fault


@dataclass(slots=True)
class Outcome:
    """What a table changes: names of municipalities; with faults, nothing was taken over."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic(durable=True)
def keep_town_hall(
    ags: str, address: Address, *, rights: Rights, at: datetime, seen: Address | None = None
) -> Office:
    """Keep where a municipality of one's own district is written to.

    seen  the address that the person had before them; None: it is not compared

    Http404: there is no such municipality in the person's districts.
    Refused: no address, the municipality is gone, or somebody else has changed it since.
    """
    place = _locked([ags], rights)[0]
    ask.require_sound(address)
    if place.gone_on is not None:
        raise Refused(N_("Diese Gemeinde ist aufgelöst. Bitte pflegen Sie die Anschrift der Nachfolgerin."))
    before, is_new = ask.present(place), _office(place) is None
    if seen is not None and before not in (seen, address):
        raise Refused(
            N_(
                "Inzwischen hat jemand anderes diese Anschrift geändert (jetzt: %(email)s). "
                "Bitte laden Sie die Seite neu."
            ),
            email=before.email,
        )
    office = _kept(place, address)
    if before != address or is_new:
        details = {"ags": ags, "before": {} if is_new else asdict(before), "after": asdict(address)}
        journal(rights.person, at, "keep_town_hall", office, f"Anschrift: {place.name}", details)
    return office


@transaction.atomic(durable=True)
def import_town_halls(
    rows: Sequence[Sequence[str]], *, rights: Rights, at: datetime, district: str, dry_run: bool = False
) -> Outcome:
    """Keep the addresses of a table, all or none; what it does not name stays as it is.

    Refused: it is no such table. Faulty rows are named in the outcome, and nothing is written then.
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    found = ask.table(rows, district=district)
    outcome = Outcome(faults=found.faults)
    for place in _locked(sorted(found.addresses), rights):
        _note(outcome, place, found.addresses[place.ags])
        if not dry_run and not found.faults:
            _kept(place, found.addresses[place.ags])
    if not dry_run and not found.faults and outcome.new + outcome.changed:
        text = f"Anschriften aus einer Tabelle: {len(outcome.new)} neu, {len(outcome.changed)} geändert"
        details = {ags: address.email for ags, address in found.addresses.items()}
        journal(rights.person, at, "import_town_halls", None, text, {"district": district, "emails": details})
    return outcome


def _note(outcome: Outcome, place: Municipality, address: Address) -> None:
    if _office(place) is None:
        outcome.new.append(place.name)
    elif ask.present(place) != address:
        outcome.changed.append(place.name)
    else:
        outcome.unchanged += 1


def _locked(keys: Sequence[str], rights: Rights) -> list[Municipality]:
    """Return municipalities of the person's own districts in the order of their keys, locked.

    Http404: one is not among them.
    """
    own = Municipality.objects.filter(district__in=rights.districts(Verb.ENTER_COVERAGE), ags__in=keys)
    locked = own.select_for_update(of=("self",)).order_by("ags")
    found = list(locked.prefetch_related("office"))  # read once the lock is there, not before
    if len(found) < len(set(keys)):
        raise Http404
    return found


def _kept(place: Municipality, address: Address) -> Office:
    """Write an address down; where it says what is kept anyway, nothing happens."""
    office = _office(place)
    if office is not None and ask.present(place) == address:
        return office
    office = office or Office(key=f"GEM-{place.ags}", kind=OfficeKind.MUNICIPALITY, municipality=place)
    for name, text in asdict(address).items():
        setattr(office, name, text)
    office.save()
    return office


def _office(place: Municipality) -> Office | None:
    return getattr(place, "office", None)
