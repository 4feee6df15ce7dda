"""An object storage that speaks S3 over HTTP: a process of its own, on loopback, ended by its own id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from pyarrow import fs

HERE, REGION, BUCKET = "127.0.0.1", "eu-central-1", "stellwerk"
PATIENCE = 60  # seconds
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test-secret",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def object_storage() -> Iterator[str]:
    """Run the server; yields how it is reached: what follows the ? of an address. Needs KEYS."""
    port = _free_port()
    command = [sys.executable, "-m", "moto.server", "-H", HERE, "-p", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env={**os.environ, **KEYS})
    try:
        _wait_for(port, process)
        system = fs.S3FileSystem(
            endpoint_override=f"http://{HERE}:{port}", region=REGION, allow_bucket_creation=True
        )
        system.create_dir(BUCKET)
        yield urlencode({"endpoint_override": f"{HERE}:{port}", "scheme": "http", "region": REGION})
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HERE, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the object storage does not answer")


def _free_port() -> int:
    with socket.socket() as line:
        line.bind((HERE, 0))
        return int(line.getsockname()[1])
