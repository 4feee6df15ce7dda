"""Tables of open data in one go: what a database copied out becomes files, two files their differences.

A row never becomes a Python object unless somebody looks at it; memory stays the same however many there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from stellwerk.gateways.publications import Table

TYPES = {"string": "VARCHAR", "date": "DATE", "integer": "INTEGER", "number": "DOUBLE"}
FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "json": "FORMAT json, ARRAY true"}
MEMORY, FETCHED = "600MB", 10_000
CannotCopy = duckdb.Error  # no room, or a file that is not as it was written
Pair = tuple[list[str] | None, list[str] | None]


def write_copied(table: Table, blocks: Iterable[bytes], folder: Path, *, kinds: Sequence[str]) -> int:
    """Write what a database copied out as CSV, and the other kinds of it; return how many rows there are.

    blocks  CSV without a head, sorted by the key, nothing for what is empty; no cell is a formula
    """
    path = copied_rows(blocks, folder / f"{table.name}.csv", table.head)
    cells = ", ".join(_filled(one.name, one.type) for one in table.columns)
    with _opened() as engine:
        rows = f"SELECT {cells} FROM {_source(table, path)}"  # noqa: S608  (the names of our own columns)
        for kind in kinds:
            if kind != "csv":
                target = folder / f"{table.name}.{kind}"
                engine.execute(f"COPY ({rows}) TO {_quoted(target)} ({FORMATS[kind]})")
        (count,) = engine.execute(f"SELECT count(*) FROM ({rows})").fetchone() or (0,)  # noqa: S608
    return int(count)


def copied_rows(blocks: Iterable[bytes], path: Path, head: Sequence[str]) -> Path:
    """Write CSV that came without a head into a file that has one."""
    with path.open("wb") as file:
        file.write(",".join(head).encode() + b"\n")
        for block in blocks:
            file.write(block)
    return path


def differences(
    table: Table, before: Path | None, after: Path, *, only: Path | None = None
) -> Iterator[Pair]:
    """Yield each row that differs as (before, after), by the key; None where there is none.

    before  CSV or Parquet; None: nothing was there
    only    CSV of keys: rows of ``before`` with other ones are left aside
    """
    with _opened() as engine:
        old = _read(before, only, table) if before else f"{_read(after, None, table)} WHERE false"
        keys, names = table.head[: table.key], table.head
        cells = [f"{side}.{name}" for side in ("old", "new") for name in names]
        differ = f"(old.{keys[0]} IS NULL OR new.{keys[0]} IS NULL OR old IS DISTINCT FROM new)"
        found = engine.execute(
            f"SELECT {', '.join(cells)} FROM ({old}) old FULL JOIN ({_read(after, None, table)}) new"  # noqa: S608
            f" ON {' AND '.join(f'old.{key} = new.{key}' for key in keys)} WHERE {differ}"
            f" ORDER BY {', '.join(f'coalesce(old.{key}, new.{key})' for key in keys)}"
        )
        while rows := found.fetchmany(FETCHED):
            for row in rows:
                yield _side(row[: len(names)]), _side(row[len(names) :])


def _side(cells: Sequence[str | None]) -> list[str] | None:
    """Return a row as its CSV has it; the key of a row is never empty."""
    return None if cells[0] is None else [cell or "" for cell in cells]


def _read(path: Path, only: Path | None, table: Table) -> str:
    """Return how to read a file as text."""
    if path.suffix == ".parquet":
        cells = ", ".join(f"nullif({name}::VARCHAR, '') AS {name}" for name in table.head)
        rows = f"SELECT {cells} FROM read_parquet({_quoted(path)})"  # noqa: S608
    else:
        rows = f"SELECT * FROM {_source(table, path, as_text=True)}"  # noqa: S608
    if only is None:
        return rows
    keys, wanted = ", ".join(table.head[: table.key]), _source(table, only, of_keys=True)
    return f"SELECT * FROM ({rows}) SEMI JOIN (SELECT * FROM {wanted}) USING ({keys})"  # noqa: S608


def _source(table: Table, path: Path, *, as_text: bool = False, of_keys: bool = False) -> str:
    columns = table.columns[: table.key] if of_keys else table.columns
    types = ", ".join(
        f"'{one.name}': '{'VARCHAR' if as_text or of_keys else TYPES[one.type]}'" for one in columns
    )
    how = "header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false"
    return f"read_csv({_quoted(path)}, {how}, columns = {{{types}}})"


def _filled(name: str, kind: str) -> str:
    """Return a cell of a typed file: text is never missing, it is empty."""
    return f"coalesce({name}, '') AS {name}" if kind == "string" else name


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _opened() -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory(prefix="stellwerk-") as spare:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": 2,
            "temp_directory": spare,
        }
        engine = duckdb.connect(config=config)
        try:
            yield engine
        finally:
            engine.close()
