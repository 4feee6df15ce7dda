"""An association answers what it was asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.consultations import record_answer
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Answer, RunState
from stellwerk.queries import consultations as ask
from stellwerk.queries import opinions
from stellwerk.web.county.forms import OwnAnswerForm
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


@needs(Verb.ANSWER)
def asked(request: SignedIn) -> HttpResponse:
    return render(request, "county/asked.html", {"leaf": leaf(request, opinions.asked(request.rights))})


@needs(Verb.ANSWER)
def consultation(request: SignedIn, pk: int) -> HttpResponse:
    found = ask.consultation(request.rights, pk)
    form = OwnAnswerForm(request.POST or None, initial={"answer": found.answer, "remark": found.remark})
    if form.is_valid():
        values = {"answer": Answer(form.cleaned_data["answer"]), "remark": form.cleaned_data["remark"]}
        try:
            record_answer(pk, rights=request.rights, at=clock.now(), answered_on=clock.today(), **values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Vielen Dank. Ihre Stellungnahme ist eingegangen."))
            return redirect("asked")
    page = {"asked": found, "form": form, "is_open": found.run.state == RunState.COMPUTED}
    return render(request, "county/consultation.html", page, status=422 if form.errors else 200)
