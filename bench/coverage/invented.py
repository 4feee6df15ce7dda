"""Coverage of any size in PostgreSQL, with outlines, on top of the places that ship with the project."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from math import cos, pi, sin
from typing import Any

from django.db import connection

from stellwerk.actions.example import load_example
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.actions.facts import install_facts
from stellwerk.models import ChangeSet, GeometryLayer, LayerKind, Municipality, Outline, PriorityList

LISTED = 60
POINTS = 48
FACTS = "stellwerk_coveragefact"
# Every fourth cell had another state before; one in six is planned, one in six not the municipality's task.
CELLS = f"""
INSERT INTO {FACTS} (municipality_id, service_id, channel, state, planned_on, maturity, maturity_model,
    valid_from, valid_to, source, confidence, checked_by, checked_on, note, change_set_id)
SELECT ags, service, (ARRAY['any', 'efa', 'standard', 'universal', 'own'])[h %% 5 + 1], said.state,
    CASE said.state WHEN 'planned' THEN DATE '2027-01-01' END, NULL, '', said.valid_from, said.valid_to,
    'import', 'high', '', DATE '2025-12-01', '', %(change_set)s
FROM (
    SELECT m.ags, s.id AS service, abs(hashint8(right(m.ags, 6)::bigint * 7919 + s.id)::bigint) AS h,
        DATE '2024-01-01' + ((abs(hashint8(right(m.ags, 6)::bigint * 104729 + s.id)::bigint) %% 24) * 30)::int
            AS begins
    FROM stellwerk_municipality m CROSS JOIN stellwerk_service s
    WHERE m.gone_on IS NULL AND m.ags LIKE %(places)s
) cell, LATERAL (
    SELECT (ARRAY['live', 'live', 'live', 'none', 'planned', 'not_responsible'])[h / 5 %% 6 + 1] AS state,
        begins AS valid_from, NULL::date AS valid_to
    UNION ALL SELECT 'none', DATE '2023-06-01', begins WHERE h / 30 %% 4 = 0
) said
"""


def fill(places: str, services: int, *, day: date, at: datetime, priorities: str) -> int:
    """Fill a new database; return how many facts there are.

    places      the first digits of the municipalities of which everything is known
    priorities  slug of a priority list of some of the services
    """
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    install_facts()
    load_example(password="benchmark-only")
    load_example_offices()
    _add_services(services, day, priorities)
    _add_outlines(at)
    made = ChangeSet.objects.create(kind="file", title="Messung", by_text="Messung", at=at, added=0)
    count = _add_facts({"change_set": made.pk, "places": f"{places}%"})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return count


def _add_services(count: int, day: date, slug: str) -> None:
    listed = PriorityList.objects.create(slug=slug, name="Messung", source="Messung", as_of=day)
    with connection.cursor() as cursor:
        cursor.execute(_SERVICES, [count])
        cursor.execute(_ENTRIES, [listed.pk, LISTED])


_SERVICES = """
INSERT INTO stellwerk_service (key, name, execution_type, ozg_service_id, legal_basis, source)
SELECT '98' || lpad(n::text, 12, '0'), 'Beispielleistung Nummer ' || n, '5',
    (SELECT number FROM stellwerk_ozgservice ORDER BY hashint8(n), number LIMIT 1), '', 'Messung'
FROM generate_series(1, %s - (SELECT count(*) FROM stellwerk_service)) n
"""
_ENTRIES = """
INSERT INTO stellwerk_priorityentry (priority_list_id, service_id, rank)
SELECT %s, id, row_number() OVER (ORDER BY id) FROM stellwerk_service ORDER BY id LIMIT %s
"""


def _add_facts(values: dict[str, Any]) -> int:
    """Fill the table without its indexes, and build them afterwards: five times as fast."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica")  # the keys are right by themselves
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(CELLS, values)
        count: int = cursor.rowcount
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("RESET session_replication_role")
    return count


_INDEXES = f"""
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{FACTS}' AND indexname NOT LIKE '%_pkey'
"""


def _add_outlines(at: datetime) -> None:
    layer = GeometryLayer.objects.create(
        kind=LayerKind.MUNICIPALITIES, source="erfunden für die Messung", imported_at=at
    )
    keys = Municipality.objects.filter(gone_on=None).order_by("ags").values_list("ags", flat=True)
    Outline.objects.bulk_create(
        [Outline(layer=layer, key=key, shape=shape) for key, shape in zip(keys, _shapes(), strict=False)], 500
    )


def _shapes() -> Iterator[dict[str, Any]]:
    """Yield wrinkled rings beside each other; none of them is a real place."""
    number = 0
    while True:
        west, north = 7.6 + number % 34 * 0.08, 49.7 - number // 34 * 0.06
        ring = [_point(west, north, step, number) for step in range(POINTS)]
        yield json.loads(json.dumps({"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}))
        number += 1


def _point(west: float, north: float, step: int, number: int) -> tuple[float, float]:
    turn, far = 2 * pi * step / POINTS, 1 + 0.13 * sin(step * 5 + number)
    return round(west + 0.038 * far * cos(turn), 5), round(north + 0.028 * far * sin(turn), 5)
