"""Released letters, for whoever may see them: the page and the frozen PDF."""

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.law.working import N_, Refused
from stellwerk.queries import letters as ask
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.READ_OFFICE, Verb.READ_OWN)
def letter(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.letter(request.rights, pk)
    page = {"letter": found, "file": getattr(found, "file", None)}
    return render(request, "letter.html", page)


@needs(Verb.READ_OFFICE, Verb.READ_OWN)
def letter_pdf(request: SignedIn, pk: int) -> HttpResponse:
    file = getattr(ask.letter(request.rights, pk), "file", None)
    if file is None:
        raise Refused(
            N_(
                "Das PDF entsteht beim Versand und liegt noch nicht vor. "
                "Bitte versuchen Sie es gleich noch einmal."
            )
        )
    answer = HttpResponse(bytes(file.content), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="schreiben-{pk}.pdf"'
    return answer
