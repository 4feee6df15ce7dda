"""The step that all changes of coverage share: write entries as facts, in a few statements for any number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from stellwerk.actions._snapshots import ask_for_snapshot
from stellwerk.law.coverage import Entry, require_sound
from stellwerk.law.working import N_, Refused
from stellwerk.models import (
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    Municipality,
    Person,
    Service,
)

Cell = tuple[str, str, str]
Seen = Mapping[Cell, int | None]
NAMED = 3  # so many things are named in a refusal
# What is said, for the time of the transaction. ``until`` is where the next entry of the cell begins.
SAID = """
DROP TABLE IF EXISTS pg_temp.said;
CREATE TEMPORARY TABLE said (
    ags text, service_key text, service_id bigint, channel text, state text, planned_on date,
    maturity smallint, maturity_model text, note text, valid_from date, until date,
    is_first boolean, is_compared boolean, seen bigint, online_service_id bigint
) ON COMMIT DROP
"""
CONFLICTS = """
SELECT DISTINCT said.ags, said.service_key FROM said
LEFT JOIN stellwerk_coveragefact f ON f.municipality_id = said.ags AND f.service_id = said.service_id
    AND f.channel = said.channel AND f.replaced_by_id IS NULL AND f.valid_to IS NULL
WHERE said.is_compared AND f.id IS DISTINCT FROM said.seen ORDER BY 1, 2
"""
# Who says again what holds anyway confirms it: it holds since the day it did, and is checked anew.
CONFIRMED = """
UPDATE said SET valid_from = f.valid_from, online_service_id = f.online_service_id
FROM stellwerk_coveragefact f
WHERE said.is_first AND f.municipality_id = said.ags AND f.service_id = said.service_id
    AND f.channel = said.channel AND f.replaced_by_id IS NULL AND f.valid_to IS NULL
    AND f.valid_from <= said.valid_from AND f.state = said.state
    AND f.planned_on IS NOT DISTINCT FROM said.planned_on
    AND f.maturity IS NOT DISTINCT FROM said.maturity AND f.maturity_model = said.maturity_model
    AND (said.online_service_id IS NULL OR said.online_service_id = f.online_service_id)
"""
# An online service that does not serve the cell, or by another channel; what is known already may stay.
UNOFFERED = """
SELECT said.ags, said.service_key, o.name FROM said
JOIN stellwerk_onlineservice o ON o.id = said.online_service_id
WHERE (said.channel NOT IN (o.channel, 'any') OR NOT EXISTS (
        SELECT FROM stellwerk_onlineservice_services t
        WHERE t.onlineservice_id = o.id AND t.service_id = said.service_id))
    AND NOT EXISTS (
        SELECT FROM stellwerk_coveragefact f
        WHERE f.municipality_id = said.ags AND f.service_id = said.service_id AND f.channel = said.channel
            AND f.replaced_by_id IS NULL AND f.valid_to IS NULL AND f.online_service_id = o.id)
ORDER BY 1, 2
"""
REPLACED = """
UPDATE stellwerk_coveragefact f SET replaced_by_id = %s FROM said
WHERE said.is_first AND f.municipality_id = said.ags AND f.service_id = said.service_id
    AND f.channel = said.channel AND f.replaced_by_id IS NULL
    AND (f.valid_to IS NULL OR f.valid_to > said.valid_from)
"""
# What held before the day goes on to hold, up to the day.
SHORTENED = """
INSERT INTO stellwerk_coveragefact (
    municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, valid_to, change_set_id)
SELECT f.municipality_id, f.service_id, f.channel, f.state, f.planned_on, f.maturity, f.maturity_model,
    f.online_service_id, f.source, f.confidence, f.checked_by, f.checked_on, f.note,
    f.valid_from, said.valid_from, f.replaced_by_id
FROM stellwerk_coveragefact f
JOIN said ON said.is_first AND f.municipality_id = said.ags AND f.service_id = said.service_id
    AND f.channel = said.channel
WHERE f.replaced_by_id = %s AND f.valid_from < said.valid_from
"""
STORED = """
INSERT INTO stellwerk_coveragefact (
    municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, valid_to, change_set_id)
