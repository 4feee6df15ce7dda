"""Where snapshots lie: a folder and an object storage do the same, and DuckDB reads both."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stellwerk.gateways.warehouse_engines import Limits, connect, quoted
from stellwerk.gateways.warehouse_lent import lent
from stellwerk.gateways.warehouse_remote import RemoteStore
from stellwerk.gateways.warehouse_store import CURRENT, LocalStore, Store
from stellwerk.queries import warehouse
from tests.house.object_storage import BUCKET, KEYS, object_storage


@pytest.fixture(scope="module")
def reached() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        with object_storage() as query:
            yield query


@pytest.fixture(params=["folder", "object storage"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an empty place; each test has one of its own."""
    if request.param == "folder":
        return str(tmp_path / "warehouse")
    return f"s3://{BUCKET}/{tmp_path.name}?{request.getfixturevalue('reached')}"


@pytest.fixture
def store(location: str, settings: Any) -> Store:
    settings.WAREHOUSE = location
    return warehouse.store()


def limits_for(location: str) -> Limits:
    return Limits(remote=lent(location) if "://" in location else None)


def written(store: Store, name: str, query: str) -> str:
    """Put a file with the rows of a query; return its address."""
    with store.staging() as folder:
        draft = folder / "draft.parquet"
        connect(Limits()).execute(f"COPY ({query}) TO {quoted(str(draft))} (FORMAT parquet)")
        store.put(draft, name)
    return store.address(name)


def test_the_address_says_what_kind_of_place_it_is(location: str, store: Store) -> None:
    assert isinstance(store, RemoteStore if "://" in location else LocalStore)
    assert "?" not in store.root


def test_the_small_file_is_replaced_as_a_whole_and_missing_at_first(store: Store) -> None:
    assert store.read(CURRENT) is None

    store.replace(CURRENT, '{"day": "2025-12-30"}')
    store.replace(CURRENT, '{"day": "31. Dezember – gültig"}')

    assert store.read(CURRENT) == '{"day": "31. Dezember – gültig"}'


def test_duckdb_reads_what_was_put_and_the_folders_above_it(location: str, store: Store) -> None:
    files = [
        written(
            store,
            f"files/coverage/land=08/district_key={key}/a.parquet",
            f"SELECT {count} AS n FROM range({count})",
        )
        for key, count in (("08111", 3), ("08115", 4))
    ]

    with connect(limits_for(location)) as connection:
        rows = connection.execute(
            f"SELECT district_key, count(*), sum(n) FROM read_parquet({files}, hive_partitioning = true, "
            "hive_types = {'district_key': VARCHAR}) GROUP BY 1 ORDER BY 1"
        ).fetchall()

    assert rows == [("08111", 3, 9), ("08115", 4, 16)]


def test_what_no_snapshot_names_any_more_is_removed(location: str, store: Store) -> None:
    kept, gone = "files/pieces/08111-change-1.parquet", "files/pieces/08111-change-0.parquet"
    addresses = {name: written(store, name, "SELECT 1 AS n") for name in (kept, gone)}
    store.replace(CURRENT, "{}")

    store.remove_all_but("files", {kept})

    with connect(limits_for(location)) as connection:
        assert connection.execute(f"FROM read_parquet('{addresses[kept]}')").fetchall() == [(1,)]
        with pytest.raises(Exception, match=r"No (such )?file|No files|404|not found|does not exist"):
            connection.execute(f"FROM read_parquet('{addresses[gone]}')")
    assert store.read(CURRENT) == "{}"


def test_the_folder_for_drafts_is_gone_afterwards(store: Store) -> None:
    with store.staging() as folder:
        (folder / "half.parquet").write_bytes(b"PAR1")

    assert not folder.exists()
