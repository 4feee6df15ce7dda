"""Recording what the asked bodies answered, and how objections were dealt with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.consultations import record_answer, treat_objection
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Answer
from stellwerk.queries.consultations import asked
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import AnswerForm, TreatmentForm, answer_of
from stellwerk.web.refusals import refused


@needs(Verb.PREPARE)
def run_consultation(request: SignedIn, pk: int, consultation_id: int) -> HttpResponse:
    found = get_object_or_404(asked(request.rights), pk=consultation_id, run=pk)
    initial = answer_of(found) | {"answered_on": found.answered_on or clock.today()}
    form = AnswerForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = {**form.cleaned_data, "answer": Answer(form.cleaned_data["answer"])}
        try:
            record_answer(consultation_id, rights=request.rights, at=clock.now(), **values)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(
                request, _("Die Antwort von %(name)s ist erfasst.") % {"name": found.office.name}
            )
            return redirect("run", pk)
    page = {"asked": found, "run": found.run, "form": form}
    return render(request, "office/run_consultation.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def run_treatment(request: SignedIn, pk: int, consultation_id: int) -> HttpResponse:
    found = get_object_or_404(asked(request.rights), pk=consultation_id, run=pk)
    form = TreatmentForm(request.POST or None, initial={"treatment": found.treatment})
    if form.is_valid():
        try:
            treat_objection(consultation_id, rights=request.rights, at=clock.now(), **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Der Umgang mit den Einwänden ist festgehalten."))
            return redirect("run", pk)
    page = {"asked": found, "run": found.run, "form": form}
    return render(request, "office/run_treatment.html", page, status=422 if form.errors else 200)
