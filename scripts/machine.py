"""What this machine offers: uv, Node, Debian's packages, and the registries it is told to use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BIN = ROOT / ".venv" / "bin"
REQUIREMENTS = ROOT / "requirements"
OLDEST_NODE = 18


class SetupError(Exception):
    """The sentence says what to do."""


def uv() -> str:
    """Return uv: the machine's own, or one in var/."""
    own = VAR / "uv" / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found:
        return found
    print("  uv is missing; installing it into var/uv", flush=True)
    if not _make_venv(own.parent.parent) and not (apt("python3-venv") and _make_venv(own.parent.parent)):
        raise SetupError("this Python cannot make virtual environments; please install python3-venv or uv.")
    install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS / "uv.txt")]
    run([str(own.with_name("python")), *install])
    return str(own)


def _make_venv(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def registry_settings() -> dict[str, str]:
    """Return the environment for uv: where only pip knows an index or a certificate, uv gets it too."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": _off_without_terminal()}
    told = {"UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_CONFIG_FILE"} & environment.keys()
    files = (Path.home() / ".config" / "uv" / "uv.toml", Path("/etc/uv/uv.toml"))
    index = _pip_setting("index-url")
    if index and not told and not any(file.exists() for file in files):
        environment["UV_DEFAULT_INDEX"] = index
    certificate = _pip_setting("cert")
    if certificate:
        environment.setdefault("SSL_CERT_FILE", certificate)
    return environment


def _off_without_terminal() -> str:
    return "0" if sys.stderr.isatty() else "1"


def _pip_setting(name: str) -> str:
    from_environment = os.environ.get(f"PIP_{name.replace('-', '_').upper()}", "")
    if from_environment:
        return from_environment
    command = [sys.executable, "-m", "pip", "config", "get", f"global.{name}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def has_node() -> bool:
    """Say whether the machine has npm and a Node that is new enough."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def apt(*packages: str) -> bool:
    """Install Debian packages where we may; say whether they are there now."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "--yes", "--no-install-recommends", *packages]
    calls = ([apt, "update"], install)
    return all(
        subprocess.run(c, env=environment, capture_output=True, check=False).returncode == 0 for c in calls
    )


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise SetupError(
            f"`{' '.join([Path(command[0]).name, *command[1:4]])} …` failed; its words stand above."
        )
