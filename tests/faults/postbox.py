"""Mail servers with moods: each keeps what it takes, and some refuse, hang up or fall silent.

They read a mail in one piece; a general server that reads line by line would take most of the tests' time.
"""

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

Moment = Callable[[int], object]
HANG_UP = ""
OK = "250 OK"
MESSAGE_ID = re.compile(r"^Message-ID: (<\S+>)\r$", re.MULTILINE)


def nothing(_count: int) -> None:
    """Let it happen."""


class Postbox:
    """Keeps every mail; a test may do something in the middle of one."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []  # Message-ID and recipient, in the order of arrival
        self.as_the_recipient_is_named: Moment = nothing
        self.as_the_content_arrives: Moment = nothing
        self.right_after_the_answer: Moment = nothing

    def named(self, _recipient: str) -> str:
        """Answer RCPT."""
        self.as_the_recipient_is_named(len(self.mails) + 1)
        return OK

    def brought(self, content: str, recipient: str) -> str:
        """Answer the end of DATA."""
        self.keep(content, recipient)
        self.as_the_content_arrives(len(self.mails))
        return "250 OK kept"

    def keep(self, content: str, recipient: str) -> None:
        self.mails.append((MESSAGE_ID.findall(content)[0], recipient))

    @property
    def repeats(self) -> int:
        return len(self.mails) - len(set(self.mails))


class Greylisting(Postbox):
    """Sends everybody away the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def named(self, recipient: str) -> str:
        is_new = recipient not in self.seen
        self.seen.add(recipient)
        return "451 4.7.1 Greylisted, please come back" if is_new else super().named(recipient)


class Choosy(Postbox):
    """Knows no mailbox with a certain word in its name."""

    def __init__(self, unknown: str) -> None:
        super().__init__()
        self.unknown = unknown

    def named(self, recipient: str) -> str:
        return "550 5.1.1 No such mailbox" if self.unknown in recipient else super().named(recipient)


class Counting(Postbox):
    """Knows the how-manieth mail it is that comes."""

    count = 0

    def brought(self, content: str, recipient: str) -> str:
        self.count += 1
        return super().brought(content, recipient)


class CutsOnce(Counting):
    """Hangs up after the content of one mail, with or without having kept it."""

    def __init__(self, number: int, *, keeps: bool) -> None:
        super().__init__()
        self.number, self.keeps = number, keeps

    def brought(self, content: str, recipient: str) -> str:
        if self.count + 1 != self.number:
            return super().brought(content, recipient)
        self.count += 1
        if self.keeps:
            self.keep(content, recipient)
        return HANG_UP


class Tired(Postbox):
    """Is busy after every tenth mail, says so and ends the conversation."""

    rested_at = 0

    def named(self, recipient: str) -> str:
        if len(self.mails) >= self.rested_at + 10:
            self.rested_at = len(self.mails)
            return "421 4.3.2 Busy, closing"
        return super().named(recipient)


class FullDisk(Counting):
    """Has no space for one mail in three, at first."""

    def brought(self, content: str, recipient: str) -> str:
        if self.count < 60 and self.count % 3 == 2:
            self.count += 1
            return "452 4.3.1 No space left"
        return super().brought(content, recipient)


@contextmanager
def serving(postbox: Postbox, port: int = 0) -> Iterator[int]:
    """Serve in a thread while the block runs; yields the port."""
    loop = asyncio.new_event_loop()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _converse(reader, writer, postbox)
        writer.close()

    start = asyncio.start_server(meet, "127.0.0.1", port, limit=2**24)
    server = loop.run_until_complete(start)
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_end(server))
        loop.close()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, postbox: Postbox) -> None:
    answer, recipient = "220 here", ""
    while True:
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
        if answer == "250 OK kept":
            asyncio.get_running_loop().call_later(0.0005, postbox.right_after_the_answer, len(postbox.mails))
        if answer.startswith(("221", "421")):
            return
        command = (await reader.readuntil(b"\n")).decode().strip()
        answer = OK
        if command.upper().startswith("QUIT"):
            answer = "221 bye"
        elif command.upper().startswith("RCPT"):
            recipient = command.partition("<")[2].partition(">")[0]
            answer = postbox.named(recipient)
        elif command.upper().startswith("DATA"):
            writer.write(b"354 go on\r\n")
            answer = postbox.brought((await reader.readuntil(b"\r\n.\r\n")).decode(), recipient)
        if answer == HANG_UP:
            writer.transport.abort()
            return


async def _end(server: asyncio.Server) -> None:
    server.close()
    conversations = asyncio.all_tasks() - {asyncio.current_task()}
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


@contextmanager
def silent() -> Iterator[int]:
    """Accept connections and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
