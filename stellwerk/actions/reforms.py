"""Reforms of municipalities: what was known is carried over to the successors, the predecessors end."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from stellwerk.actions._coverage import lock_districts, named, run
from stellwerk.actions._insert import insert
from stellwerk.actions._steps import journal
from stellwerk.law.reforms import Part, Piece, ReformKind, carried, require_fitting
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, ChangeSetKind, CoverageFact, District, Municipality, Person

Cell = tuple[int, str]  # service and channel
VALUES = ("state", "planned_on", "maturity", "maturity_model", "online_service_id", "source", "confidence",
          "checked_by", "checked_on", "note")  # fmt: skip
REPLACED = """
UPDATE stellwerk_coveragefact SET replaced_by_id = %s
WHERE municipality_id = ANY(%s) AND replaced_by_id IS NULL AND (valid_to IS NULL OR valid_to > %s)
"""
SHORTENED = """
INSERT INTO stellwerk_coveragefact (
    municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, valid_to, change_set_id)
SELECT municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, %s, replaced_by_id
FROM stellwerk_coveragefact WHERE replaced_by_id = %s AND valid_from < %s
"""


@dataclass(frozen=True, slots=True)
class Successor:
    """name  of a municipality that is not in the register yet; "" where it is"""

    ags: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reform does: facts that end, facts the successors get, cells that are not collected then."""

    kind: ReformKind
    day: date
    old: tuple[Municipality, ...]
    new: tuple[Successor, ...]
    ending: int
    pieces: dict[Cell, list[Piece]]

    @property
    def added(self) -> int:
        return len(self.new) * sum(len(pieces) for pieces in self.pieces.values())

    @property
    def lost(self) -> int:
        if self.kind == ReformKind.ABSORB:
            return 0  # the one that goes on was asked itself, or not
        return sum(not pieces for pieces in self.pieces.values())

    @property
    def title(self) -> str:
        before = ", ".join(place.name for place in self.old)
        return (
            f"Gebietsreform {self.day:%d.%m.%Y}: {before} → {', '.join(it.name or it.ags for it in self.new)}"
        )


def planned_reform(kind: ReformKind, old: Sequence[str], new: Sequence[Successor], *, day: date) -> Plan:
    """Return what a reform would do; nothing is written.

    Refused: the keys do not fit the kind, a predecessor is unknown, a successor has no name or no known
    district or, unless it absorbs, has facts of its own already.
    """
    require_fitting(kind, old, [it.ags for it in new])
    places = tuple(Municipality.objects.filter(ags__in=old).order_by("ags"))
    if unknown := sorted(set(old) - {place.ags for place in places}):
        raise Refused(
            N_("Unbekannte Gemeindeschlüssel: %(keys)s. Bitte prüfen Sie sie im Gemeindeverzeichnis."),
            keys=named(unknown),
        )
    _check_successors(kind, new)
    facts = list(
        CoverageFact.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day), municipality__in=old, replaced_by=None
        )
    )
    return Plan(kind, day, places, tuple(new), len(facts), _pieces(kind, places, facts, day))


@transaction.atomic(durable=True)
def reform(
    kind: ReformKind,
    old: Sequence[str],
    new: Sequence[Successor],
    *,
    day: date,
    by: Person | None,
    at: datetime,
) -> Plan:
    """Carry what is known of the predecessors over to their successors from the day on, and let them end.

    Refused: as ``planned_reform`` says; nothing is written then.
    Law: §§ 8, 9 GemO; the rule itself is in law/reforms.
    """
    lock_districts(ags[:5] for ags in (*old, *(it.ags for it in new)))
    plan = planned_reform(kind, old, new, day=day)
    _create(plan)
    change_set = ChangeSet.objects.create(
        kind=ChangeSetKind.REFORM,
        title=plan.title[:200],
        by=by,
        by_text=by.name if by else "Terminal",
        at=at,
        added=plan.added,
    )
    run(REPLACED, change_set.pk, list(old), day)
    run(SHORTENED, day, change_set.pk, day)
    insert(_facts(plan, change_set))
    Municipality.objects.filter(ags__in=old).update(gone_on=day)
    details = {"old": list(old), "new": [it.ags for it in new], "kind": str(kind), "lost": plan.lost}
    journal(by, at, "reform", change_set, plan.title, details)
    return plan


