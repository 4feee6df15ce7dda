"""A mail server for one machine: takes every mail, sends none on, and shows what it has caught.

One file a mail; the same Message-ID again is counted, not stored twice. Its few lines of SMTP read a mail
in one piece: a general server that reads line by line took 8 ms for a letter, more than making it.
"""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value
from hashlib import sha256
from pathlib import Path
from threading import Thread

LARGEST = 64 * 1024 * 1024  # bytes of one mail
HEADERS = BytesHeaderParser()  # the older policy: it takes a tenth of the newer one's time
GREETING = b"250-stellwerk\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 SIZE %d\r\n" % LARGEST
ANSWERS = {
    b"EHLO": GREETING,
    b"HELO": b"250 stellwerk\r\n",
    b"MAIL": b"250 OK\r\n",
    b"RCPT": b"250 OK\r\n",
    b"RSET": b"250 OK\r\n",
    b"NOOP": b"250 OK\r\n",
    b"DATA": b"354 End with a dot\r\n",
    b"QUIT": b"221 Bye\r\n",
}


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One line of the list of caught mails; ``repeats`` counts how often it came again."""

    key: str
    message_id: str
    sender: str
    recipient: str
    subject: str
    date: str
    size: int
    attachments: tuple[str, ...]
    repeats: int = 0


class Folder:
    """The caught mails on the disk: <key>.eml, <key>.repeats and one line each in index.jsonl."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._known = {mail.key for mail in caught(path)}

    def keep(self, content: bytes) -> str:
        """Store a mail and return its key; only the whole line in the index makes it known."""
        mail = _described(content)
        if mail.key in self._known:
            self._count_repeat(mail.key)
            return mail.key
        (self.path / f"{mail.key}.eml").write_bytes(content)
        with (self.path / "index.jsonl").open("a", encoding="utf-8") as index:
            line = {field.name: getattr(mail, field.name) for field in fields(mail)}  # asdict copies deeply
            index.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._known.add(mail.key)
        return mail.key

    def _count_repeat(self, key: str) -> None:
        file = self.path / f"{key}.repeats"
        _write(file, str(_number(file) + 1).encode())


def key_of(message_id: str) -> str:
    return sha256(message_id.strip().strip("<>").encode()).hexdigest()[:32]


def caught(folder: Path) -> list[CaughtMail]:
    """Return all caught mails, oldest first."""
    index = folder / "index.jsonl"
    if not index.exists():
        return []
    repeats = {file.stem: _number(file) for file in folder.glob("*.repeats")}
    lines = index.read_text(encoding="utf-8").split("\n")[
        :-1
    ]  # what follows the last line break is unfinished
    return [_from_line(line, repeats) for line in lines]


def read(folder: Path, key: str) -> bytes:
    """Return a caught mail as it came.

    FileNotFoundError: there is none under this key.
    """
    if not key.isalnum():
        raise FileNotFoundError(key)
    return (folder / f"{key}.eml").read_bytes()


def serve(host: str, port: int, folder: Path) -> None:
    """Catch mails until the process is asked to end (SIGTERM or Ctrl-C)."""
    asyncio.run(_serve(host, port, Folder(folder)))


@contextmanager
def catching(folder: Path, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """Catch mails in a thread while the block runs; yields the port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_listen(host, port, Folder(folder)))
    thread = Thread(target=loop.run_forever, name="mail catcher", daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_end(server))
        loop.close()


async def _serve(host: str, port: int, folder: Folder) -> None:
    asked_to_end = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):  # before anybody can know that we are there
        asyncio.get_running_loop().add_signal_handler(name, asked_to_end.set)
    server = await _listen(host, port, folder)
    await asked_to_end.wait()
    await _end(server)


async def _listen(host: str, port: int, folder: Folder) -> asyncio.Server:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _converse(reader, writer, folder)
        writer.close()

    return await asyncio.start_server(meet, host, port, limit=LARGEST)


async def _end(server: asyncio.Server) -> None:
    server.close()
    conversations = asyncio.all_tasks() - {asyncio.current_task()}
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, folder: Folder) -> None:
    """Answer one client, command by command, until it leaves."""
    writer.write(b"220 stellwerk catches mails, and sends none on\r\n")
    verb = b""
    while verb != b"QUIT":
        verb = (await reader.readuntil(b"\n")).strip()[:4].upper()
        writer.write(ANSWERS.get(verb, b"502 Not known here\r\n"))
        if verb == b"DATA":
            key = folder.keep(await _content(reader))
            writer.write(b"250 OK caught as %s\r\n" % key.encode())
        await writer.drain()


async def _content(reader: asyncio.StreamReader) -> bytes:
    """Return a mail as it was before SMTP doubled its leading dots."""
    first = await reader.readuntil(b"\r\n")
    if first == b".\r\n":
        return b""
    rest = await reader.readuntil(b"\r\n.\r\n")
    return (first + rest[:-3]).removeprefix(b".").replace(b"\r\n..", b"\r\n.")


def _described(content: bytes) -> CaughtMail:
    head = _head(content)
    message_id = head["Message-ID"] or sha256(content).hexdigest()
    return CaughtMail(
        key=key_of(message_id),
        message_id=message_id,
        sender=_plain(head["From"]),
        recipient=_plain(head["To"]),
        subject=_plain(head["Subject"]),
        date=_plain(head["Date"]),
        size=len(content),
        attachments=tuple(_file_names(content, head)),
    )


def _plain(value: str | None) -> str:
    """Return a header as people read it; most of them are plain already."""
    return str(make_header(decode_header(value))) if value and "=?" in value else value or ""


def _file_names(content: bytes, head: "Message[str, str]") -> Iterator[str]:
    """Yield the names of the attached files, without reading the files."""
    boundary = head.get_boundary()
    if boundary:
        for part in content.split(b"\r\n--" + boundary.encode())[1:]:
            lines = part.lstrip().partition(b"\r\n\r\n")[0]
            name = _head(lines).get_filename() if b"filename" in lines else None
            if name:
                yield collapse_rfc2231_value(name)


def _head(content: bytes) -> "Message[str, str]":
    return HEADERS.parsebytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")


def _from_line(line: str, repeats: dict[str, int]) -> CaughtMail:
    fields = json.loads(line)
    fields["attachments"] = tuple(fields["attachments"])
    return CaughtMail(**{**fields, "repeats": repeats.get(fields["key"], 0)})


def _number(file: Path) -> int:
    return int(file.read_text()) if file.exists() else 0


def _write(file: Path, content: bytes) -> None:
    """Write a file that is either there as a whole or not at all."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
