"""Finds a Chromium for the browser journeys, or installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from machine import BIN, VAR, SetupError, apt

# The shell is Chromium without windows: the same pages for a good tenth less of the processor.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def record_browser() -> None:
    """Find Chromium or install it, and write down where it is."""
    record = VAR / "chromium.path"
    if "CHROMIUM" not in os.environ and record.exists() and Path(record.read_text().strip()).exists():
        return
    browser = _find_browser() or _install_browser()
    if not browser:
        raise SetupError(
            "there is no Chromium for the browser tests; please install one or set CHROMIUM to it."
        )
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(browser)
    print(f"· Browser: {browser}", flush=True)


def _find_browser() -> str | None:
    told = os.environ.get("CHROMIUM")
    if told:
        if not shutil.which(told):
            raise SetupError(f"CHROMIUM names {told}, but there is no program of that name.")
        return shutil.which(told)
    return next(filter(None, map(shutil.which, BROWSERS)), None) or _playwrights_browser()


def _install_browser() -> str | None:
    print("· Chromium is missing; installing it (a few minutes) …", flush=True)
    if apt(SHELL, "fonts-dejavu-core") or apt("chromium", "fonts-dejavu-core"):
        return _find_browser()
    subprocess.run([str(BIN / "playwright"), "install", "chromium"], check=False)
    return _playwrights_browser()


def _playwrights_browser() -> str | None:
    answer = subprocess.run(
        [str(BIN / "python"), "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None
