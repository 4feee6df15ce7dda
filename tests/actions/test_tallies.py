"""Tallies: what two processes count at once is counted twice, and what is over counts no more."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from stellwerk.actions.tallies import Tallies, forget_expired
from stellwerk.models import Tally
from tests.house.databases import address_of
from tests.house.environment import OWN, REPOSITORY

# What a process of its own does: two requests to the interface, two to a personal link, two to sign in.
VISITS = """
import django
django.setup()
from django.test import Client
client = Client()
for _ in range(2):
    print("interface", client.get("/api/v1/services?limit=1").status_code)
    print("link", client.get("/bestaetigung/x/").status_code)
    print("sign-in", client.post("/konto/anmelden/", {"login": "x@y.invalid", "password": "z"}).status_code)
"""
LIMITS = """
from config import settings as usual
globals().update({name: value for name, value in vars(usual).items() if name.isupper()})
API_REQUESTS_PER_MINUTE = 3
ACCOUNT_RATE_LIMITS = {"login": "3/m/ip", "confirmation": "3/m/ip"}
DEMO = False
"""


@pytest.fixture
def visit(own_database: str, tmp_path: Any) -> Callable[[], list[str]]:
    """Return how a process visits the three entrances, each of which lets three requests a minute in."""
    (tmp_path / "three_a_minute.py").write_text(LIMITS, encoding="utf-8")
    OWN.joinpath("static").mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{REPOSITORY}:{tmp_path}",
        "DJANGO_SETTINGS_MODULE": "three_a_minute",
        "DATABASE_URL": address_of(own_database),
        "STELLWERK_VAR": str(OWN),
        "STELLWERK_HOSTS": "testserver",
    }

    def visited() -> list[str]:
        command = [sys.executable, "-c", VISITS]
        done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return visited


def test_a_limit_holds_for_two_processes_together(visit: Callable[[], list[str]]) -> None:
    first = visit()
    moved = Tally.objects.filter(key__contains="api:").order_by("key")
    minutes = {one.key.split(":")[3] for one in moved}
    second = visit()

    assert first == ["interface 200", "link 404", "sign-in 422"] * 2
    assert second[:3] == ["interface 200", "link 404", "sign-in 422"]
    assert second[4:] == ["link 429", "sign-in 429"]
    if Tally.objects.filter(key__contains="api:").count() == len(minutes):  # no minute ended in between
        assert second[3] == "interface 429"


def test_what_is_counted_at_the_same_time_is_counted_each_time(own_database: str) -> None:
    cache.add("asked", 0, timeout=60)

    def ask(_number: int) -> int:
        try:
            return cache.incr("asked")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        seen = sorted(threads.map(ask, range(80)))

    assert seen == list(range(1, 81))


def test_a_key_is_free_for_one_alone(own_database: str) -> None:
    def take(_number: int) -> bool:
        try:
            return cache.add("lock", True, timeout=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(take, range(8))) == [False] * 7 + [True]


def test_it_keeps_what_djangos_cache_promises(db: None) -> None:
    kept = Tallies("", {})

    assert kept.get("x", "nothing") == "nothing"
    kept.set("x", [1.5, 0.5], timeout=60)
    kept.set("x", [2.5], timeout=60)
    assert kept.get("x") == [2.5]
    assert not kept.add("x", 1)
    assert kept.touch("x", 60)
    assert (kept.delete("x"), kept.delete("x"), kept.touch("x")) == (True, False, False)
    with pytest.raises(ValueError, match="not found"):
        kept.incr("x")
    kept.set("forever", 3, timeout=None)
    assert (kept.incr("forever", 4), kept.get("forever")) == (7, 7)
    kept.clear()
    assert not Tally.objects.exists()


def test_what_is_over_counts_no_more_and_is_removed(db: None) -> None:
    for key, seconds in (("old", 60), ("new", 600)):
        cache.set(key, 5, timeout=seconds)
    Tally.objects.filter(key__endswith="old").update(expires_at=timezone.now() - timedelta(seconds=1))

    assert (cache.get("old"), cache.get("new")) == (None, 5)
    forget_expired()
    assert [one.key for one in Tally.objects.order_by("key")] == [":1:new"]
    cache.set("old", 1, timeout=0)
    assert cache.add("old", 7, timeout=60)
    assert cache.get("old") == 7


def test_a_crash_of_the_database_is_not_worth_a_log(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'stellwerk_tally'::regclass")

        assert cursor.fetchone() == ("u",)