SELECT ags, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    %s, %s, %s, %s, note, valid_from, until, %s
FROM said ORDER BY service_id, ags, channel, valid_from
"""


def record(
    entries: Iterable[Entry],
    *,
    by: Person | None,
    by_text: str,
    at: datetime,
    district: str | None,
    kind: ChangeSetKind,
    title: str,
    source: CoverageSource,
    confidence: Confidence,
    checked_on: date,
    seen: Seen | None = None,
    is_example: bool = False,
) -> ChangeSet:
    """Write what is said from its day on; what was known before is kept and marked as replaced.

    by_text  who checked it, by name
    seen     cell → the open fact that was seen; a cell that is missing here is not compared

    An entry that says what holds anyway confirms it: its first day stays. Must run in a transaction.
    Refused: an unknown key, a municipality that is gone by then, two contradicting entries of a cell, an
    online service that does not serve its cell, or a cell that has changed since it was seen; nothing is
    written then.
    """
    said = _without_doubles(entries)
    _put_down(said, _services(said), _places(said), seen or {})
    _refuse_unoffered()
    _refuse_conflicts()
    change_set = ChangeSet.objects.create(
        kind=kind,
        title=title[:200],
        district_id=district,
        by=by,
        by_text=by_text[:200],
        at=at,
        added=len(said),
        is_example=is_example,
    )
    run(CONFIRMED)
    run(REPLACED, change_set.pk)
    run(SHORTENED, change_set.pk)
    run(STORED, source, confidence, by_text[:200], checked_on, change_set.pk)
    ask_for_snapshot()
    return change_set


def lock_districts(districts: Iterable[str]) -> None:
    """Wait until nobody else changes coverage in these districts, and let nobody until the end.

    The keys are locked in one order, so that nobody waits for ever.
    """
    for district in sorted(set(districts)):
        run("SELECT pg_advisory_xact_lock(hashtext('stellwerk_coverage'), %s)", int(district))


def named(things: Sequence[str]) -> str:
    """Return the first few as a message names them, and how many more there are."""
    more = f" (+{len(things) - NAMED})" if len(things) > NAMED else ""
    return ", ".join(things[:NAMED]) + more


def run(query: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())


def _without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those of a cell one after the other."""
    kept: dict[tuple[Cell, date], Entry] = {}
    for entry in entries:
        require_sound(entry)
        if kept.setdefault((entry.cell, entry.valid_from), entry) != entry:
            raise Refused(
                N_("%(cell)s steht zweimal mit verschiedenen Angaben da. Bitte streichen Sie eine davon."),
                cell=entry.words,
            )
    if not kept:
        raise Refused(N_("Es gibt nichts zu übernehmen. Bitte geben Sie mindestens eine Angabe ein."))
    return [kept[key] for key in sorted(kept)]


def _services(said: Sequence[Entry]) -> dict[str, int]:
    keys = {entry.service_key for entry in said}
    found = dict(Service.objects.filter(key__in=keys).values_list("key", "pk"))
    if unknown := sorted(keys - found.keys()):
        raise Refused(
            N_("Unbekannte LeiKa-Schlüssel: %(keys)s. Bitte prüfen Sie sie im Leistungskatalog."),
            field="service_key",
            keys=named(unknown),
        )
    return found


def _places(said: Sequence[Entry]) -> dict[str, date | None]:
    """Return the day each municipality ends; their districts are locked from here on."""
    found = Municipality.objects.filter(ags__in={entry.ags for entry in said})
    lock_districts(found.values_list("district_id", flat=True).distinct().order_by("district_id"))
    ends = dict(found.values_list("ags", "gone_on"))
    if unknown := sorted({entry.ags for entry in said} - ends.keys()):
        raise Refused(
            N_("Unbekannte Gemeindeschlüssel: %(keys)s. Bitte prüfen Sie sie im Gemeindeverzeichnis."),
            field="ags",
            keys=named(unknown),
        )
    if gone := sorted({it.ags for it in said if (ends[it.ags] or date.max) <= it.valid_from}):
        raise Refused(
            N_("Aufgelöste Gemeinden: %(keys)s. Bitte tragen Sie die Angaben bei der Nachfolgerin ein."),
            field="ags",
            keys=named(gone),
        )
    return ends


def _put_down(
    said: Sequence[Entry], services: Mapping[str, int], ends: Mapping[str, date | None], seen: Seen
) -> None:
    run(SAID)
    before = None
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(sql.SQL("COPY said FROM STDIN")) as copy,
    ):
        for entry, after in zip(said, [*said[1:], None], strict=True):
            cell = entry.cell
            until = after.valid_from if after and after.cell == cell else ends[entry.ags]
            copy.write_row(
                (entry.ags, entry.service_key, services[entry.service_key], entry.channel, entry.state,
                 entry.planned_on, entry.maturity, entry.maturity_model, entry.note[:500], entry.valid_from,
                 until, cell != before, cell in seen, seen.get(cell), entry.online_service)
            )  # fmt: skip
            before = cell
    run("ANALYZE said")


def _refuse_unoffered() -> None:
    if wrong := rows(UNOFFERED):
        ags, key, name = wrong[0]
        raise Refused(
            N_(
                "%(cell)s: „%(name)s“ deckt diese Leistung nicht ab, oder nicht auf diese Art. "
                "Bitte prüfen Sie den Onlinedienst im Katalog."
            ),
            field="online_service",
            cell=f"{ags} / {key}",
            name=name,
        )


def _refuse_conflicts() -> None:
    if changed := [" / ".join(row) for row in rows(CONFLICTS)]:
        raise Refused(
            N_(
                "Inzwischen hat jemand anderes dieselben Angaben geändert: %(cells)s. "
                "Nichts wurde übernommen. Bitte laden Sie die Seite neu und prüfen Sie Ihre Änderungen."
            ),
            cells=named(changed),
        )
