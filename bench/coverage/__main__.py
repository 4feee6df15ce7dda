"""Run the benchmark of coverage: python -m bench.coverage --sizes county,land,country."""

import argparse
import json
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import machine
from bench.coverage import results
from config.env import ROOT, var_folder

SIZES = "county,land,country"


def main() -> None:
    options = _options()
    console = Console()
    found: dict[str, Any] = {
        "machine": machine.hardware() | machine.versions(("duckdb", "ibis-framework")),
        "sizes": [],
    }
    for size in options.sizes.split(","):
        console.print(f"{size} …")
        found["sizes"].append(_measured(size) | (pages(size) if options.pages else {}))
        if options.write:  # after each size: what was measured is not lost when the next one fails
            for path in results.write(found):
                console.print(f"geschrieben: {path}")
    for table in results.tables(found):
        console.print(table.rich())


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


def _measured(size: str) -> dict[str, Any]:
    """Measure one size, each part in a process of its own, so that its memory is its own."""
    folder = var_folder() / "bench-coverage"
    _remove(folder)
    folder.mkdir(parents=True)
    try:
        found = said("bench.coverage.job", size, str(folder))
        return found | {"postgresql": said("bench.coverage.bare_postgres", size, str(folder))}
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.coverage", description="Measure coverage.")
    parser.add_argument("--sizes", default=SIZES, help=f"{SIZES} by default")
    parser.add_argument("--no-pages", dest="pages", action="store_false", help="leave out the web pages")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
