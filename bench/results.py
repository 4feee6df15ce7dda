"""What was measured, as JSON under bench/results/ and as tables: none of the numbers is typed by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table as RichTable

from config.env import ROOT

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def rich(self) -> RichTable:
        table = RichTable(*self.header, title=self.title)
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        lines = [self.header, ("---",) * len(self.header), *self.rows]
        return f"### {self.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def tables(found: dict[str, Any]) -> list[Table]:
    sizes = found["sizes"]
    header = ("Grants", *(f"{size['grants']:,}" for size in sizes))
    stages = [_stages(size) for size in sizes]
    others = [_others(size) for size in sizes]
    pages = [_pages(size) for size in sizes]
    return [
        Table("The whole job", header, _side_by_side(stages)),
        Table("One letter, and the same letter made by others", header, _side_by_side(others)),
        Table("Pages: p50 / p95 in milliseconds, queries", header, _side_by_side(pages)),
    ]


def write(found: dict[str, Any]) -> Iterator[Path]:
    """Write the JSON, and its tables between the markers of the page."""
    day, cores = date.today().isoformat(), found["machine"]["cores"]  # noqa: DTZ011  (a file name)
    path = RESULTS / f"{day}-{cores}cores.json"
    RESULTS.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path.relative_to(ROOT)
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    body = "\n".join(table.markdown() for table in tables(found))
    source = f"From `{path.relative_to(ROOT)}`: {_machine(found['machine'])}; "
    source += f"load before the start {found['load_before']}.\n"
    PAGE.write_text(f"{before}{BEGIN}\n\n{source}\n{body}\n{END}{after}", encoding="utf-8")
    yield PAGE.relative_to(ROOT)


def letter_ms(delivery: dict[str, Any], notices: int) -> dict[str, float]:
    """Return milliseconds for one notice with one worker: its document, and its mail with all records."""
    worker = delivery["workers"][0]
    spent = worker["seconds"]
    mail = (spent["claim"] + spent["deliver"] + spent["record"]) / worker["mails"]
    document = spent["attachments"] / notices
    return {"document": document * 1000, "mail": mail * 1000, "all": (document + mail) * 1000}


def _stages(size: dict[str, Any]) -> dict[str, str]:
    job, deliver = size["job"], size["deliver"]
    spent = job["seconds"]
    one, two = deliver["1"], deliver["2"]
    bare = 2 * size["bare_typst"]["elapsed"] / size["bare_typst_twice"]["elapsed"]
    before = sum(spent.values())
    spent_by_one = one["workers"][0]["seconds"]
    return {
        "notices": f"{job['notices']:,}",
        "mails": f"{job['mails']:,}",
        "compute, s": _seconds(spent["compute"]),
        "consult, s": _seconds(spent["consult"]),
        "release, s": _seconds(spent["release"]),
        "deliver with one worker, s": _seconds(one["elapsed"]),
        "… of it making documents, s": _seconds(spent_by_one["attachments"]),
        "… of it SMTP, s": _seconds(spent_by_one["smtp"]),
        "deliver with two workers, s": _seconds(two["elapsed"]),
        "whole job, two workers, s": f"**{_seconds(before + two['elapsed'])}**",
        "mails a second, one / two workers": " / ".join(
            f"{job['mails'] / found['elapsed']:.0f}" for found in (one, two)
        ),
        "two workers against one": f"{one['elapsed'] / two['elapsed']:.2f} times",
        "… two processes of bare Typst against one": f"{bare:.2f} times",
        "processor time of one worker, s": _seconds(one["workers"][0]["cpu"]),
        "load of the machine, one / two workers": f"{one['load']} / {two['load']}",
        "peak memory: compute / release, MB": f"{job['computed_mb']:.0f} / {job['peak_mb']:.0f}",
        "peak memory of a worker, MB": _most(one["workers"] + two["workers"]),
        "mails caught / caught twice": f"{two['caught']:,} / {two['repeated']}",
    }


def _others(size: dict[str, Any]) -> dict[str, str]:
    ours = letter_ms(size["deliver"]["1"], size["job"]["notices"])
    typst = size["bare_typst"]["workers"][0]
    bare = typst["elapsed"] / typst["letters"] * 1000
    rows = {
        "our notice: made, stored, sent, recorded, ms": f"{ours['all']:.1f}",
        "… making and storing the document, ms": f"{ours['document']:.1f}",
        "… the mail: claim, SMTP, record, ms": f"{ours['mail']:.1f}",
        "bare Typst, ms": f"{bare:.1f}",
        "ours against bare Typst": f"{ours['all'] / bare:.2f} times",
        "… the document alone": f"{ours['document'] / bare:.2f} times",
    }
    if weasy := size["weasyprint"]:
        took = weasy["elapsed"] / weasy["letters"] * 1000
        rows |= {
            "WeasyPrint, ms": f"{took:.1f}",
            "WeasyPrint against ours": f"{took / ours['all']:.1f} times",
        }
    return rows


def _pages(size: dict[str, Any]) -> dict[str, str]:
    return {name: _page(found) for name, found in (size["pages"] or {"pages": {}})["pages"].items()}


def _page(found: dict[str, Any]) -> str:
    if found.get("missing"):
        return "not there yet"
    return f"{found['p50_ms']} / {found['p95_ms']}, {found['queries']}"


def _side_by_side(columns: list[dict[str, str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *(column[name] for column in columns)) for name in columns[0])


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _most(processes: list[dict[str, Any]]) -> str:
    return f"{max(process['peak_mb'] for process in processes):.0f}"


def _machine(about: dict[str, Any]) -> str:
    return (
        f"{about['cores']} cores ({about['processor']}), {about['memory_gb']} GB, {about['system']}, "
        f"Python {about['python']}, PostgreSQL {about['postgresql']}, Typst {about['typst']}, "
        f"WeasyPrint {about['weasyprint']}"
    )
