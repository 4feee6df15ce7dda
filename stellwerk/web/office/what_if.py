"""What if: another end or another rate, beside the present state. Nothing is written."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.access import Verb
from stellwerk.law.working import Refused
from stellwerk.models import Run
from stellwerk.queries import runs as ask
from stellwerk.queries.continuations import WhatIf, what_if
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import WhatIfForm
from stellwerk.web.refusals import refused


@needs(Verb.READ_OFFICE)
def run_what_if(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.run(request.rights, pk)
    start = {"ende": found.new_end - timedelta(days=1)}
    form = WhatIfForm(request.GET) if request.GET else WhatIfForm(initial=start)
    result = None
    if form.is_bound and form.is_valid():
        try:
            result = _result(found, form)
        except Refused as no:
            refused(form, no)
    page = {"run": found, "form": form, "result": result, "years": ask.years(found)}
    return render(request, "office/run_what_if.html", page, status=422 if form.errors else 200)


def _result(run: Run, form: WhatIfForm) -> WhatIf:
    new_end = form.cleaned_data["ende"] + timedelta(days=1)
    return what_if(run, new_end=new_end, monthly_rate=form.cleaned_data["satz"])
