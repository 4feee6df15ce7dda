"""Sends mails over SMTP: one connection, one recipient a mail, and an answer that says what became of it."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

Security = Literal["none", "starttls", "tls"]
ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+")
INVITATION = 354  # the server awaits the content
CLOSING = 421  # the server says that it will hang up
NOT_AN_ADDRESS = 553


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; code 0 where it said nothing."""

    code: int
    text: str


class Accepted(Answer):
    """The server has taken the mail."""


class RefusedRecipient(Answer):
    """The server will never take this mail for this recipient."""


class Unsendable(Answer):
    """There is no mail to send: our mistake, and somebody must look."""


class TryAgain(Answer):
    """The server has not taken the mail; a later attempt may succeed."""


class Uncertain(Answer):
    """The mail went out completely, but no answer came: the server may have taken it or not."""


class HeldBack(Answer):
    """Safe mode: the address is not on the allow list, and no connection was opened for it."""


@dataclass(frozen=True, slots=True)
class AllowList:
    """The addresses that mail may reach in safe mode.

    entries  "person@amt.example" one address, "amt.example" one domain, ".example" every domain below it
    """

    entries: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[str]) -> "AllowList":
        return cls(
            frozenset(entry.strip().casefold().removeprefix("@") for entry in entries if entry.strip())
        )

    def permits(self, recipient: str) -> bool:
        address = recipient.strip().casefold()
        if not ADDRESS.fullmatch(address):
            return False
        labels = address.partition("@")[2].split(".")
        above = {f".{'.'.join(labels[start:])}" for start in range(len(labels))}
        return not self.entries.isdisjoint({address, ".".join(labels)} | above)


class Mailer:
    """One connection to one server, opened with the first mail and again whenever it was lost.

    sender      the envelope's address; bounces go there
    context     how to check the server's certificate; by default as strictly as Python can
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        user: str = "",
        password: str = "",
        security: Security = "none",
        timeout_seconds: float = 20,
        allowed: AllowList,
        safe_mode: bool = True,
        context: ssl.SSLContext | None = None,
    ) -> None:
        if security not in {"none", "starttls", "tls"}:
            raise ValueError(f"security must be none, starttls or tls, not {security!r}")
        self.host, self.port, self.sender = host, port, sender
        self.user, self.password, self.security = user, password, security
        self.timeout_seconds = timeout_seconds
        self.allowed, self.safe_mode = allowed, safe_mode
        self._context = context
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def leaves(self, recipient: str) -> bool:
        """Say whether a mail for this address may leave the house."""
        return not self.safe_mode or self.allowed.permits(recipient)

    def send(self, message: bytes, recipient: str) -> Answer:
        """Send one mail to one address and return what became of it; network errors are answers, too."""
        if not self.leaves(recipient):
            return HeldBack(0, "Sicherer Modus: Die Adresse steht nicht auf der Freigabeliste.")
        if not is_address(recipient):
            return RefusedRecipient(NOT_AN_ADDRESS, "Das ist keine gültige E-Mail-Adresse.")
        try:
            code, text = self._invited(recipient)
        except (OSError, smtplib.SMTPException) as error:
            return self._not_served(error)
        return self._hand_over(message) if code == INVITATION else self._no(code, text)

    def check(self) -> Answer:
        """Connect, sign in and say whether the server answers; nothing is sent."""
        try:
            code, text = self._connected().noop()
        except (OSError, smtplib.SMTPException) as error:
            return self._not_served(error)
        return Accepted(code, _text(text))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _invited(self, recipient: str) -> tuple[int, bytes]:
        """Name sender and recipient; return the server's invitation to send the content, or its refusal.

        A connection that was lost while it rested is opened again, once.
        """
        rested = self._connection is not None
        try:
            return self._introduced(self._connected(), recipient)
        except smtplib.SMTPServerDisconnected:
            if not rested:
                raise
            self._drop()
            return self._introduced(self._connected(), recipient)

    def _introduced(self, connection: smtplib.SMTP, recipient: str) -> tuple[int, bytes]:
        sender, to = smtplib.quoteaddr(self.sender), smtplib.quoteaddr(recipient)
        ask = _all_at_once if connection.has_extn("pipelining") else _one_by_one
        answers = ask(connection, [f"MAIL FROM:{sender}", f"RCPT TO:{to}", "DATA"])
        code, text = answers[0]
        if not _is_yes(code):
            raise smtplib.SMTPSenderRefused(code, text, self.sender)
        return next((answer for answer in answers if not _is_yes(answer[0])), answers[-1])

    def _hand_over(self, message: bytes) -> Answer:
        """Send the content; from the final dot on, silence no longer means no."""
        connection = self._connected()
        try:
            connection.send(_with_dots_doubled(message) + b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(TryAgain, error)
        try:
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Uncertain, error)
        return Accepted(code, _text(text)) if _is_yes(code) else self._no(code, text)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        context = self._context or ssl.create_default_context()
        name = socket.gethostname()  # smtplib would ask the name server for its long form
        connection: smtplib.SMTP
        if self.security == "tls":
            connection = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=self.timeout_seconds, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout_seconds)
        try:
            self._greet(connection, context)
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        assert connection.sock is not None
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.security == "starttls":
            connection.starttls(context=context)
        if self.user:
            connection.login(self.user, self.password)
        connection.ehlo_or_helo_if_needed()

    def _no(self, code: int, text: bytes) -> Answer:
        """Return a refusal of this recipient or this mail, and make the connection ready for the next one."""
        if code == CLOSING:
            self._drop()
        else:
            self._reset()
        return (RefusedRecipient if 500 <= code < 600 else TryAgain)(code, _text(text))

    def _not_served(self, error: OSError | smtplib.SMTPException) -> Answer:
        """Return what stopped us before the recipient was named: no fault of theirs, so we try again."""
        if isinstance(error, smtplib.SMTPResponseException):
            self._drop()
            return TryAgain(error.smtp_code, _text(error.smtp_error))
        return self._lost(TryAgain, error)

    def _lost(self, kind: type[Answer], error: Exception) -> Answer:
        self._drop()
        return kind(0, f"{type(error).__name__}: {error}"[:400])

    def _reset(self) -> None:
        try:
            self._connected().rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def is_address(text: str) -> bool:
    """Say whether this is one mail address, as far as that can be seen."""
    return text.isascii() and ADDRESS.fullmatch(text) is not None


def _one_by_one(connection: smtplib.SMTP, commands: Sequence[str]) -> list[tuple[int, bytes]]:
    """Say the commands, each when the one before was granted; return the answers up to a refusal."""
    answers = []
    for command in commands:
        answers.append(connection.docmd(command))
        if not _is_yes(answers[-1][0]):
            break
    return answers


def _all_at_once(connection: smtplib.SMTP, commands: Sequence[str]) -> list[tuple[int, bytes]]:
    """Say the commands in one breath (PIPELINING, RFC 2920), which saves two ways there and back a mail."""
    connection.send("".join(f"{command}\r\n" for command in commands))
    answers = [connection.getreply() for _command in commands]
    if answers[-1][0] == INVITATION and not all(_is_yes(code) for code, _text in answers[:-1]):
        connection.docmd(".")  # invited, but for nobody: there is nothing to send
    return answers


def _is_yes(code: int) -> bool:
    return 200 <= code < 300


def _text(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:400]


def _with_dots_doubled(message: bytes) -> bytes:
    """Return the content as SMTP wants it: lines that begin with a dot get another one (RFC 5321, 4.5.2)."""
    if message.startswith(b"."):
        message = b"." + message
    return message.replace(b"\r\n.", b"\r\n..")
