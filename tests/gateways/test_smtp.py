"""Sending to real servers on this machine: they accept, refuse, hang up in the middle, or fall silent."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import Any, ClassVar

import pytest
from aiosmtpd.controller import Controller

from stellwerk.gateways.mail_message import mail_message
from stellwerk.gateways.smtp import (
    Accepted,
    AllowList,
    HeldBack,
    Mailer,
    RefusedRecipient,
    TryAgain,
    Uncertain,
)

SENDER = "poststelle@ministerium.invalid"
RECIPIENT = "post@kreis-calw.invalid"
WRITTEN = datetime(2024, 3, 8, 9, 17, tzinfo=UTC)


@pytest.fixture(params=["one by one", "all at once"], autouse=True)
def commands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the servers take commands one by one, or say that they take several in one breath."""
    monkeypatch.setattr(Inbox, "extensions", ["250-PIPELINING"] if request.param == "all at once" else [])


class Inbox:
    """Takes every mail and remembers it; the methods below are the hooks of aiosmtpd."""

    extensions: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.connections = 0

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, name: str, lines: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return [*lines[:-1], *self.extensions, lines[-1]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 taken"


class Choosy(Inbox):
    """Knows no mailbox in Ulm, and none in Heilbronn for the moment."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if "ulm" in address:
            return "550 no such mailbox"
        if "heilbronn" in address:
            return "451 try again in an hour"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Stranger(Inbox):
    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, sender: str, options: Any) -> str:  # noqa: N802
        return "550 who are you?"


class FullDisk(Inbox):
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "452 no space left"


class CutsAfterData(Inbox):
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        server.transport.abort()
        return "250 nobody will hear this"


class HangsUpAfterEachMail(Inbox):
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        asyncio.get_running_loop().call_later(0.05, server.transport.abort)
        return "250 taken"


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def cutting_inside_data() -> Iterator[int]:
    """Invites the content of a mail and hangs up while it is on its way."""

    def answer(server: socket.socket) -> None:
        line, _ = server.accept()
        with line, line.makefile("rb") as lines:
            line.sendall(b"220 hello\r\n")
            for command in lines:
                if command.upper().startswith(b"DATA"):
                    line.sendall(b"354 go on\r\n")
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    return
                line.sendall(b"250 OK\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answer, args=[server])
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@contextmanager
def inviting_for_nobody(heard: list[bytes]) -> Iterator[int]:
    """Takes commands in one breath, refuses the recipient and invites the content all the same."""

    def answer(server: socket.socket) -> None:
        line, _ = server.accept()
        with line:
            line.sendall(b"220 hello\r\n")
            line.recv(1024)
            line.sendall(b"250-hello\r\n250 PIPELINING\r\n")
            heard.append(line.recv(1024))
            line.sendall(b"250 OK\r\n550 no such mailbox\r\n354 go on\r\n")
            heard.append(line.recv(1024))
            line.sendall(b"554 nobody to send to\r\n")
            for _command in ("RSET", "QUIT"):
                line.recv(1024)
                line.sendall(b"250 OK\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answer, args=[server])
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def mailer(port: int, **options: Any) -> Mailer:
    settings: dict[str, Any] = {
        "sender": SENDER,
        "allowed": AllowList.of([".invalid"]),
        "timeout_seconds": 5,
        **options,
    }
    return Mailer("127.0.0.1", port, **settings)


def letter(text: str = "Sehr geehrte Damen und Herren") -> bytes:
    return mail_message(
        message_id="7@stellwerk.invalid",
        dispatch="7",
        sender=SENDER,
        recipient=RECIPIENT,
        subject="Änderungsbescheid",
        text=text,
        written_at=WRITTEN,
    )


def test_a_mail_arrives_as_it_was_written() -> None:
    inbox = Inbox()
    text = ".ein Punkt am Anfang\n..zwei Punkte\n.\nEnde"

    with serving(inbox) as port, mailer(port) as line:
        answer = line.send(letter(text), RECIPIENT)

    assert answer == Accepted(250, "taken")
    assert inbox.mails == [letter(text)]


def test_many_mails_share_one_connection() -> None:
    inbox = Inbox()

    with serving(inbox) as port, mailer(port) as line:
        answers = {type(line.send(letter(), RECIPIENT)) for _ in range(5)}

    assert answers == {Accepted}
    assert (len(inbox.mails), inbox.connections) == (5, 1)


def test_a_connection_that_was_lost_while_it_rested_is_opened_again() -> None:
    inbox = HangsUpAfterEachMail()

    with serving(inbox) as port, mailer(port) as line:
        first = line.send(letter(), RECIPIENT)
        time.sleep(0.2)  # the server hangs up meanwhile
        second = line.send(letter(), RECIPIENT)

    assert (type(first), type(second)) == (Accepted, Accepted)
    assert inbox.connections == 2


def test_a_server_that_is_down_means_try_again() -> None:
    with mailer(free_port()) as line:
        answer = line.send(letter(), RECIPIENT)

    assert isinstance(answer, TryAgain)
    assert "ConnectionRefusedError" in answer.text


def test_a_server_that_falls_silent_means_try_again() -> None:
    with silent_server() as port, mailer(port, timeout_seconds=0.2) as line:
        answer = line.send(letter(), RECIPIENT)

    assert isinstance(answer, TryAgain)


def test_one_refused_recipient_does_not_stop_the_others() -> None:
    inbox = Choosy()

    with serving(inbox) as port, mailer(port) as line:
        answers = [line.send(letter(), f"post@{place}.invalid") for place in ("ulm", "heilbronn", "calw")]

    assert answers == [
        RefusedRecipient(550, "no such mailbox"),
        TryAgain(451, "try again in an hour"),
        Accepted(250, "taken"),
    ]
    assert (len(inbox.mails), inbox.connections) == (1, 1)


def test_a_refused_sender_is_not_held_against_the_recipient() -> None:
    with serving(Stranger()) as port, mailer(port) as line:
        answer = line.send(letter(), RECIPIENT)

    assert answer == TryAgain(550, "who are you?")


def test_a_temporary_no_after_the_content_means_try_again() -> None:
    with serving(FullDisk()) as port, mailer(port) as line:
        answer = line.send(letter(), RECIPIENT)

    assert answer == TryAgain(452, "no space left")


def test_a_cut_after_the_content_leaves_it_uncertain() -> None:
    inbox = CutsAfterData()

    with serving(inbox) as port, mailer(port) as line:
        answer = line.send(letter(), RECIPIENT)

    assert isinstance(answer, Uncertain)
    assert len(inbox.mails) == 1


def test_a_cut_within_the_content_means_try_again() -> None:
    with cutting_inside_data() as port, mailer(port) as line:
        answer = line.send(letter() + b"lang\r\n" * 2_000_000, RECIPIENT)

    assert isinstance(answer, TryAgain)


def test_safe_mode_opens_no_connection_for_an_address_outside_the_list() -> None:
    inbox = Inbox()

    with serving(inbox) as port, mailer(port, allowed=AllowList.of(["kreis-calw.invalid"])) as line:
        answer = line.send(letter(), "post@kreis-calw.example")

    assert isinstance(answer, HeldBack)
    assert (inbox.mails, inbox.connections) == ([], 0)


@pytest.mark.parametrize(
    ("entry", "address", "may_leave"),
    [
        ("amt.example", "post@amt.example", True),
        ("@Amt.Example", "Post@AMT.example", True),
        ("amt.example", "post@unter.amt.example", False),
        ("amt.example", "post@notamt.example", False),
        (".example", "post@amt.example", True),
        (".amt.example", "post@amt.example", True),
        (".example", "post@amt.example.org", False),
        ("eva@amt.example", "eva@amt.example", True),
        ("eva@amt.example", "ada@amt.example", False),
        ("amt.example", "ada@fremd.org,post@amt.example", False),
        ("amt.example", "ada@fremd.org post@amt.example", False),
        ("amt.example", "post@fremd.org@amt.example", False),
        ("amt.example", "", False),
    ],
)
def test_the_allow_list_permits_addresses_domains_and_what_is_below(
    entry: str, address: str, may_leave: bool
) -> None:
    assert AllowList.of([entry]).permits(address) is may_leave


def test_an_empty_allow_list_permits_nobody() -> None:
    assert not AllowList.of(["", " "]).permits(RECIPIENT)


@pytest.mark.parametrize("address", ["", "kein at", "a@b@c.invalid", "a@b.invalid\r\nDATA", "ä@calw.invalid"])
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with mailer(free_port(), safe_mode=False) as line:
        answer = line.send(letter(), address)

    assert isinstance(answer, RefusedRecipient)


def test_who_is_invited_for_nobody_sends_nothing() -> None:
    """RFC 2920, 3.1: a server may invite the content although it has refused the only recipient."""
    heard: list[bytes] = []

    with inviting_for_nobody(heard) as port, mailer(port) as line:
        answer = line.send(letter(), RECIPIENT)

    assert answer == RefusedRecipient(550, "no such mailbox")
    assert heard[0].count(b"\r\n") == 3
    assert heard[1] == b".\r\n"
