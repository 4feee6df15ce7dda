"""Run the benchmark of bulk decisions: python -m bench.decisions --sizes 1000,10000."""

import argparse
from typing import Any

from rich.console import Console

from bench import machine, server
from bench.children import measured
from bench.results import Table

SIZES = "1000,10000"
STEPS = ("draft", "dry_run", "propose", "variant", "compute", "release")
JUDGED = ("dry_run", "propose", "compute", "release")  # of 10,000 cases in 60 s


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default=SIZES, help="numbers of applications, with commas between")
    sizes = [int(size) for size in options.parse_args().sizes.split(",")]
    console = Console()
    server.start()
    try:
        found = [_size(size, console) for size in sizes]
    finally:
        server.stop()
    console.print(f"{machine.cores()} Kerne, Last {machine.load()}")
    console.print(table(found).rich())


def table(found: list[dict[str, Any]]) -> Table:
    """Return one row a step: seconds for each size, and how much the processor worked."""
    header = ("Schritt", *(f"{one['applications']:,} Anträge: s (CPU s)" for one in found), "Wachstum")
    rows = [(step, *(_cell(one, step) for one in found), _growth(found, step)) for step in STEPS]
    judged = (
        "Probelauf, Vorschlag, Berechnung, Freigabe",
        *(f"{judged_seconds(one):.1f}" for one in found),
        "",
    )
    memory = ("Spitze im Speicher, MB", *(str(one["peak_mb"]) for one in found), "")
    return Table("Entscheidungen in einer Runde", header, (*rows, judged, memory))


def judged_seconds(one: dict[str, Any]) -> float:
    return sum(one["seconds"][step] for step in JUDGED)


def _size(size: int, console: Console) -> dict[str, Any]:
    name = f"bench_decisions_{size}"
    console.print(f"{size:,} Anträge …")
    server.create(name)
    try:
        return measured("decision_job", server.environment(name), str(size))
    finally:
        server.drop(name)


def _cell(one: dict[str, Any], step: str) -> str:
    return f"{one['seconds'][step]:.2f} ({one['processor'][step]:.2f})"


def _growth(found: list[dict[str, Any]], step: str) -> str:
    """Say how much longer the last size takes than the first, for each time more applications."""
    first, last = found[0], found[-1]
    if first is last or not first["processor"][step]:
        return ""
    times = last["applications"] / first["applications"]
    return f"{last['processor'][step] / first['processor'][step] / times:.2f} × je Antrag"


if __name__ == "__main__":
    main()
