"""Tallies: Django's cache in PostgreSQL, so that limits count for all processes of the web server together.

Each step is one statement: two requests at the same time count as two. What is kept is JSON, never a pickle.
The clock is that of the database.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_IN_FORCE = """key = %(key)s AND expires_at > clock_timestamp()"""
_UNTIL = """coalesce(clock_timestamp() + make_interval(secs => %(seconds)s), 'infinity')"""
_GET = f"""SELECT value::text FROM "stellwerk_tally" WHERE {_IN_FORCE}"""  # noqa: S608  (pieces of our own)
_SET = f"""
INSERT INTO "stellwerk_tally" (key, value, expires_at) VALUES (%(key)s, %(value)s, {_UNTIL})
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at
"""  # noqa: S608
_ADD = f"""{_SET} WHERE "stellwerk_tally".expires_at <= clock_timestamp() RETURNING 1"""
_COUNT = f"""
UPDATE "stellwerk_tally" SET value = to_jsonb((value #>> '{{}}')::bigint + %(delta)s)
WHERE {_IN_FORCE} RETURNING value::text
"""  # noqa: S608
_TOUCH = f"""UPDATE "stellwerk_tally" SET expires_at = {_UNTIL} WHERE {_IN_FORCE} RETURNING 1"""  # noqa: S608
_DELETE = """DELETE FROM "stellwerk_tally" WHERE key = %(key)s RETURNING 1"""
_CLEAR = """DELETE FROM "stellwerk_tally" """
_FORGET = """DELETE FROM "stellwerk_tally" WHERE expires_at <= clock_timestamp()"""


class Tallies(BaseCache):
    """What settings.CACHES names; the contract is Django's, for values that JSON can say."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return _run(_ADD, self._said(key, version, timeout, value=value)) is not None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = _run(_GET, self._said(key, version))
        return default if found is None else json.loads(found)

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        _run(_SET, self._said(key, version, timeout, value=value))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        found = _run(_COUNT, self._said(key, version, delta=delta))
        if found is None:
            raise ValueError(f"Key {key!r} not found")
        return int(found)

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return _run(_TOUCH, self._said(key, version, timeout)) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        return _run(_DELETE, self._said(key, version)) is not None

    def clear(self) -> None:
        _run(_CLEAR, {})

    def _said(
        self,
        key: str,
        version: int | None,
        timeout: float | None = DEFAULT_TIMEOUT,
        *,
        value: Any = None,
        delta: int = 0,
    ) -> dict[str, Any]:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        made = self.make_and_validate_key(key, version=version)
        return {"key": made, "value": json.dumps(value), "seconds": seconds, "delta": delta}


def forget_expired() -> None:
    """Remove what counts no more; the table stays small."""
    _run(_FORGET, {})


def _run(statement: str, values: dict[str, Any]) -> Any:
    """Return the first cell of the answer; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
