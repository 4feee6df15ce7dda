"""What all tests share."""

import os
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).parent.parent


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
