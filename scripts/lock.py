"""Pins all dependencies anew, with hashes and without index addresses: python3 scripts/lock.py."""

import sys

from machine import SetupError, registry_settings, run, uv


def lock() -> None:
    """Pin every set; the later ones agree with the earlier ones."""
    compiling = [
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--python-version",
        "3.11",
        "--upgrade",
    ]
    quiet = [
        "--quiet",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--custom-compile-command",
        "make lock",
    ]
    sources = {
        "run": ["pyproject.toml", "requirements/build.in"],
        "dev": ["--group", "dev", "-c", "requirements/run.txt"],
        "spark": ["--group", "spark", "-c", "requirements/run.txt", "-c", "requirements/dev.txt"],
        "bench": ["--group", "bench", "-c", "requirements/run.txt", "-c", "requirements/dev.txt"],
        "node": ["requirements/node.in"],
        "uv": ["requirements/uv.in"],
    }
    environment = registry_settings()
    for name, source in sources.items():
        print(f"· requirements/{name}.txt", flush=True)
        run([uv(), *compiling, *quiet, "-o", f"requirements/{name}.txt", *source], environment)
    run(["npm", "install", "--package-lock-only"])


if __name__ == "__main__":
    try:
        lock()
    except SetupError as error:
        sys.exit(f"Locking stopped: {error}")
