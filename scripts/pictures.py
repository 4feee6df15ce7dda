"""Takes the pictures of the handbook anew: the journeys walk, and each page they name is kept."""

from __future__ import annotations

import os
import subprocess
import sys

from machine import BIN, ROOT

FOLDER = ROOT / "docs" / "handbuch" / "bilder"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    names = ("keyboard", "without_scripts", "faults", "area", "area_pages", "applications", "sessions")
    names += ("programmes", "decisions", "opinions")
    journeys = [f"tests/journeys/test_{name}.py" for name in names]
    command = [str(BIN / "pytest"), "-q", *journeys]
    environment = os.environ | {"PICTURES": str(FOLDER)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
