"""Where the data lives: the PostgreSQL of DATABASE_URL, or an embedded one that lives in var/.

Importing this module starts nothing. Whoever needs the database calls ensure_running() first.
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import embedded
from config.env import SettingError, env_bool, env_secret, postgres_folder

NAME = "stellwerk"


def database_url() -> str:
    """Return DATABASE_URL (or what DATABASE_URL_FILE holds), empty for the embedded server."""
    return env_secret("DATABASE_URL", "")


def is_embedded() -> bool:
    return not database_url()


def databases() -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES."""
    place = _from_url(database_url()) if database_url() else _embedded()
    # Questions that are asked all day are planned once a connection (stellwerk/gateways/prepared.py). A pool
    # that hands each transaction to another connection, and does not know of that, must switch it off.
    plans_once = env_bool("STELLWERK_PREPARED_STATEMENTS", default=True)
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            **place,
            "OPTIONS": {"prepare_threshold": 0 if plans_once else None, **place.get("OPTIONS", {})},
        }
    }


def ensure_running() -> None:
    """Start the embedded server and create its database where needed; a server of your own is left alone.

    Idempotent, and safe when several processes call it at once.
    """
    if is_embedded():
        embedded.start(postgres_folder(), NAME)


def stop() -> None:
    """Stop the embedded server, open connections included; a server of your own is left alone."""
    if is_embedded():
        embedded.stop(postgres_folder())


def _embedded() -> dict[str, Any]:
    return {"NAME": NAME, "USER": embedded.SUPERUSER, "HOST": str(embedded.socket_folder(postgres_folder()))}


def _from_url(url: str) -> dict[str, Any]:
    """Return the settings of postgres://user:password@host:port/name?sslmode=require.

    SettingError: another scheme, no database name, or a port that is no number.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL must begin with postgres://; other databases are not supported.")
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("DATABASE_URL must end with the name of a database: postgres://host/name.")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", _port(url)),
        "OPTIONS": options,
    }


def _port(url: str) -> str:
    try:
        return str(urlsplit(url).port or "")
    except ValueError as error:
        raise SettingError("DATABASE_URL has a port that is not a number between 0 and 65535.") from error
