"""The demonstration's mailbox: every mail the local mail catcher has received."""

import email.policy
from email import message_from_bytes
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.gateways import mail_catcher
from stellwerk.web.guards import SignedIn, needs

ROWS = 50


@needs(Verb.READ_OFFICE)
def mailbox(request: SignedIn) -> HttpResponse:
    mails = mail_catcher.caught(settings.MAIL_CATCHER_DIR)[::-1]
    page = Paginator(mails, ROWS).get_page(request.GET.get("seite"))
    return render(request, "office/mailbox.html", {"page": page})


@needs(Verb.READ_OFFICE)
def mail(request: SignedIn, key: str) -> HttpResponse:
    caught = {one.key: one for one in mail_catcher.caught(settings.MAIL_CATCHER_DIR)}
    if key not in caught:
        raise Http404
    content = mail_catcher.read(settings.MAIL_CATCHER_DIR, key)
    return render(request, "office/mail.html", {"mail": caught[key], **_parts(content)})


def _parts(content: bytes) -> dict[str, Any]:
    message = message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(("plain",))
    return {
        "headers": [(name, str(value)) for name, value in message.items()],
        "text": body.get_content() if body else "",
    }
