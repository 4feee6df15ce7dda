"""Settings from the environment: text, numbers, switches and secrets, with errors that name the variable."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
ROOT = Path(__file__).resolve().parent.parent
ON = frozenset({"1", "true", "yes", "on"})
OFF = frozenset({"0", "false", "no", "off"})


class SettingError(ValueError):
    """An environment variable is missing or cannot be read."""


def env_text(name: str, default: str | None = None) -> str:
    """Return the variable without surrounding space; an empty variable counts as not set.

    SettingError: not set, and there is no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingError(f"{name} is not set; please set it in the environment.")
    return default


def env_int(name: str, default: int | None = None) -> int:
    value = env_text(name, None if default is None else str(default))
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name} must be a whole number, but it is {value!r}.") from error


def env_bool(name: str, default: bool | None = None) -> bool:
    value = env_text(name, None if default is None else str(default)).lower()
    if value in ON:
        return True
    if value in OFF:
        return False
    raise SettingError(f"{name} must be one of 1, true, yes, on, 0, false, no, off, but it is {value!r}.")


def env_list(name: str, default: str = "") -> list[str]:
    """Return the parts of a list separated by commas, without empty ones."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """Return a secret from NAME or from the file that NAME_FILE points to.

    SettingError: both are set, the file is unreadable or empty, or nothing is set and there is no default.
    """
    file = env_text(f"{name}_FILE", "")
    if not file:
        return env_text(name, default)
    if env_text(name, ""):
        raise SettingError(f"{name} and {name}_FILE are both set; please keep one of them.")
    return _secret_from(Path(file), name)


def origins(address: str) -> list[str]:
    """Return scheme and host of an address, as a policy names them; nothing for an empty one."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def demo_behind() -> timedelta:
    """Return by how much the clock of a demonstration is behind (STELLWERK_DEMO_BEHIND, in seconds).

    By default that many days that it is STELLWERK_DEMO_DAY; processes that this one starts find the same.
    """
    day = date.fromisoformat(env_text("STELLWERK_DEMO_DAY", "2024-03-08"))
    days = datetime.now(ZoneInfo(ZONE)).date() - day
    os.environ.setdefault("STELLWERK_DEMO_BEHIND", str(int(days.total_seconds())))
    return timedelta(seconds=env_int("STELLWERK_DEMO_BEHIND"))


def var_folder() -> Path:
    """Return the folder for everything the installation writes (STELLWERK_VAR, else var/)."""
    return Path(env_text("STELLWERK_VAR", str(ROOT / "var"))).expanduser().resolve()


def postgres_folder() -> Path:
    """Return where the embedded server keeps its data; it is there from the first start on."""
    return var_folder() / "postgres"


def _secret_from(file: Path, name: str) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{name}_FILE points to {file}, which cannot be read.") from error
    if not secret:
        raise SettingError(f"{name}_FILE points to {file}, which is empty.")
    return secret
