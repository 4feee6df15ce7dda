"""Sending over an encrypted line, with a sign-in."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from stellwerk.gateways.smtp import Accepted, AllowList, Mailer, Security, TryAgain

RECIPIENT = "post@kreis-calw.invalid"
MAIL = b"Subject: Circular\r\n\r\nText\r\n"


class Inbox:
    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 taken"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for localhost that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


def check(server: Any, session: Any, envelope: Any, mechanism: str, secret: LoginPassword) -> AuthResult:
    return AuthResult(success=secret.password == b"richtig", handled=False)


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def protected(inbox: Inbox, certificate: Path) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    options = {"require_starttls": True, "auth_required": True, "authenticator": check}
    with serving(inbox, tls_context=context, **options) as port:
        yield port


def signed_in(port: int, certificate: Path, password: str, security: Security = "starttls") -> Mailer:
    return Mailer(
        "localhost",
        port,
        sender="poststelle@ministerium.invalid",
        user="stellwerk",
        password=password,
        security=security,
        timeout_seconds=5,
        allowed=AllowList.of([".invalid"]),
        context=ssl.create_default_context(cafile=str(certificate)),
    )


def test_a_mail_goes_over_an_encrypted_line_after_the_sign_in(certificate: Path) -> None:
    inbox = Inbox()

    with protected(inbox, certificate) as port, signed_in(port, certificate, "richtig") as line:
        is_ready = line.check()
        answer = line.send(MAIL, RECIPIENT)

    assert isinstance(is_ready, Accepted)
    assert isinstance(answer, Accepted)
    assert inbox.mails == [MAIL]


def test_a_wrong_password_is_not_held_against_the_recipient(certificate: Path) -> None:
    inbox = Inbox()

    with protected(inbox, certificate) as port, signed_in(port, certificate, "falsch") as line:
        answer = line.send(MAIL, RECIPIENT)

    assert isinstance(answer, TryAgain)
    assert answer.code == 535
    assert inbox.mails == []


def test_a_server_with_an_unknown_certificate_gets_no_mail(certificate: Path) -> None:
    inbox = Inbox()

    with protected(inbox, certificate) as port:
        line = Mailer(
            "localhost", port, sender="a@b.invalid", security="starttls", allowed=AllowList.of([".invalid"])
        )
        with line:
            answer = line.send(MAIL, RECIPIENT)

    assert isinstance(answer, TryAgain)
    assert "certificate" in answer.text
    assert inbox.mails == []


def test_a_server_that_cannot_encrypt_gets_no_mail_where_we_ask_for_it(certificate: Path) -> None:
    inbox = Inbox()

    with serving(inbox) as port, signed_in(port, certificate, "richtig") as line:
        answer = line.send(MAIL, RECIPIENT)

    assert isinstance(answer, TryAgain)
    assert inbox.mails == []
