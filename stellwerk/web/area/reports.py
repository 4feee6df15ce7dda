"""The report on a district or the Land as PDF, made at the moment somebody asks for it."""

from django.conf import settings
from django.http import HttpResponse

from stellwerk.access import Verb
from stellwerk.gateways import clock
from stellwerk.letters.reports import report, report_pdf
from stellwerk.queries.selections import is_example
from stellwerk.web.area.map_forms import asked
from stellwerk.web.guards import SignedIn, needs


@needs(Verb.READ_COVERAGE)
def area_report(request: SignedIn) -> HttpResponse:
    wanted = asked(request)
    made = report(wanted.scope, wanted.selection, district=wanted.district_name, is_example=is_example())
    content = report_pdf(made, fonts=settings.FONTS_DIR, at=clock.now())
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"bericht-{wanted.scope.district or 'land'}-{wanted.scope.day:%Y-%m-%d}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
