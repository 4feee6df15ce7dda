"""A mail server that keeps every mail, but can be told to know no mailbox or to make others wait."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from stellwerk.gateways.mail_catcher import CaughtMail, Folder, caught, read


class PostOffice:
    """Change these while letters go out.

    unknown   addresses that are refused for good
    patience  how many more mails are taken before the next one has to wait; None: all
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.unknown: set[str] = set()
        self.patience: int | None = None
        self.port = port
        self._folder = folder
        self._kept = Folder(folder)

    @contextmanager
    def open(self) -> Iterator["PostOffice"]:
        server = Controller(self, hostname="127.0.0.1", port=self.port)
        server.start()
        try:
            yield self
        finally:
            self.patience = None
            server.stop()

    def mails(self, to: str = "") -> list[CaughtMail]:
        """Return what was taken, oldest first."""
        return [mail for mail in caught(self._folder) if to in mail.recipient]

    def text(self, mail: CaughtMail) -> str:
        """Return what stands in a mail itself."""
        message = message_from_bytes(read(self._folder, mail.key), policy=policy.default)
        return str(message.get_body(("plain",)).get_content())

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        while self.patience == 0:
            await asyncio.sleep(0.05)
        if self.patience is not None:
            self.patience -= 1
        self._kept.keep(envelope.content)
        return "250 taken"
