"""Catching mails: nothing is lost, nothing is stored twice, and everything can be read again."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stellwerk.gateways.mail_catcher import CaughtMail, catching, caught, key_of, read
from stellwerk.gateways.mail_message import mail_message, pdf_attachment
from stellwerk.gateways.smtp import Accepted, AllowList, Mailer


def letter(number: int, text: str = "Guten Tag") -> bytes:
    return mail_message(
        message_id=f"{number}@stellwerk.invalid",
        dispatch=str(number),
        sender="Ministerium für Beispiele <poststelle@ministerium.invalid>",
        recipient="post@kreis-calw.invalid",
        subject="Änderungsbescheid Nr. 1",
        text=text,
        written_at=datetime(2024, 3, 8, 9, 17, tzinfo=UTC),
        attachments=[pdf_attachment("Änderungsbescheid.pdf", os.urandom(2_000))],
    )


def mailer(port: int) -> Mailer:
    return Mailer(
        "127.0.0.1", port, sender="poststelle@ministerium.invalid", allowed=AllowList.of([".invalid"])
    )


def test_a_caught_mail_is_listed_and_can_be_read_again(tmp_path: Path) -> None:
    mail = letter(1, text=".Punkt\n..zwei\n.\nEnde")

    with catching(tmp_path) as port, mailer(port) as line:
        answer = line.send(mail, "post@kreis-calw.invalid")

    key = key_of("<1@stellwerk.invalid>")
    assert isinstance(answer, Accepted)
    assert read(tmp_path, key) == mail
    assert caught(tmp_path) == [
        CaughtMail(
            key=key,
            message_id="<1@stellwerk.invalid>",
            sender="Ministerium für Beispiele <poststelle@ministerium.invalid>",
            recipient="post@kreis-calw.invalid",
            subject="Änderungsbescheid Nr. 1",
            date="Fri, 08 Mar 2024 09:17:00 +0000",
            size=len(mail),
            attachments=("Änderungsbescheid.pdf",),
        )
    ]


def test_the_same_mail_again_is_counted_and_not_stored_twice(tmp_path: Path) -> None:
    with catching(tmp_path) as port, mailer(port) as line:
        line.send(letter(1), "post@kreis-calw.invalid")
    with catching(tmp_path) as port, mailer(port) as line:  # after a restart, too
        for number in (2, 1, 1):
            line.send(letter(number), "post@kreis-calw.invalid")

    assert [(mail.message_id, mail.repeats) for mail in caught(tmp_path)] == [
        ("<1@stellwerk.invalid>", 2),
        ("<2@stellwerk.invalid>", 0),
    ]
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_other_programs_can_send_to_it(tmp_path: Path) -> None:
    with catching(tmp_path) as port, smtplib.SMTP("127.0.0.1", port) as line:
        line.sendmail("a@b.invalid", ["c@d.invalid"], b"Subject: Ohne Kennung\r\n\r\nText\r\n")
        line.noop()
        line.rset()
        code, _ = line.docmd("VRFY", "c@d.invalid")

    assert code == 502
    assert [mail.subject for mail in caught(tmp_path)] == ["Ohne Kennung"]


def test_a_mail_that_breaks_off_is_not_kept(tmp_path: Path) -> None:
    with catching(tmp_path) as port:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(
                b"HELO x\r\nMAIL FROM:<a@b.invalid>\r\nRCPT TO:<c@d.invalid>\r\nDATA\r\nSubject: hal"
            )
        with mailer(port) as line:
            line.send(letter(5), "post@kreis-calw.invalid")

    assert [mail.message_id for mail in caught(tmp_path)] == ["<5@stellwerk.invalid>"]


def test_a_line_that_was_not_finished_is_no_mail(tmp_path: Path) -> None:
    with catching(tmp_path) as port, mailer(port) as line:
        line.send(letter(1), "post@kreis-calw.invalid")
    with (tmp_path / "index.jsonl").open("a") as index:
        index.write('{"key": "abc')

    assert len(caught(tmp_path)) == 1


def test_nothing_outside_the_folder_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("geheim")
    (tmp_path / "mail").mkdir()

    with pytest.raises(FileNotFoundError):
        read(tmp_path / "mail", "../secret")


def test_two_thousand_mails_are_listed_at_once(tmp_path: Path) -> None:
    with catching(tmp_path) as port, mailer(port) as line:
        line.send(letter(1), "post@kreis-calw.invalid")
    index = tmp_path / "index.jsonl"
    index.write_text(index.read_text() * 2_000)

    begin = time.process_time()
    mails = caught(tmp_path)

    assert len(mails) == 2_000
    assert time.process_time() - begin < 0.5


def test_the_server_ends_cleanly_when_it_is_asked_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    call = "import sys; from pathlib import Path; from stellwerk.gateways.mail_catcher import serve; "
    call += "serve('127.0.0.1', int(sys.argv[1]), Path(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", call, str(port), str(tmp_path)], stderr=subprocess.PIPE)
    with wait_for(port):
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)

    assert process.returncode == 0
    assert said == b""


def wait_for(port: int) -> socket.socket:
    deadline = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.02)
