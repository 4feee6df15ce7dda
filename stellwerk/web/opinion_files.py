"""Files of requests and opinions, for whoever they were handed to."""

from urllib.parse import quote

from django.http import HttpResponse

from stellwerk.access import Verb
from stellwerk.queries import opinions as ask
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.ANSWER, Verb.READ_OFFICE)
def opinion_file(request: SignedIn, pk: int) -> HttpResponse:
    """Return a file to keep, never to open in the page: it comes from outside."""
    found = ask.file(request.rights, pk)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
