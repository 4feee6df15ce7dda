"""What every measuring process does: load Django, say that it is ready, wait for go, report once."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.children import READY


def with_django() -> None:
    import django

    django.setup()


def wait_for_go() -> None:
    print(READY, flush=True)
    sys.stdin.readline()


def report(**values: Any) -> None:
    print(json.dumps(values | {"peak_mb": peak_mb()}), flush=True)


def peak_mb() -> float:
    """Return the largest resident size of this process so far (Linux counts it from its own start)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError("no VmHWM in /proc/self/status")


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0) + time.perf_counter() - start


def timing(function: Callable[..., Any], seconds: dict[str, float], name: str) -> Callable[..., Any]:
    """Return the function, adding what each call takes to ``seconds[name]``."""

    def call(*args: Any, **kwargs: Any) -> Any:
        with timed(seconds, name):
            return function(*args, **kwargs)

    return call
