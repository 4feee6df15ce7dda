"""Load invented coverage for the demonstration: months of changes, with gaps, marked as example."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from stellwerk.actions._example_services import add_online_services
from stellwerk.actions._example_work import add_work
from stellwerk.actions._steps import counted, journal
from stellwerk.law.periods import add_months
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, CoverageFact, District, Service

MONTHS = 24
MOST_SERVICES = 80  # a demonstration stays small even where the complete catalogue was imported
NEW_MODEL_SINCE = date(2025, 7, 1)  # maturity 2.0


@transaction.atomic(durable=True)
def load_example_coverage(*, at: datetime, district: str = "", seed: str = "Stellwerk") -> int:
    """Invent coverage for all municipalities and known services, once; return how many facts there are.

    at        the history ends the day before
    district  key of the one district to do; empty: every district
    seed      the same seed, places and services give the same facts

    Refused: no service is known yet.
    """
    if ChangeSet.objects.filter(is_example=True).exists():
        return CoverageFact.objects.filter(change_set__is_example=True).count()
    if not Service.objects.filter(gone_on=None).exists():
        raise Refused(N_("Es sind noch keine Leistungen bekannt. Bitte spielen Sie zuerst den Katalog ein."))
    add_online_services()
    count = _invent(timezone.localdate(at), district, seed)
    for key in sorted(District.objects.filter(ags__startswith=district).values_list("ags", flat=True)):
        add_work(key, at=at)
    text = f"Beispiel: {counted(count, 'Angabe', 'Angaben')} zum Angebot geladen"
    journal(None, at, "load_example_coverage", None, text)
    return count


def _invent(today: date, district: str, seed: str) -> int:
    values: dict[str, str | int | date] = {
        "seed": seed,
        "district": f"{district}%",
        "services": MOST_SERVICES,
        "today": today,
        "begin": add_months(today.replace(day=1), -MONTHS),
        "newest": today - timedelta(days=1),
        "new_model_since": NEW_MODEL_SINCE,
    }
    with connection.cursor() as cursor:
        for statement in (_CLEAR, _PART, _CHANCE, _CELLS, _STEPS, _CHANGE_SETS, _FACTS):
            cursor.execute(statement, values)
        count: int = cursor.rowcount
        cursor.execute("ANALYZE stellwerk_coveragefact, stellwerk_changeset")
    return count


_CLEAR = "DROP TABLE IF EXISTS pg_temp.example_cell, pg_temp.example_step"

_PART = """
CREATE OR REPLACE FUNCTION pg_temp.part(print text, start integer) RETURNS float8 LANGUAGE sql IMMUTABLE
AS $$ SELECT ('x' || substr(print, start, 6))::bit(24)::integer / 16777216.0 $$
"""

_CHANCE = """
CREATE OR REPLACE FUNCTION pg_temp.chance(word text, start integer) RETURNS float8 LANGUAGE sql IMMUTABLE
AS $$ SELECT ('x' || substr(md5(word), start, 6))::bit(24)::integer / 16777216.0 $$
"""

# Five numbers between 0 and 1 for each cell come from one fingerprint: the same on every machine.
_CELLS = """
CREATE TEMP TABLE example_cell ON COMMIT DROP AS
WITH place AS (
    SELECT ags, district_id, kind, pg_temp.chance(%(seed)s || ags, 13) AS slowness,
        pg_temp.chance(%(seed)s || ags, 1) > 0.05 AS answers,
        0.70 + 0.25 * pg_temp.chance(%(seed)s || district_id, 1) AS collected,
        0.5 * pg_temp.chance(%(seed)s || ags, 7) + 0.35 * pg_temp.chance(%(seed)s || district_id, 7) - 0.42
        + CASE kind WHEN 'Stadtkreis' THEN 0.35 WHEN 'Große Kreisstadt' THEN 0.25 WHEN 'Stadt' THEN 0.08
                    ELSE 0 END AS pace
    FROM stellwerk_municipality WHERE gone_on IS NULL AND district_id LIKE %(district)s
), offer AS (
    SELECT id, key, 0.10 + 0.70 * pg_temp.chance(%(seed)s || key, 1) AS popularity,
        pg_temp.chance(%(seed)s || key, 7) AS kind_of_channel,
        pg_temp.chance(%(seed)s || key, 13) > 0.88 AS only_larger
    FROM stellwerk_service WHERE gone_on IS NULL ORDER BY key LIMIT %(services)s
), drawn AS (
    SELECT place.*, offer.*, md5(%(seed)s || ags || key) AS print FROM place CROSS JOIN offer
), numbered AS (
    SELECT *, pg_temp.part(print, 1) AS r1, pg_temp.part(print, 7) AS r2, pg_temp.part(print, 13) AS r3,
        pg_temp.part(print, 19) AS r4, pg_temp.part(print, 25) AS r5
    FROM drawn
)
SELECT ags, id AS service_id, district_id, r3, r4, r5,
    CASE WHEN only_larger AND kind = 'Gemeinde' THEN 'not_responsible'
         WHEN r2 < popularity + pace THEN 'live'
         WHEN r2 < popularity + pace + 0.12 THEN 'planned' ELSE 'none' END AS outcome,
    CASE WHEN only_larger AND kind = 'Gemeinde' THEN 'any'
         WHEN r2 >= popularity + pace + 0.12 THEN 'any'
         WHEN 0.6 * kind_of_channel + 0.4 * r5 < 0.35 THEN 'universal'
         WHEN 0.6 * kind_of_channel + 0.4 * r5 < 0.60 THEN 'efa'
         WHEN 0.6 * kind_of_channel + 0.4 * r5 < 0.80 THEN 'standard' ELSE 'own' END AS channel,
    %(begin)s::date + (power(r3, 0.8) * 690)::int AS live_on,
    %(newest)s::date - (power(r5, 2) * slowness * 680)::int AS confirmed_on
