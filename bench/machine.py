"""Describes the machine without naming it: processors, memory, versions."""

import os
import platform
import time
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import server

PACKAGES = ("django", "psycopg", "typst", "weasyprint")


def description() -> dict[str, Any]:
    return hardware() | {"postgresql": server.version()} | versions(PACKAGES)


def hardware() -> dict[str, Any]:
    return {
        "cores": cores(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    return {name: _version(name) for name in packages}


def load() -> float:
    """Return how many processes wanted to run, on average over the last minute."""
    return round(os.getloadavg()[0], 2)


def pace() -> float:
    """Return how many milliseconds of processor time a fixed piece of work takes just now.

    Others on the machine slow it down as they slow down everything else that is measured.
    """
    start, found = time.process_time(), 0
    for number in range(1_000_000):
        found += number
    return round((time.process_time() - start) * 1000, 1)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
