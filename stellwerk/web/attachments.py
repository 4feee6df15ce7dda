"""Files of applications and their receipts, for whoever may see the application."""

from urllib.parse import quote

from django.http import HttpResponse

from stellwerk.access import Verb
from stellwerk.queries import applications as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.unreleased import typeset


@needs(Verb.APPLY, Verb.READ_OFFICE)
def attachment(request: SignedIn, pk: int) -> HttpResponse:
    """Return a file to keep, never to open in the page: it comes from outside."""
    found = ask.attachment(request.rights, pk)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["Content-Security-Policy"] = "sandbox"
    return answer


@needs(Verb.APPLY, Verb.READ_OFFICE)
def receipt_pdf(request: SignedIn, pk: int, receipt: int) -> HttpResponse:
    """Return the receipt; set from its frozen letter, it is always the same file."""
    found = ask.receipt(request.rights, pk, receipt)
    answer = HttpResponse(
        typeset(found.letter.document, at=found.letter.released_at), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="eingangsbestaetigung-{pk}-{receipt}.pdf"'
    return answer
