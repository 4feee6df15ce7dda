"""Roll-out waves: plan one, move its days, change what it waits for, close it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._coverage import lock_districts, record
from stellwerk.actions._steps import journal
from stellwerk.law.coverage import LIVE, NOT_RESPONSIBLE, PLANNED, Entry
from stellwerk.law.periods import german
from stellwerk.law.rollout import require_no_circle, require_order, spread
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageFact,
    CoverageSource,
    Municipality,
    Service,
    Wave,
    WaveTarget,
)


@transaction.atomic(durable=True)
def plan_wave(
    *,
    rights: Rights,
    at: datetime,
    district: str,
    service: Service,
    channel: str,
    title: str,
    places: Collection[str],
    starts_on: date,
    due_on: date,
    after: Wave | None = None,
    writes_planned: bool = False,
) -> Wave:
    """Plan a wave for some municipalities of a district; the days are spread evenly.

    places          keys of the municipalities
    writes_planned  also say of each that the service is planned for its day, as one change of coverage;
                    where it is live or nobody is responsible, nothing is said

    Refused: no municipality, one of another district, or days in the wrong order.
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    _require_neighbour(after, district)
    require_order(starts_on, due_on, before_due_on=after.due_on if after else None)
    keys = _places(places, district)
    wave = Wave.objects.create(
        title=title,
        service=service,
        channel=channel,
        district_id=district,
        after=after,
        starts_on=starts_on,
        due_on=due_on,
        by=rights.person,
        created_at=at,
    )
    days = dict(zip(keys, spread(len(keys), starts_on, due_on), strict=True))
    WaveTarget.objects.bulk_create(
        WaveTarget(wave=wave, municipality_id=ags, planned_on=day) for ags, day in days.items()
    )
    said = _say_planned(wave, days, rights=rights, at=at) if writes_planned else None
    details = {"places": len(keys), "change_set": said.pk if said else None}
    journal(rights.person, at, "plan_wave", wave, f"Welle „{title}“ geplant", details)
    return wave


@transaction.atomic(durable=True)
def move_targets(
    wave_id: int, *, rights: Rights, at: datetime, days: Mapping[str, date], without: Collection[str] = ()
) -> Wave:
    """Give municipalities of a wave another day, and take some out of it.

    days  key of the municipality → its new day; those that are missing here keep theirs

    Refused: the wave is closed, a day lies before its beginning, or nobody would be left.
    """
    wave = _locked(wave_id, rights)
    if early := [day for day in days.values() if day < wave.starts_on]:
        raise Refused(
            N_("%(day)s liegt vor dem Beginn der Welle. Bitte wählen Sie einen späteren Tag."),
            day=german(min(early)),
        )
    targets = list(WaveTarget.objects.filter(wave=wave).order_by("pk"))
    kept = [target for target in targets if target.municipality_id not in without]
    if not kept:
        raise Refused(
            N_(
                "Mindestens eine Gemeinde bleibt in der Welle. "
                "Wenn keine bleiben soll, beenden Sie die Welle."
            )
        )
    for target in kept:
        target.planned_on = days.get(target.municipality_id, target.planned_on)
    WaveTarget.objects.bulk_update(kept, ["planned_on"])
    WaveTarget.objects.filter(wave=wave, municipality__in=list(without)).delete()
    wave.due_on = max(target.planned_on for target in kept)
    wave.save(update_fields=["due_on"])
    details = {"days": {ags: day.isoformat() for ags, day in days.items()}, "without": sorted(without)}
    journal(rights.person, at, "move_targets", wave, f"Tage der Welle „{wave.title}“ geändert", details)
    return wave


@transaction.atomic(durable=True)
def chain_wave(wave_id: int, *, rights: Rights, at: datetime, after: Wave | None) -> Wave:
    """Let a wave wait for another one of its district, or for none.

    Refused: the wave is closed, they would wait for each other, or it begins before the other one is due.
    """
    wave = _locked(wave_id, rights)
    _require_neighbour(after, wave.district_id)
    known = dict(Wave.objects.filter(district=wave.district_id).values_list("pk", "after_id"))
    require_no_circle(wave.pk, after.pk if after else None, known=known)
    require_order(wave.starts_on, wave.due_on, before_due_on=after.due_on if after else None)
    wave.after = after
    wave.save(update_fields=["after"])
    text = (
        f"Welle „{wave.title}“ wartet auf „{after.title}“" if after else f"Welle „{wave.title}“ wartet nicht"
    )
    journal(rights.person, at, "chain_wave", wave, text)
    return wave


@transaction.atomic(durable=True)
def close_wave(wave_id: int, *, rights: Rights, at: datetime) -> Wave:
    """End a wave; whoever is not online by now can be taken into another one.

    Refused: it is closed already.
    """
    wave = _locked(wave_id, rights)
    wave.closed_at = at
    wave.save(update_fields=["closed_at"])
    journal(rights.person, at, "close_wave", wave, f"Welle „{wave.title}“ beendet")
    return wave


def _locked(wave_id: int, rights: Rights) -> Wave:
    """Return an open wave, locked until the end of the transaction.

    Http404: there is none; PermissionDenied: it is another district's; Refused: it is closed.
    """
    wave = Wave.objects.select_for_update().filter(pk=wave_id).first()
    if wave is None:
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, wave.district_id)
    if wave.closed_at is not None:
        raise Refused(N_("Die Welle ist beendet. Bitte planen Sie eine neue."))
    return wave


def _require_neighbour(after: Wave | None, district: str) -> None:
    """Http404: the wave before is another district's."""
    if after is not None and after.district_id != district:
        raise Http404


def _places(places: Collection[str], district: str) -> list[str]:
    found = Municipality.objects.filter(ags__in=set(places), district=district, gone_on=None)
    keys = list(found.order_by("ags").values_list("ags", flat=True))
    if not keys:
        raise Refused(N_("Bitte wählen Sie mindestens eine Gemeinde aus."), field="places")
    if len(keys) < len(set(places)):
        raise Refused(
            N_("Eine der Gemeinden gehört nicht zu diesem Landkreis. Bitte laden Sie die Seite neu."),
            field="places",
        )
    return keys


def _say_planned(wave: Wave, days: Mapping[str, date], *, rights: Rights, at: datetime) -> ChangeSet | None:
    """Say of each that it is planned; return None where nothing is left to say."""
    lock_districts([wave.district_id])  # before looking who is live already
    today, settled = timezone.localdate(at), _settled(wave, days)
    entries = [_planned(wave, ags, day, today) for ags, day in days.items() if ags not in settled]
    if not entries:
        return None
    return record(
        entries,
        by=rights.person,
        by_text=rights.person.name,
        at=at,
        district=wave.district_id,
        kind=ChangeSetKind.BULK,
        title=wave.title,
        source=CoverageSource.COORDINATOR,
        confidence=Confidence.MEDIUM,
        checked_on=today,
    )


def _settled(wave: Wave, places: Collection[str]) -> set[str]:
    """Return where the service is live already, or nobody is responsible."""
    facts = CoverageFact.objects.filter(
        municipality__in=list(places),
        service=wave.service_id,
        state__in=(LIVE, NOT_RESPONSIBLE),
        replaced_by=None,
        valid_to=None,
    )
    return set(facts.values_list("municipality_id", flat=True))


def _planned(wave: Wave, ags: str, day: date, today: date) -> Entry:
    return Entry(
        ags=ags,
        service_key=wave.service.key,
        channel=wave.channel,
        state=PLANNED,
        planned_on=day,
        valid_from=today,
    )
