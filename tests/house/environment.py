"""The settings of all tests: a folder of their own, and nothing of the developer's environment."""

import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from stellwerk.gateways.font_build import build_fonts

REPOSITORY = Path(__file__).parents[2]
VAR = REPOSITORY / "var" / "test"
OWN = VAR / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # several processes test at once
FONTS = REPOSITORY / "var" / "fonts"
DAY = date(2024, 3, 8)  # the day on which the example stands
EVENING = datetime(2024, 3, 8, 18, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # it is then whenever tests begin
NO_SERVER = 9  # a port where nobody listens

SETTINGS = {
    "VAR_DIR": OWN,
    "FONTS_DIR": FONTS,
    "PUBLICATIONS": OWN / "publications",
    "EXPORTS": OWN / "exports",
    "MAIL_CATCHER_DIR": OWN / "mail",
    "SECRET_KEY": "for tests only",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "DEMO": True,
    "DEMO_BEHIND": datetime.now(EVENING.tzinfo).replace(microsecond=0) - EVENING,
    "DEMO_PASSWORD": "beispiel-passwort",
    "SAFE_MODE": True,
    "MAIL_ALLOWED": [".invalid"],
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": NO_SERVER,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_SECURITY": "none",
    "SMTP_TIMEOUT_SECONDS": 5,
    "WORKERS": 2,
    "LEASE_SECONDS": 120,
    "WAREHOUSE": str(OWN / "warehouse"),
    "WAREHOUSE_ENGINE": "duckdb",
    "WAREHOUSE_THREADS": 2,
    "WAREHOUSE_MEMORY_MB": 800,
}


def pytest_configure() -> None:
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture(scope="session")
def fonts() -> Path:
    """Return the folder with the fonts of letters, built where they are missing."""
    build_fonts(REPOSITORY / "node_modules/@kern-ux/native/dist/fonts/fira-sans", FONTS)
    return FONTS
