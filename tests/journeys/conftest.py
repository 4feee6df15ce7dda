"""One running application and one browser for the tests of a file."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, sync_playwright

from stellwerk.models import Person
from tests.house.databases import address_of, connected_to, create_database, drop_database
from tests.house.environment import REPOSITORY
from tests.journeys.running import House, running
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="module")
def prepare() -> Callable[[], None]:
    """Return what is done to the example before the application starts; a test file may have its own."""
    return lambda: None


@pytest.fixture(scope="module")
def sessions() -> dict[str, str]:
    """Return the key of a session for each person, filled when the database is there."""
    return {}


@pytest.fixture(scope="module")
def db(
    prepare: Callable[[], None],
    sessions: dict[str, str],
    fonts: Path,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[str]:
    """Copy the example for the application, in place of the rolled back one; return the copy's address."""
    with django_db_blocker.unblock():
        name = create_database()  # the untouched example, in which every number still begins with one
        with connected_to(name):
            prepare()
            _let_everybody_sign_in()
            sessions.update({person.email.split("@")[0]: _session(person) for person in Person.objects.all()})
    yield address_of(name)
    drop_database(name)


@pytest.fixture(scope="module")
def house(db: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(db, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    """Start Chromium after the data is prepared: while it runs, Django refuses to be asked."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, house: House, sessions: dict[str, str]) -> Iterator[Callable[..., Visitor]]:
    """Return a function that lets somebody come who is signed in, or signs in now.

    who       first part of the address
    signs_in  with address and password, on the page for it
    options   what else a Visitor takes
    """
    came: list[Visitor] = []

    def come(who: str, *, signs_in: bool = False, **options: Any) -> Visitor:
        came.append(Visitor(browser, house.address, **options))
        if signs_in:
            came[-1].sign_in(who, settings.DEMO_PASSWORD)
        else:
            came[-1].continue_session(sessions[who])
        return came[-1]

    yield come
    for one in came:
        one.context.close()


def _let_everybody_sign_in() -> None:
    """The tests' quick passwords are unknown to the real application; it gets its own kind."""
    hasher = PBKDF2PasswordHasher()
    Person.objects.update(password=hasher.encode(settings.DEMO_PASSWORD, hasher.salt()))


def _session(person: Person) -> str:
    """Begin a session as signing in does, without its deliberately slow look at the password."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _chromium() -> str:
    """Return the browser that setup has recorded, the one in CHROMIUM, or one on the PATH."""
    recorded = REPOSITORY / "var" / "chromium.path"
    named = os.environ.get("CHROMIUM") or (recorded.read_text().strip() if recorded.exists() else "chromium")
    found = shutil.which(named)
    if found is None:
        pytest.fail("The journeys need a browser: please run `make test`, or set CHROMIUM to a Chromium.")
    return found
