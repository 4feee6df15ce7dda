"""Who read personal data: the page for whoever audits."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.queries.read_entries import reads
from stellwerk.web.guards import SignedIn, needs, reads_personal
from stellwerk.web.paging import leaf
from stellwerk.web.people_forms import ReadFilter


@needs(Verb.READ_LOG)
@reads_personal
def read_entries(request: SignedIn) -> HttpResponse:
    form = ReadFilter(request.GET)
    page = {
        "form": form,
        "leaf": leaf(request, reads(request.rights, **form.wanted)),
        "days": settings.READ_LOG_DAYS,
    }
    return render(request, "office/read_entries.html", page)
