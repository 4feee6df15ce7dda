"""Run the benchmark of applications: python -m bench.applications --sizes 1137,10000 --no-files."""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from socket import socket
from typing import Any

from rich.console import Console

from bench import machine, server
from bench.applications import results
from bench.children import measured
from config.env import ROOT

SIZES = "1137,10000,1000000"
PEERS_SIZE = 1137  # rows that the peer was measured with; one page of its list has 60, as ours
FILES_SIZE = 100_000
KINDS = ("csv", "xlsx", "json")
PROCESSES = 2
PATIENCE_S = 30
REQUESTS = 100


def main() -> None:
    options = _options()
    console = Console()
    found: dict[str, Any] = {
        "machine": machine.hardware() | machine.versions(("django", "psycopg", "granian")), "sizes": [],
    }  # fmt: skip
    server.start()
    try:
        found["machine"]["postgresql"] = server.version()
        for size in [int(text) for text in options.sizes.split(",") if text]:
            console.print(f"{size} Anträge …")
            found["sizes"].append(_size(size, load=options.load, requests=options.requests))
            _keep(found, options, console)
        if options.files:
            console.print(f"{FILES_SIZE} Zeilen zum Mitnehmen …")
            found["files"] = _files(FILES_SIZE)
            _keep(found, options, console)
    finally:
        server.stop()
    for table in results.tables(found):
        console.print(table.rich())


def _keep(found: dict[str, Any], options: argparse.Namespace, console: Console) -> None:
    """Write down what is known so far: it is not lost when the next size fails."""
    if options.write:
        for path in results.write(found):
            console.print(f"geschrieben: {path}")


def _size(count: int, *, load: bool, requests: int) -> dict[str, Any]:
    with _filled(count) as (env, seconds):
        found: dict[str, Any] = {"applications": count, "fill_s": seconds, "load": machine.load()}
        found["asked"] = requests
        found |= {"pace_before_ms": machine.pace()} | measured("applications.pages", env, str(requests))
        found["pace_after_ms"] = machine.pace()
        if load and count == PEERS_SIZE:
            with _serving(env) as port:
                found["requests"] = _requests(env, port)
        return found


def _requests(env: dict[str, str], port: int) -> dict[str, Any]:
    before = machine.pace()
    found = measured("applications.load", env, str(port))
    return found | {"load": machine.load(), "pace_before_ms": before, "pace_after_ms": machine.pace()}


def _files(count: int) -> dict[str, Any]:
    """Write each kind in a process of its own, so that its memory is its own."""
    with _filled(count) as (env, _seconds):
        whole = {kind: measured("applications.files", env, kind, "") for kind in KINDS}
        part = {kind: measured("applications.files", env, kind, "eingang_von=2023-03-08") for kind in KINDS}
        return {"load": machine.load(), "pace_ms": machine.pace(), "whole": whole, "part": part}


@contextmanager
def _filled(count: int) -> Iterator[tuple[dict[str, str], float]]:
    """Yield the environment of a database with so many applications, and how long it took to fill it."""
    name = f"bench_applications_{count}"
    server.create(name)
    env = server.environment(name)
    try:
        seconds = measured("applications.fill", env, str(count))["seconds"]
        server.settle()
        yield env, seconds
    finally:
        server.drop(name)


@contextmanager
def _serving(env: dict[str, str]) -> Iterator[int]:
    """Run the web server of the product with two processes; yield its port."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(PROCESSES)]
    options += ["--blocking-threads", "4", "--log-level", "warning", "config.wsgi:application"]
    running = subprocess.Popen([sys.executable, "-m", "granian", *options], cwd=ROOT, env=env)
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("the server does not answer")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.applications", description="Measure applications.")
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of applications, {SIZES} by default")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="how often each page is asked for")
    parser.add_argument("--no-load", dest="load", action="store_false", help="leave out requests a second")
    parser.add_argument("--no-files", dest="files", action="store_false", help="leave out the files")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only, keep no results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
