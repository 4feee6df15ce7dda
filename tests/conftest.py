"""What all tests share; nothing here needs Django, so that the law can be tested without it."""

import os
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.house")

_REPOSITORY = Path(__file__).parent.parent
_LONGEST = [
    "journeys/test_every_page.py",
    "queries/test_indicators.py",
    "journeys/test_area.py",
    "journeys/test_area_pages.py",
    "journeys/test_keyboard.py",
]
_THIS_MACHINE = ["127.0.0.1", "::1", "localhost"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let no test out of this machine; bring in the house where Django is there."""
    config.option.allow_hosts = _THIS_MACHINE
    config.option.allow_unix_socket = True
    if config.pluginmanager.hasplugin("django"):
        for name in ("environment", "databases", "guards", "cases"):
            config.pluginmanager.import_plugin(f"tests.house.{name}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process waits for it at the end."""
    places = {_REPOSITORY / "tests" / name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def official_data() -> Path:
    """Return the folder that holds the official files; skip, or fail where they are required, without it."""
    folder = _REPOSITORY / os.environ.get("OFFICIAL_DATA", "../shared/data")
    if (folder / "official").is_dir():
        return folder
    reason = "The official files are not there; OFFICIAL_DATA names the folder that holds official/."
    if os.environ.get("REQUIRE_OFFICIAL_DATA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
