"""Run the benchmark of coverage: python -m bench.coverage --sizes county,land,country."""

import argparse
import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from config.env import ROOT, var_folder

SIZES = "county,land,country"
RESULTS = ROOT / "bench" / "results" / "coverage.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.coverage", description="Measure coverage.")
    parser.add_argument("--sizes", default=SIZES, help=f"{SIZES} by default")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    options = parser.parse_args()
    found = [measure(size) | pages(size) for size in options.sizes.split(",")]
    for before, one in zip([None, *found], found, strict=False):
        print(json.dumps(one | growth(before, one), indent=1))
    if options.write:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measure(size: str) -> dict[str, Any]:
    """Measure one size in a process of its own, so that its memory is its own."""
    return said("bench.coverage.job", size, str(var_folder() / "bench-coverage"))


def pages(size: str) -> dict[str, Any]:
    """Return what ``bench.coverage.pages.pages(size)`` measures, in a process of its own, if it is there."""
    if not find_spec("bench.coverage.pages"):
        return {}
    return {"pages": said("bench.coverage.seen", size)}


def said(module: str, *arguments: str) -> dict[str, Any]:
    """Run a measuring process and return its last line."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def growth(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """Return how many times more rows, and how many times longer."""
    if before is None:
        return {}
    return {
        "more_rows": now["rows"] / before["rows"],
        "longer_import": now["import_s"] / before["import_s"],
        "longer_page": now["figures"]["p50_ms"] / before["figures"]["p50_ms"],
    }


if __name__ == "__main__":
    main()
