"""Waves: the list, one wave with who is done, next and late, and who could be in a new one."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.law.coverage import LIVE, NONE, PLANNED
from stellwerk.law.rollout import LATE, Forecast, Reason, Target, forecast, reason, standing
from stellwerk.models import Channel, CoverageFact, Municipality, PriorityEntry, Service, Wave, WaveTarget
from stellwerk.queries.coverage import Cell, cells

# What somebody may choose by: the states that a municipality may have; "" is not collected.
CHOICES: dict[str, frozenset[str]] = {
    "without": frozenset({NONE, PLANNED, ""}),
    "none": frozenset({NONE}),
    "planned": frozenset({PLANNED}),
    "unknown": frozenset({""}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality of a wave today. ``reason`` is there where it is late."""

    ags: str
    name: str
    planned_on: date
    live_on: date | None
    standing: str
    state: str
    reason: Reason | None

    @property
    def target(self) -> Target:
        return Target(self.ags, self.planned_on, self.live_on)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A municipality that could be in a wave, and what is known of it; state "" is not collected."""

    ags: str
    name: str
    kind: str
    population: int | None
    state: str


def waves(
    rights: Rights, *, today: date, district: str = "", q: str = "", is_open: bool | None = None
) -> QuerySet[Wave]:
    """Return the waves with ``target_count``, ``done_count`` and ``late_count``; the next aim first."""
    found = visible(Wave.objects.all(), rights)
    if district:
        found = found.filter(district=district)
    if is_open is not None:
        found = found.filter(closed_at__isnull=is_open)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(service__name__icontains=q))
    done = Q(targets__in=_done(today))
    late = Q(targets__planned_on__lt=today) & ~done
    counted = found.annotate(
        target_count=Count("targets"),
        done_count=Count("targets", filter=done),
        late_count=Count("targets", filter=late),
    )
    return counted.select_related("service", "district").order_by("closed_at", "due_on", "pk")


def wave(rights: Rights, pk: int) -> Wave:
    """Return a wave with its service, district and the wave before. Http404: there is none."""
    found = visible(Wave.objects.all(), rights).select_related("service", "district", "after", "by")
    return get_object_or_404(found, pk=pk)


def rows(wave: Wave, *, today: date) -> list[Row]:
    """Return the municipalities of a wave by their days; two queries and one for the wave before."""
    planned = list(
        WaveTarget.objects.filter(wave=wave)
        .order_by("planned_on", "municipality__name", "pk")
        .values_list("municipality_id", "municipality__name", "planned_on")
    )
    found = cells([ags for ags, _name, _day in planned], [wave.service_id], day=today)
    waits = wave.after is not None and not is_done(wave.after, today=today)
    return [
        _row(wave, ags, name, day, found.get((ags, wave.service_id)), today=today, waits=waits)
        for ags, name, day in planned
    ]


def is_done(wave: Wave, *, today: date) -> bool:
    """Say whether a wave holds nobody up any more: closed, or everybody is online."""
    return wave.closed_at is not None or not _open_targets(today).filter(wave=wave).exists()


def forecast_of(wave: Wave, found: Sequence[Row], *, today: date) -> Forecast | None:
    """Return when all will be online; None where the wave has nobody."""
    targets = [row.target for row in found]
    return forecast(targets, starts_on=wave.starts_on, today=today) if targets else None


def counts(found: Sequence[Row]) -> Counter[str]:
    return Counter(row.standing for row in found)


def by_month(found: Sequence[Row]) -> list[tuple[date, list[Row]]]:
    """Return the municipalities month by month, as a calendar shows them."""
    months: dict[date, list[Row]] = {}
    for row in found:
        months.setdefault(row.planned_on.replace(day=1), []).append(row)
    return sorted(months.items())


def candidates(
    district: str, service: Service, *, choice: str, kind: str = "", today: date
) -> list[Candidate]:
    """Return who of a district could be in a wave of a service; choice is one of CHOICES."""
    places = Municipality.objects.filter(district=district, gone_on=None).order_by("name", "ags")
    if kind:
        places = places.filter(kind=kind)
    listed = list(places.values_list("ags", "name", "kind", "population"))
    found = cells([ags for ags, *_rest in listed], [service.pk], day=today)
    made = [
        Candidate(ags, name, kind, people, cell.state if (cell := found.get((ags, service.pk))) else "")
        for ags, name, kind, people in listed
    ]
    wanted = CHOICES.get(choice, CHOICES["without"])
    return [one for one in made if one.state in wanted]


def kinds(districts: Collection[str]) -> list[str]:
    """Return the kinds of municipalities in some districts."""
    found = Municipality.objects.filter(district__in=list(districts), gone_on=None)
    return list(found.order_by("kind").values_list("kind", flat=True).distinct())


def services_worth_it() -> QuerySet[Service]:
    """Return services that are on a priority list or of which something is known; not the whole catalogue."""
    listed = PriorityEntry.objects.filter(service=OuterRef("pk"))
    known = CoverageFact.objects.filter(service=OuterRef("pk"), replaced_by=None, valid_to=None)
    return Service.objects.filter(Q(Exists(listed)) | Q(Exists(known)), gone_on=None).order_by("name", "key")


def next_targets(rights: Rights, *, today: date, until: date) -> QuerySet[WaveTarget]:
    """Return whose day in an open wave of one's own districts has passed or comes soon."""
    own = rights.districts(Verb.ENTER_COVERAGE)
    found = _open_targets(today).filter(wave__district__in=own, wave__closed_at=None, planned_on__lte=until)
    return found.select_related("wave", "municipality").order_by("planned_on", "pk")


def _is_live(today: date) -> Q:
    """Say of a target that its service is live, in the way the wave asks for."""
    live = CoverageFact.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today),
        municipality=OuterRef("municipality"),
        service=OuterRef("wave__service"),
        state=LIVE,
        replaced_by=None,
        valid_from__lte=today,
    )
    this_way = live.filter(channel=OuterRef("wave__channel"))
    return Q(Exists(live), wave__channel=Channel.ANY) | Q(Exists(this_way))


def _done(today: date) -> QuerySet[WaveTarget]:
    return WaveTarget.objects.filter(_is_live(today))


def _open_targets(today: date) -> QuerySet[WaveTarget]:
    return WaveTarget.objects.exclude(_is_live(today))


def _row(wave: Wave, ags: str, name: str, day: date, cell: Cell | None, *, today: date, waits: bool) -> Row:
    state, planned_on, live_on = _known(wave, cell)
    where = standing(Target(ags, day, live_on), today=today)
    why = reason(state, planned_on, waits_for_wave=waits) if where == LATE else None
    return Row(ags, name, day, live_on, where, state, why)


def _known(wave: Wave, cell: Cell | None) -> tuple[str, date | None, date | None]:
    """Return state, planned day and first live day of a cell, as far as the way of the wave counts."""
    if cell is None:
        return "", None, None
    facts = [fact for fact in cell.facts.values() if wave.channel in (Channel.ANY, fact.channel)]
    live = min((fact.valid_from for fact in facts if fact.state == LIVE), default=None)
    planned = min((fact.planned_on for fact in facts if fact.planned_on), default=None)
    return cell.state, planned, live
