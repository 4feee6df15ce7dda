"""Run the benchmark: python -m bench --sizes 38,1101 --no-weasyprint."""

import argparse
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench import machine, measure, results, server

SIZES = "38,1101,10750"


def main() -> None:
    options = _options()
    console = Console()
    server.start()
    try:
        found = _measure(options, console)
    finally:
        server.stop()
    for table in results.tables(found):
        console.print(table.rich())
    if options.write:
        for path in results.write(found):
            console.print(f"geschrieben: {path}")


def _measure(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    sizes = [int(size) for size in options.sizes.split(",")]
    found: dict[str, Any] = {"machine": machine.description(), "load_before": machine.load(), "sizes": []}
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Beginn", total=len(sizes) * measure.STEPS)

        def say(text: str) -> None:
            progress.update(task, description=text, advance=1)

        for size in sizes:
            found["sizes"].append(
                measure.size(size, weasyprint=options.weasyprint, pages=options.pages, say=say)
            )
        progress.update(task, description="fertig")
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the whole job.")
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of grants, {SIZES} by default")
    parser.add_argument(
        "--no-weasyprint", dest="weasyprint", action="store_false", help="leave out WeasyPrint"
    )
    parser.add_argument("--no-pages", dest="pages", action="store_false", help="leave out the web pages")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only, keep no results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