FROM numbered WHERE answers AND r1 < collected
"""

# Each cell goes its way: none, perhaps planned, perhaps live. What is last was confirmed at some time.
_STEPS = """
CREATE TEMP TABLE example_step ON COMMIT DROP AS
WITH way AS (
    SELECT *, %(begin)s::date AS valid_from, 'none' AS state, NULL::date AS planned_on
    FROM example_cell
    WHERE outcome IN ('none', 'planned') OR outcome = 'live' AND live_on > %(begin)s::date + 45
    UNION ALL SELECT *, %(begin)s::date, 'not_responsible', NULL
    FROM example_cell WHERE outcome = 'not_responsible'
    UNION ALL SELECT *, live_on - 100, 'planned', live_on - (r4 * 60)::int
    FROM example_cell WHERE outcome = 'live' AND r4 < 0.5 AND live_on > %(begin)s::date + 180
    UNION ALL SELECT *, live_on, 'live', NULL FROM example_cell WHERE outcome = 'live'
    UNION ALL SELECT *, %(newest)s::date - 60 - (r4 * 150)::int, 'planned',
        %(today)s::date - 40 + (r3 * 260)::int
    FROM example_cell WHERE outcome = 'planned'
), ordered AS (
    SELECT *, lead(valid_from) OVER cell AS valid_to FROM way
    WINDOW cell AS (PARTITION BY ags, service_id ORDER BY valid_from)
), dated AS (
    SELECT *, least(%(newest)s::date, (date_trunc('month', CASE WHEN valid_to IS NULL
        THEN greatest(valid_from, confirmed_on) ELSE valid_from END) + interval '1 month - 1 day')::date)
        AS recorded_on
    FROM ordered
)
SELECT *, lead(recorded_on) OVER (PARTITION BY ags, service_id ORDER BY valid_from) AS replaced_on FROM dated
"""

_CHANGE_SETS = """
INSERT INTO stellwerk_changeset (kind, title, district_id, by_id, by_text, at, undoes_id, added, is_example)
SELECT 'file', 'Beispiel: Stand ' || to_char(day, 'MM.YYYY'), district_id, NULL, 'Koordination (Beispiel)',
    (day + time '09:30') AT TIME ZONE 'Europe/Berlin', NULL, sum(rows), true
FROM (
    SELECT district_id, recorded_on AS day, count(*) AS rows FROM example_step GROUP BY 1, 2
    UNION ALL SELECT district_id, replaced_on, count(*) FROM example_step
    WHERE replaced_on IS NOT NULL GROUP BY 1, 2
) counted GROUP BY district_id, day ORDER BY district_id, day
"""

# As when somebody records it: the open fact is replaced by a closed one and by what holds now.
_FACTS = """
INSERT INTO stellwerk_coveragefact (municipality_id, service_id, channel, state, planned_on, maturity,
    maturity_model, online_service_id, valid_from, valid_to, source, confidence, checked_by, checked_on,
    note, change_set_id, replaced_by_id)
WITH sets AS (
    SELECT id, district_id, (at AT TIME ZONE 'Europe/Berlin')::date AS day FROM stellwerk_changeset
    WHERE is_example
), facts AS (
    SELECT step.*, own.id AS own_id, later.id AS later_id,
        CASE WHEN recorded_on < %(newest)s::date - 365 THEN 'low'
             WHEN recorded_on < %(newest)s::date - 180 THEN 'medium' ELSE 'high' END AS confidence,
        CASE WHEN state = 'live' AND r4 < 0.85 THEN CASE WHEN recorded_on >= %(new_model_since)s::date
            THEN 2 + (r3 * 4)::int ELSE CASE channel WHEN 'universal' THEN 2 WHEN 'own' THEN 1 + (r3 * 2)::int
            ELSE 3 + (r3 > 0.8)::int END END END AS maturity
    FROM example_step step
    JOIN sets own ON own.district_id = step.district_id AND own.day = step.recorded_on
    LEFT JOIN sets later ON later.district_id = step.district_id AND later.day = step.replaced_on
)
SELECT ags, service_id, channel, state, planned_on, maturity,
    CASE WHEN maturity IS NULL THEN '' WHEN recorded_on >= %(new_model_since)s::date THEN '2.0' ELSE '1.1'
    END, NULL, valid_from, closed_on, 'example', confidence, 'Koordination (Beispiel)', recorded_on, '',
    set_id, by_id
FROM facts, LATERAL (
    SELECT NULL::date AS closed_on, own_id AS set_id, later_id AS by_id
    UNION ALL SELECT valid_to, later_id, NULL WHERE later_id IS NOT NULL
) version
ORDER BY set_id, service_id, ags, closed_on
"""
