"""Building a mail: a program that knows nothing of us must read in it what we meant."""

from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.gateways.mail_message import Attachment, mail_message, pdf_attachment

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


def built(**changed: Any) -> bytes:
    facts: dict[str, Any] = {
        "message_id": "<7.3@stellwerk.invalid>",
        "dispatch": "7.3",
        "sender": "Ministerium für Beispiele <poststelle@ministerium.invalid>",
        "recipient": "post@kreis-calw.invalid",
        "reply_to": "referat@ministerium.invalid",
        "subject": "Änderungsbescheid Nr. 1 – Az. IM5-0270.1/17",
        "text": "Guten Tag,\n\nanbei der Bescheid.\n.\nGrüße",
        "written_at": datetime(2024, 3, 8, 9, 17, tzinfo=timezone(timedelta(hours=1))),
        "attachments": [pdf_attachment("Änderungsbescheid Calw.pdf", PDF)],
    }
    return mail_message(**(facts | changed))


def parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_every_header_reads_back_as_it_was_meant() -> None:
    message = parsed(built())

    assert message["From"] == "Ministerium für Beispiele <poststelle@ministerium.invalid>"
    assert message["To"] == "post@kreis-calw.invalid"
    assert message["Reply-To"] == "referat@ministerium.invalid"
    assert message["Subject"] == "Änderungsbescheid Nr. 1 – Az. IM5-0270.1/17"
    assert message["Message-ID"] == "<7.3@stellwerk.invalid>"
    assert message["X-Stellwerk-Dispatch"] == "7.3"
    assert message["Date"] == "Fri, 08 Mar 2024 09:17:00 +0100"
    assert "Reply-To" not in parsed(built(reply_to=""))


def test_text_and_attachment_read_back_as_they_were_meant() -> None:
    message = parsed(built())

    text, pdf = message.iter_parts()
    assert text.get_content().splitlines() == ["Guten Tag,", "", "anbei der Bescheid.", ".", "Grüße"]
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_filename() == "Änderungsbescheid Calw.pdf"
    assert pdf.get_content() == PDF


def test_the_mail_is_the_same_at_every_attempt() -> None:
    assert built() == built()


def test_lines_are_short_seven_bits_and_end_with_crlf() -> None:
    content = built(text="Ein langer Satz mit Ü. " * 200, subject="Förderung " * 40)

    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n") if not line.startswith(b"From:")) <= 78


@pytest.mark.parametrize("field", ["message_id", "dispatch", "sender", "recipient", "reply_to", "subject"])
@pytest.mark.parametrize("evil", ["\r\nBcc: fremd@fremd.example", "\nX: y", "\rX: y", "\0"])
def test_a_line_break_in_a_header_is_refused(field: str, evil: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        built(**{field: f"a@b.invalid{evil}"})


@pytest.mark.parametrize("name", ["a.pdf\r\nX: y", 'a".pdf', "a\\.pdf"])
def test_a_file_name_cannot_leave_its_quotation_marks(name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        pdf_attachment(name, PDF)


def test_a_sender_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        built(sender="")


@settings(max_examples=40)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=80))
def test_any_text_survives(text: str) -> None:
    body = next(parsed(built(text=text, attachments=[])).iter_parts()).get_content()

    assert body == f"{text}\r\n"


def test_an_attachment_is_encoded_once_for_many_mails() -> None:
    attachment = pdf_attachment("Rundschreiben.pdf", PDF)

    mails = [built(message_id=f"{number}@stellwerk.invalid", attachments=[attachment]) for number in (1, 2)]

    assert isinstance(attachment, Attachment)
    assert all(attachment.part in mail for mail in mails)


def test_a_mail_without_attachments_is_complete() -> None:
    message = parsed(built(attachments=[], written_at=datetime(2024, 7, 1, tzinfo=UTC)))

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain"]
