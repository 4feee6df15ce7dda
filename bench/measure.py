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
    env = server.environment(name)
    server.create(name)
    say(f"{grants} Zuwendungen: anlegen, berechnen, abstimmen, freigeben")
    found: dict[str, Any] = {"grants": grants}
    found["job"] = _with_mail(name, lambda env: measured("job", env, str(grants)))
    say(f"{grants} Zuwendungen: Typst allein")
    found["bare_typst"] = _together("bare_typst", env, 1)
    found["bare_typst_twice"] = _together("bare_typst", env, 2)
    say(f"{grants} Zuwendungen: WeasyPrint" if weasyprint else "ohne WeasyPrint")
    found["weasyprint"] = measured("weasy", env, str(WEASY_LETTERS)) if weasyprint else None
    found["deliver"] = {str(workers): _deliver(name, workers, say) for workers in (1, 2)}
    say(f"{grants} Zuwendungen: Seiten" if pages else "ohne Seiten")
    env = server.environment(f"{name}_2")
    found["pages"] = measured("pages", env, str(found["job"]["run"])) if pages else None
    for leftover in (name, f"{name}_1", f"{name}_2"):
        server.drop(leftover)
    return found


def _deliver(name: str, workers: int, say: Say) -> dict[str, Any]:
    say(f"{name.removeprefix('bench_')} Zuwendungen: Versand mit {workers} Worker-Prozess(en)")
    copy = f"{name}_{workers}"
    server.create(copy, like=name)
    server.settle()
    return _with_mail(copy, lambda env: _together("worker", env, workers))


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


def _together(module: str, env: dict[str, str], count: int) -> dict[str, Any]:
    """Let processes that stand ready work at once; time them from the start signal to the last one's end."""
    children = [Child(module, env, str(BARE_LETTERS)) for _number in range(count)]
    for child in children:
        child.wait_until_ready()
    start = time.perf_counter()
    for child in children:
        child.go()
    results = [child.result() for child in children]
    return {"elapsed": time.perf_counter() - start, "workers": results, "load": machine.load()}