@transaction.atomic(durable=True)
def rename_municipality(ags: str, name: str, *, day: date, by: Person | None, at: datetime) -> None:
    """Give a municipality another name; its key and everything known of it stay.

    Refused: the key is unknown, or it has the name already.
    """
    place = Municipality.objects.select_for_update().filter(ags=ags).first()
    if place is None or place.name == name or not name.strip():
        raise Refused(N_("Die Gemeinde %(ags)s gibt es nicht, oder sie heißt schon so."), ags=ags)
    before, place.name = place.name, name
    place.save(update_fields=["name"])
    text = f"Umbenannt zum {day:%d.%m.%Y}: {before} → {name}"
    journal(by, at, "rename_municipality", None, text, {"ags": ags, "before": before})


def waiting_for_a_reform() -> list[tuple[Municipality, int]]:
    """Return municipalities that are gone while facts of theirs are still open, with their number."""
    open_facts = CoverageFact.objects.filter(
        municipality__gone_on__isnull=False, replaced_by=None, valid_to=None
    )
    counted: dict[str, int] = defaultdict(int)
    for ags in open_facts.values_list("municipality", flat=True):
        counted[ags] += 1
    places = Municipality.objects.filter(ags__in=counted).select_related("district").order_by("ags")
    return [(place, counted[place.ags]) for place in places]


def _check_successors(kind: ReformKind, new: Sequence[Successor]) -> None:
    known = set(Municipality.objects.filter(ags__in=[it.ags for it in new]).values_list("ags", flat=True))
    districts = set(District.objects.values_list("ags", flat=True))
    for it in new:
        if it.ags not in known and (not it.name or kind == ReformKind.ABSORB or it.ags[:5] not in districts):
            raise Refused(
                N_(
                    "Die Gemeinde %(ags)s ist nicht im Verzeichnis. Bitte geben Sie Schlüssel und Namen an "
                    "(08115099=Neustadt); der Kreis muss bekannt sein, und wer eingemeindet, muss bestehen."
                ),
                ags=it.ags,
            )
    with_facts = CoverageFact.objects.filter(municipality__in=known, replaced_by=None, valid_to=None)
    if kind != ReformKind.ABSORB and (
        taken := sorted(set(with_facts.values_list("municipality", flat=True)))
    ):
        raise Refused(
            N_(
                "Zu diesen Gemeinden gibt es schon Angaben: %(keys)s. Bitte machen Sie sie zuerst "
                "rückgängig, oder wählen Sie die Eingemeindung."
            ),
            keys=named(taken),
        )


def _pieces(
    kind: ReformKind, places: Sequence[Municipality], facts: Sequence[CoverageFact], day: date
) -> dict[Cell, list[Piece]]:
    held: dict[Cell, dict[str, list[Piece]]] = defaultdict(lambda: {place.ags: [] for place in places})
    for fact in facts:
        values = {name: getattr(fact, name) for name in VALUES}
        piece = Piece(start=fact.valid_from, end=fact.valid_to, **values)
        held[fact.service_id, fact.channel][fact.municipality_id].append(piece)
    return {
        cell: carried(kind, [Part(place.name, by_place[place.ags]) for place in places], day)
        for cell, by_place in held.items()
    }


def _create(plan: Plan) -> None:
    """Put successors into the register that are not there yet; a merged one has the people of its parts."""
    known = set(
        Municipality.objects.filter(ags__in=[it.ags for it in plan.new]).values_list("ags", flat=True)
    )
    people = [place.population for place in plan.old]
    together = sum(filter(None, people)) if len(plan.new) == 1 and None not in people else None
    Municipality.objects.bulk_create(
        Municipality(
            ags=it.ags,
            name=it.name,
            kind=plan.old[0].kind,
            district_id=it.ags[:5],
            population=together,
        )
        for it in plan.new
        if it.ags not in known
    )


def _facts(plan: Plan, change_set: ChangeSet) -> list[CoverageFact]:
    return [
        CoverageFact(
            municipality_id=it.ags,
            service_id=service,
            channel=channel,
            valid_from=piece.start,
            valid_to=piece.end,
            change_set=change_set,
            **{name: getattr(piece, name) for name in VALUES} | {"note": piece.note[:500]},
        )
        for it in plan.new
        for (service, channel), pieces in plan.pieces.items()
        for piece in pieces
    ]
