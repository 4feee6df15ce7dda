"""Measures one size: the whole job, with one and with two workers, the pages, and the others' letters."""

import shutil
import time
from collections.abc import Callable
from typing import Any

from bench import machine, server
from bench.children import Child, mail_catcher, measured

Say = Callable[[str], None]
STEPS = 6
BARE_LETTERS = 1000  # enough that starting up weighs as little as in a delivery
WEASY_LETTERS = 20


def size(grants: int, *, weasyprint: bool, pages: bool, say: Say) -> dict[str, Any]:
    """Measure everything at one number of grants, each delivery on its own copy of the database."""
    name = f"bench_{grants}"
    server.create(name)
    say(f"{grants} Zuwendungen: anlegen, berechnen, abstimmen, freigeben")
    job = _with_mail(name, lambda env: measured("job", env, str(grants)))
    say(f"{grants} Zuwendungen: Typst allein")
    env = server.environment(name)
    bare = measured("bare_typst", env, str(BARE_LETTERS))
    weasy = None
    say(f"{grants} Zuwendungen: WeasyPrint" if weasyprint else "ohne WeasyPrint")
    if weasyprint:
        weasy = measured("weasy", env, str(WEASY_LETTERS))
    deliveries = {}
    for workers in (1, 2):
        say(f"{grants} Zuwendungen: Versand mit {workers} Worker-Prozess(en)")
        server.create(f"{name}_{workers}", like=name)
        server.settle()
        deliveries[str(workers)] = _with_mail(f"{name}_{workers}", lambda env, n=workers: _deliver(env, n))  # type: ignore[misc]
    say(f"{grants} Zuwendungen: Seiten" if pages else "ohne Seiten")
    seen = None
    if pages:
        seen = measured("pages", server.environment(f"{name}_2"), str(job["run"]))
    for leftover in (name, f"{name}_1", f"{name}_2"):
        server.drop(leftover)
    return {
        "grants": grants,
        "job": job,
        "deliver": deliveries,
        "bare_typst": bare,
        "weasyprint": weasy,
        "pages": seen,
    }


def _with_mail(database: str, work: Callable[[dict[str, str]], dict[str, Any]]) -> dict[str, Any]:
    """Do something with a mail catcher of its own beside it, and count what it caught."""
    folder = server.VAR / "mail" / database
    shutil.rmtree(folder, ignore_errors=True)
    env = server.environment(database, MAIL_CATCHER_DIR=str(folder))
    with mail_catcher(env, str(folder)) as port:
        result = work(env | {"SMTP_PORT": port})
    caught = len((folder / "index.jsonl").read_text(encoding="utf-8").splitlines())
    repeats = len(list(folder.glob("*.repeats")))
    shutil.rmtree(folder)
    return result | {"caught": caught, "repeated": repeats}


def _deliver(env: dict[str, str], count: int) -> dict[str, Any]:
    """Let standing workers deliver everything, and time it from their start signal to the last one's end."""
    workers = [Child("worker", env) for _number in range(count)]
    for worker in workers:
        worker.wait_until_ready()
    start = time.perf_counter()
    for worker in workers:
        worker.go()
    results = [worker.result() for worker in workers]
    elapsed = time.perf_counter() - start
    return {"elapsed": elapsed, "workers": results, "load": machine.load()}
