"""Two clocks: the one on the wall, and processor time, which other work on the machine bends less."""

import statistics
import time
from collections.abc import Callable

REPEATS = 20
ROUNDS = 5
Work = Callable[[], object]


def took(work: Work) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def percentiles(work: Work) -> dict[str, float]:
    """Return milliseconds of many calls."""
    found = [took(work) for _number in range(REPEATS)]
    wall = sorted(one["s"] * 1000 for one in found)
    cpu = sorted(one["cpu_s"] * 1000 for one in found)
    return {"p50_ms": statistics.median(wall), "p95_ms": wall[int(REPEATS * 0.95) - 1]} | {
        "cpu_p50_ms": statistics.median(cpu), "cpu_p95_ms": cpu[int(REPEATS * 0.95) - 1]
    }  # fmt: skip


def best(*works: Work) -> list[dict[str, float]]:
    """Do each in turn, several rounds, and return the best of each: both clocks by themselves."""
    rounds = [[took(work) for work in works] for _number in range(ROUNDS)]
    return [
        {clock: min(one[place][clock] for one in rounds) for clock in ("s", "cpu_s")}
        for place in range(len(works))
    ]
