"""The letters of a run before it is released: each as PDF, and what is still missing in them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from stellwerk.access import Verb
from stellwerk.letters.preview import circular_preview, findings, notice_preview
from stellwerk.queries import runs as ask
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import LineFilter
from stellwerk.web.office.unreleased import preview_pdf
from stellwerk.web.paging import leaf


@needs(Verb.READ_OFFICE)
def run_preview(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    form = LineFilter(request.GET)
    form.is_valid()
    rows = ask.lines(found, changes=True, q=form.cleaned_data.get("q", ""))
    page = {"run": found, "leaf": leaf(request, rows), "findings": findings(found)}
    return render(request, "office/run_preview.html", page)


@needs(Verb.READ_OFFICE)
def run_preview_notice(request: SignedIn, pk: int, line_id: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    line = get_object_or_404(ask.lines(found, changes=True), pk=line_id)
    return _pdf(preview_pdf(notice_preview(found, line)), f"vorschau-{line_id}.pdf")


@needs(Verb.READ_OFFICE)
def run_preview_circular(request: SignedIn, pk: int) -> HttpResponse:
    return _pdf(preview_pdf(circular_preview(ask.run(request.rights, pk))), "vorschau-rundschreiben.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
