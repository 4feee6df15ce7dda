"""Change coverage: enter what is known of cells, take a change back, say something of all except a few."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights, Verb, require_district
from stellwerk.actions._coverage import Seen, lock_districts, named, record
from stellwerk.actions._coverage_undo import take_back
from stellwerk.actions._steps import counted, journal
from stellwerk.law.coverage import Entry
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, ChangeSetKind, Confidence, CoverageSource, Municipality


@transaction.atomic(durable=True)
def enter(
    entries: Iterable[Entry],
    *,
    rights: Rights,
    at: datetime,
    district: str,
    kind: ChangeSetKind,
    title: str,
    source: CoverageSource,
    confidence: Confidence,
    checked_on: date,
    seen: Seen | None = None,
) -> ChangeSet:
    """Enter what is known of cells of one district, as one change that can be taken back as a whole.

    seen  (ags, service key, channel) → the open fact that the person saw; None, where there was none

    Refused: a municipality of another district, an unknown key, two contradicting entries, or a cell that
    somebody else has changed since; nothing is written then.
    """
    require_district(rights, Verb.ENTER_COVERAGE, district)
    said = list(entries)
    _refuse_strangers(said, district)
    change_set = record(
        said,
        by=rights.person,
        by_text=rights.person.name,
        at=at,
        district=district,
        kind=kind,
        title=title,
        source=source,
        confidence=confidence,
        checked_on=checked_on,
        seen=seen,
    )
    text = f"{counted(change_set.added, 'Angabe', 'Angaben')} zum Angebot: {title}"
    journal(rights.person, at, "enter_coverage", change_set, text, {"district": district})
    return change_set


@transaction.atomic(durable=True)
def undo(change_set_id: int, *, rights: Rights, at: datetime) -> ChangeSet:
    """Take a change back as a whole: its cells are again as they were just before it.

    Http404: there is no such change, or it belongs to no district or to several.
    Refused: it has been taken back already, or a later change concerns the same cells (it is named).
    """
    change_set = ChangeSet.objects.filter(pk=change_set_id).exclude(district=None).first()
    if change_set is None:
        raise Http404
    require_district(rights, Verb.ENTER_COVERAGE, str(change_set.district_id))
    lock_districts([str(change_set.district_id)])
    if ChangeSet.objects.filter(undoes=change_set_id).exists():
        raise Refused(N_("Diese Änderung ist schon rückgängig gemacht. Es bleibt nichts zu tun."))
    undone = take_back(change_set, by=rights.person, at=at)
    text = f"Rückgängig gemacht: {change_set.title}"
    journal(rights.person, at, "undo_coverage", undone, text, {"undoes": change_set_id})
    return undone


def expand(
    district: str,
    service_keys: Sequence[str],
    except_ags: Collection[str] = (),
    *,
    state: str,
    valid_from: date,
    channel: str = "any",
    planned_on: date | None = None,
    maturity: int | None = None,
    maturity_model: str = "",
) -> list[Entry]:
    """Return an entry for each municipality of a district that exists on the day, „alle außer …“.

    Refused: one of the exceptions is not in the district.
    """
    there = Municipality.objects.filter(district=district).exclude(gone_on__lte=valid_from)
    keys = list(there.order_by("ags").values_list("ags", flat=True))
    if strangers := sorted(set(except_ags) - set(keys)):
        _refuse(strangers)
    return [
        Entry(
            ags=ags,
            service_key=key,
            channel=channel,
            state=state,
            valid_from=valid_from,
            planned_on=planned_on,
            maturity=maturity,
            maturity_model=maturity_model,
        )
        for key in service_keys
        for ags in keys
        if ags not in except_ags
    ]


def _refuse_strangers(said: Sequence[Entry], district: str) -> None:
    places = Municipality.objects.filter(ags__in={entry.ags for entry in said})
    if strangers := list(places.exclude(district=district).order_by("ags").values_list("ags", flat=True)):
        _refuse(strangers)


def _refuse(strangers: Sequence[str]) -> None:
    raise Refused(
        N_("Diese Gemeinden gehören nicht zum Landkreis: %(keys)s. Bitte streichen Sie sie."),
        field="ags",
        keys=named(strangers),
    )
