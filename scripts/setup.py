"""Sets up everything the project needs, with nothing but Python's own library; quick when all is there.

python3 scripts/setup.py              what running needs
python3 scripts/setup.py --dev        and the tools for checks and tests
python3 scripts/setup.py --browser    and a Chromium for the browser journeys
python3 scripts/setup.py --bench      and what the benchmark compares with
python3 scripts/setup.py --spark      and what counting on a Spark cluster needs

Packages come from the registries that pip, uv and npm are told to use on this machine.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from browser import record_browser
from machine import BIN, REQUIREMENTS, ROOT, VAR, SetupError, has_node, registry_settings, run, uv

VENV = ROOT / ".venv"
MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)


def main() -> int:
    options = _options()
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise SetupError("Stellwerk needs Python 3.11 or newer; call `make PYTHON=python3.11 …`.")
        _set_up(options)
    except SetupError as error:
        print(f"\nSetup stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up Stellwerk on this machine.")
    parser.add_argument("--dev", action="store_true", help="also install the tools for checks and tests")
    parser.add_argument("--bench", action="store_true", help="also install what the benchmark compares with")
    parser.add_argument("--spark", action="store_true", help="also install what a Spark cluster needs")
    parser.add_argument("--browser", action="store_true", help="also find or install Chromium")
    return parser.parse_args()


def _set_up(options: argparse.Namespace) -> None:
    sets = {"run", *(name for name in ("dev", "bench", "spark") if getattr(options, name))}
    dev = options.dev or (MODULES / "axe-core").exists()
    front_end = [ROOT / "package-lock.json", ROOT / ".npmrc"]
    if not _is_fresh(MODULES, [*front_end, f"dev={dev}"]) and not has_node():
        sets.add("node")
    if options.dev:
        sets.add("spark")  # the tests count on a cluster of their own
    sets |= _installed_sets()
    files = [REQUIREMENTS / f"{name}.txt" for name in sorted(sets)]
    _step("Python packages", VENV, [*files, ROOT / "pyproject.toml", str(ROOT)], lambda: _packages(sets))
    _step("Front-end packages", MODULES, [*front_end, f"dev={dev}"], lambda: _modules(dev=dev))
    _build()
    if options.browser:
        record_browser()


def _build() -> None:
    """Make what is not kept in the repository: bytecode, fonts for letters, compiled translations."""
    for folder in ("config", "stellwerk"):
        # At each start Python would do it anew where it may not write; what is there already takes no time.
        compileall.compile_dir(ROOT / folder, quiet=1)
    builder = ROOT / "stellwerk" / "gateways" / "font_build.py"
    kern = MODULES / "@kern-ux" / "native"
    if builder.exists():
        source = kern / "dist" / "fonts" / "fira-sans"
        _step("Fonts for letters", VAR / "fonts", [builder, kern / "package.json"], lambda: _fonts(source))
    texts = sorted((ROOT / "stellwerk" / "locale").rglob("*.po"))
    compiler = ROOT / "scripts" / "compile_texts.py"
    command = [str(BIN / "python"), str(compiler)]
    _step("Translations", VAR / "translations", [compiler, *texts], lambda: run(command))


def _step(title: str, output: Path, inputs: Iterable[Path | str], action: Callable[[], None]) -> None:
    """Do a step unless its output was made from just these inputs; files count by name and content."""
    inputs = list(inputs)
    if _is_fresh(output, inputs):
        return
    print(f"· {title} …", flush=True)
    begin = time.monotonic()
    action()
    output.mkdir(parents=True, exist_ok=True)
    (output / ".stamp").write_text(_digest(inputs))
    print(f"  done in {time.monotonic() - begin:.1f} s", flush=True)


def _is_fresh(output: Path, inputs: Iterable[Path | str]) -> bool:
    stamp = output / ".stamp"
    return stamp.exists() and stamp.read_text() == _digest(inputs)


def _digest(inputs: Iterable[Path | str]) -> str:
    digest = hashlib.sha256()
    for item in inputs:
        content = item.encode() if isinstance(item, str) else item.name.encode() + b"\0" + item.read_bytes()
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _installed_sets() -> set[str]:
    """Return what is installed already and must stay, also in an environment that somebody else has made."""
    record = VENV / ".sets"
    if record.exists():
        return set(record.read_text().split())
    return {"dev"} if (BIN / "pytest").exists() else set()


def _packages(sets: set[str]) -> None:
    """Bring the environment to exactly these sets, then add the project itself."""
    environment = registry_settings()
    installer = uv()
    record = VENV / ".root"
    if not (BIN / "python").exists() or (record.exists() and record.read_text() != str(ROOT)):
        shutil.rmtree(VENV, ignore_errors=True)
        run([installer, "venv", "--quiet", "--python", sys.executable, str(VENV)], environment)
    record.write_text(str(ROOT))
    pip, python = [installer, "pip"], ["--python", str(BIN / "python")]
    files = [str(REQUIREMENTS / f"{name}.txt") for name in sorted(sets)]
    # Bytecode now, once, instead of at every start where Python may not write it later.
    run([*pip, "sync", *python, "--require-hashes", "--compile-bytecode", *files], environment)
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    run([*pip, "install", "--quiet", *python, *project], environment)
    (VENV / ".sets").write_text(" ".join(sorted(sets)))


def _modules(*, dev: bool) -> None:
    environment = dict(os.environ)
    if "node" in _installed_sets():
        environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', '')}"
    npm = shutil.which("npm", path=environment.get("PATH"))
    if npm is None:
        raise SetupError("npm is missing; please install Node 18 or newer.")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run([*command] if dev else [*command, "--omit=dev"], environment)


def _fonts(source: Path) -> None:
    call = "import sys; from pathlib import Path; from stellwerk.gateways.font_build import build_fonts; "
    call += "build_fonts(Path(sys.argv[1]), Path(sys.argv[2]))"
    shutil.rmtree(VAR / "fonts", ignore_errors=True)  # what an earlier version made is not what is wanted
    (VAR / "fonts").mkdir(parents=True)
    run([str(BIN / "python"), "-c", call, str(source), str(VAR / "fonts")])


if __name__ == "__main__":
    sys.exit(main())
