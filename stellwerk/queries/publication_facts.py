"""The facts of open data as the database copies them out: all of a day, or what may differ by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

FEW = 150_000  # so many facts are compared in less than a second
SLACK = timedelta(days=7)  # a change may be committed long after the moment it bears
# Every fact that began by the day and is what we know now, history included; nothing personal is among it.
FACTS = """
SELECT f.municipality_id, s.key, f.channel, f.valid_from, f.valid_to, f.state, f.planned_on, f.maturity,
    nullif(f.maturity_model, ''), f.source, f.confidence, f.checked_on
FROM stellwerk_coveragefact f JOIN stellwerk_service s ON s.id = f.service_id
WHERE f.replaced_by_id IS NULL AND f.valid_from <= %(day)s
"""
IN_ORDER = ' ORDER BY f.municipality_id COLLATE "C", s.key COLLATE "C", f.channel COLLATE "C", f.valid_from'
# What may differ from the last version: said or replaced since, or begun between the two days.
TOUCHED = """
SELECT f.municipality_id, f.service_id, f.channel, f.valid_from FROM stellwerk_coveragefact f
WHERE f.change_set_id IN (SELECT id FROM stellwerk_changeset WHERE at > %(since)s)
UNION ALL SELECT f.municipality_id, f.service_id, f.channel, f.valid_from FROM stellwerk_coveragefact f
WHERE f.replaced_by_id IN (SELECT id FROM stellwerk_changeset WHERE at > %(since)s)
UNION ALL SELECT f.municipality_id, f.service_id, f.channel, f.valid_from FROM stellwerk_coveragefact f
WHERE f.valid_from > least(%(day)s, %(last)s) AND f.valid_from <= greatest(%(day)s, %(last)s)
"""
MANY = f"SELECT count(*) FROM (SELECT 1 FROM ({TOUCHED}) touched LIMIT %(most)s + 1) counted"  # noqa: S608
KEYS = f"""
SELECT DISTINCT t.municipality_id, s.key, t.channel, t.valid_from
FROM ({TOUCHED}) t JOIN stellwerk_service s ON s.id = t.service_id
"""  # noqa: S608  (fixed pieces of our own)
NOW = f"""{FACTS} AND (f.municipality_id, f.service_id, f.channel, f.valid_from) IN (
    SELECT municipality_id, service_id, channel, valid_from FROM ({TOUCHED}) touched)
"""  # noqa: S608


def facts(*, day: date) -> Iterator[bytes]:
    """Yield the facts of a day as CSV, sorted by their key."""
    return _copied_out(FACTS + IN_ORDER, {"day": day})


@dataclass(frozen=True, slots=True)
class Touched:
    """The facts that may differ from a version. last: the day of that version; at: when it was published."""

    day: date
    last: date
    at: datetime

    def is_few(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(MANY, self._values | {"most": FEW})
            return int(cursor.fetchone()[0]) <= FEW

    def keys(self) -> Iterator[bytes]:
        """Yield their keys as CSV; of some there may be no fact any more."""
        return _copied_out(KEYS, self._values)

    def facts(self) -> Iterator[bytes]:
        """Yield as CSV what they say now."""
        return _copied_out(NOW, self._values)

    @property
    def _values(self) -> dict[str, Any]:
        return {"day": self.day, "last": self.last, "since": self.at - SLACK}


def _copied_out(query: str, values: dict[str, Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        statement = cursor.mogrify(f"COPY ({query}) TO STDOUT (FORMAT csv)", values)  # COPY takes no values
        with cursor.copy(statement) as copy:
            for block in copy:
                yield bytes(block)
