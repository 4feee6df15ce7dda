"""Set the texts of the footer pages."""

from datetime import datetime

from django.db import transaction

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._steps import journal
from stellwerk.models import SiteText


@transaction.atomic(durable=True)
def set_text(kind: str, language: str, body: str, *, rights: Rights, at: datetime) -> SiteText:
    require(rights, Verb.OPERATE)
    text, _new = SiteText.objects.update_or_create(
        kind=kind, language=language, defaults={"body": body, "changed_at": at}
    )
    journal(rights.person, at, "set_text", text, f"Seitentext {kind} ({language}) geändert")
    return text
