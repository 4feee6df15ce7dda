"""What was measured of applications, as JSON and as tables between marks: no number is typed by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from bench.results import PAGE, RESULTS, Table
from config.env import ROOT

BEGIN, END = "<!-- applications: begin -->", "<!-- applications: end -->"
# HyphaApp/hypha 6.7 with the same number of rows and rows on a page, as issue 4 tells it.
PEER = {"list": 2.4, "case": 4.0}
AIM = 50


def tables(found: Mapping[str, Any]) -> list[Table]:
    sizes = found["sizes"]
    header = ("Applications", *(f"{size['applications']:,}" for size in sizes))
    made = []
    if sizes:
        pages = [_pages(size) for size in sizes]
        title = "Applications: p50 / p95 in milliseconds on the clock (processor), queries"
        made.append(Table(title, header, _side_by_side(pages)))
    if len(sizes) > 1:
        steps = [f"{low['applications']:,} → {high['applications']:,}" for low, high in pairwise(sizes)]
        grown = [_growth(low, high) for low, high in pairwise(sizes)]
        made.append(Table("Applications: growth of p95, times", ("Growth", *steps), _side_by_side(grown)))
        ways = {name: page["plan"] for name, page in sizes[-1]["pages"].items() if page["plan"]}
        title = f"Applications: how {sizes[-1]['applications']:,} rows are reached"
        made.append(Table(title, ("Page", "Ways"), tuple(ways.items())))
    made += [_requests(size) for size in sizes if "requests" in size]
    if "files" in found:
        made.append(_files(found["files"]))
    return made


def write(found: Mapping[str, Any]) -> Iterator[Any]:
    """Write the JSON, and its tables between the marks of the page; what else was measured today stays."""
    path = RESULTS / f"{date.today().isoformat()}-applications.json"  # noqa: DTZ011  (a file name)
    RESULTS.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"sizes": []}
    sizes = {size["applications"]: size for size in [*known["sizes"], *found["sizes"]]}
    whole = known | dict(found) | {"sizes": [sizes[count] for count in sorted(sizes)]}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path.relative_to(ROOT)
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    body = "\n".join(table.markdown() for table in tables(whole))
    about = ", ".join(f"{name} {value}" for name, value in whole["machine"].items())
    source = f"From `{path.relative_to(ROOT)}`: {about}.\n"
    PAGE.write_text(f"{before}{BEGIN}\n\n{source}\n{body}\n{END}{after}", encoding="utf-8")
    yield PAGE.relative_to(ROOT)


def _pages(size: Mapping[str, Any]) -> dict[str, str]:
    found = {
        "load of the machine before": f"{size['load']}",
        "fixed work before / after, ms of processor": f"{size['pace_before_ms']} / {size['pace_after_ms']}",
        "each page asked for": f"{size['asked']} times",
        "filled in, s": f"{size['fill_s']:.0f}",
    }
    return found | {name: _page(page) for name, page in size["pages"].items()}


def _page(page: Mapping[str, Any]) -> str:
    return f"{page['p50_ms']} / {page['p95_ms']} ({page['processor_ms']}), {page['queries']}"


def _growth(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, str]:
    found = {"applications": f"{high['applications'] / low['applications']:.1f}"}
    return found | {
        name: f"{page['p95_ms'] / low['pages'][name]['p95_ms']:.2f}"
        for name, page in high["pages"].items()
        if name in low["pages"]
    }


def _requests(size: Mapping[str, Any]) -> Table:
    found = size["requests"]
    rows = []
    for name in ("list", "inbox", "case"):
        rate, peer = found[name]["per_second"], PEER.get(name)
        against = (f"{peer}", f"{rate / peer:.0f} times", f"{peer * AIM:.0f}") if peer else ("–", "–", "–")
        share = f"{found[name]['asking_processor_share']:.0%}"
        rows.append((name, f"**{rate}**", *against, share))
    title = (
        f"Applications: answers a second, {size['applications']:,} rows, 60 on a page, 4 connections, "
        f"2 server processes; load {found['load']}, fixed work {found['pace_before_ms']} / "
        f"{found['pace_after_ms']} ms"
    )
    header = ("Page", "ours", "hypha 6.7", "against it", "aim", "one processor's share for asking")
    return Table(title, header, tuple(rows))


def _files(found: Mapping[str, Any]) -> Table:
    rows = [
        (
            kind.upper(), f"{one['rows']:,}", f"**{one['seconds']:.1f}**", f"{one['processor_s']:.1f}",
            f"{one['megabytes']:.1f}", f"{one['before_mb']:.0f} → {one['peak_mb']:.0f}",
        )
        for part in ("part", "whole")
        for kind, one in found[part].items()
    ]  # fmt: skip
    header = ("File", "rows", "seconds", "processor, s", "MB", "memory before → most, MB")
    title = f"Applications: all cases as a file; load {found['load']}, fixed work {found['pace_ms']} ms"
    return Table(title, header, tuple(rows))


def _side_by_side(columns: Sequence[Mapping[str, str]]) -> tuple[tuple[str, ...], ...]:
    names = dict.fromkeys(name for column in columns for name in column)
    return tuple((name, *(column.get(name, "–") for column in columns)) for name in names)
