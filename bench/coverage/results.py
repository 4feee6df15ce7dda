"""What was measured of coverage, as JSON and as tables between marks: no number is typed by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.results import PAGE, RESULTS, Table
from config.env import ROOT

BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"


def tables(found: Mapping[str, Any]) -> list[Table]:
    sizes = found["sizes"]
    header = ("Coverage", *(f"{size['size']}: {size['rows']:,} facts" for size in sizes))
    made = [
        Table("Coverage: import and full scan", header, _side_by_side([_import(size) for size in sizes])),
        Table(
            "Coverage: questions, p50 / p95 in milliseconds on the clock (p50 of processor time)",
            header,
            _side_by_side([_questions(size) for size in sizes]),
        ),
        Table("Coverage: PostgreSQL alone", header, _side_by_side([_postgresql(size) for size in sizes])),
    ]
    if len(sizes) > 1:
        steps = [f"{low['size']} → {high['size']}" for low, high in pairwise(sizes)]
        grown = [_growth(low, high) for low, high in pairwise(sizes)]
        made.append(Table("Coverage: growth, times", ("Growth", *steps), _side_by_side(grown)))
    seen = [_flat(size.get("pages", {})) for size in sizes]
    if any(seen):
        made.append(Table("Coverage: pages and pictures", header, _side_by_side(seen)))
    return made


def write(found: Mapping[str, Any]) -> Iterator[Path]:
    """Write the JSON, and its tables between the marks of the page; sizes measured on this day stay."""
    path = RESULTS / f"{date.today().isoformat()}-coverage.json"  # noqa: DTZ011  (a file name)
    RESULTS.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8"))["sizes"] if path.exists() else []
    sizes = {size["size"]: size for size in [*known, *found["sizes"]]}
    whole = dict(found) | {"sizes": sorted(sizes.values(), key=lambda size: size["rows"])}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path.relative_to(ROOT)
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    body = "\n".join(table.markdown() for table in tables(whole))
    about = ", ".join(f"{name} {value}" for name, value in whole["machine"].items())
    source = f"From `{path.relative_to(ROOT)}`: {about}.\n"
    PAGE.write_text(f"{before}{BEGIN}\n\n{source}\n{body}\n{END}{after}", encoding="utf-8")
    yield PAGE.relative_to(ROOT)


def _import(size: Mapping[str, Any]) -> dict[str, str]:
    return {
        "cells": f"{size['cells']:,}",
        "load of the machine before": f"{size['load']}",
        "import, s": f"**{size['import']['s']:.1f}**",
        "… processor time, s": f"{size['import']['cpu_s']:.1f}",
        "… peak memory, MB": f"{size['import_peak_mb']:.0f}",
        "snapshot, MB": f"{size['snapshot_mb']:.0f}",
        "full scan, s (processor time)": f"{size['scan']['s']:.2f} ({size['scan']['cpu_s']:.2f})",
        "… bare DuckDB": f"{size['bare_scan']['s']:.2f} ({size['bare_scan']['cpu_s']:.2f})",
        "… ours against bare, processor time": f"{size['scan_ratio']:.2f} times",
    }


def _questions(size: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, one in size["questions"].items():
        first = one["first"]
        found[f"{name}: first after a start"] = f"{one['after_start_ms']:.0f}"
        found[f"{name}: first after a snapshot"] = (
            f"{first['p50_ms']:.0f} / {first['p95_ms']:.0f} ({first['cpu_p50_ms']:.0f})"
        )
        found[f"{name}: again"] = f"{one['again']['p50_ms']:.1f} / {one['again']['p95_ms']:.1f}"
    return found


def _postgresql(size: Mapping[str, Any]) -> dict[str, str]:
    found = size["postgresql"]
    ours = size["questions"]
    rows = {
        "all districts": "all_districts_s",
        "municipalities of a district": "municipalities_of_a_district_s",
    }
    times = {
        f"{name}: PostgreSQL / ours first, ms": (
            f"{found[key] * 1000:,.0f} / {ours[name]['first']['p50_ms']:,.0f}"
        )
        for name, key in rows.items()
    }
    part = found["rows"] / size["rows"]
    return {
        "facts loaded": f"{found['rows']:,} ({part:.0%})",
        "districts loaded": f"{found['districts']}",
        "loaded and indexed in, s": f"{found['load_s']:.0f}",
        "size, MB": f"{found['megabytes']:.0f}",
        **times,
    }


def _growth(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, str]:
    def times(*path: str) -> str:
        before, after = low, high
        for name in path:
            before, after = before[name], after[name]
        return f"{after / before:.1f}"  # type: ignore[operator]

    page = ("questions", "figures page, whole", "first", "cpu_p50_ms")
    down = ("questions", "municipalities of a district", "first", "cpu_p50_ms")
    return {
        "facts": times("rows"),
        "import, processor time": times("import", "cpu_s"),
        "import, peak memory": times("import_peak_mb"),
        "full scan, processor time": times("scan", "cpu_s"),
        "figures page, processor time": times(*page),
        "municipalities of a district, processor time": times(*down),
    }


def _flat(found: Mapping[str, Any], above: str = "") -> dict[str, str]:
    rows = {}
    for name, value in found.items():
        if isinstance(value, Mapping) and "queries" in value:
            rows[f"{above}{name}, p50 / p95 ms (processor), queries"] = (
                f"{value['p50_ms']} / {value['p95_ms']} ({value['processor_ms']}), {value['queries']}"
            )
        elif isinstance(value, Mapping):
            rows |= _flat(value, f"{above}{name} ")
        else:
            rows[f"{above}{name}"] = f"{value:.1f}" if isinstance(value, float) else f"{value}"
    return rows


def _side_by_side(columns: Sequence[Mapping[str, str]]) -> tuple[tuple[str, ...], ...]:
    names = dict.fromkeys(name for column in columns for name in column)
    return tuple((name, *(column.get(name, "–") for column in columns)) for name in names)
