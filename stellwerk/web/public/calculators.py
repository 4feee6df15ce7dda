"""The law's own calculators for everybody: the address holds the input, the page shows every step."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from stellwerk.law.deadlines import Appeal, Channel, appeal_period
from stellwerk.law.figures import figure_on, load_figures
from stellwerk.law.funding import Funding, funding
from stellwerk.law.interest import DayCount, interest
from stellwerk.law.working import Refused, Working
from stellwerk.web.public.forms import DeadlineForm, FundingForm, InterestForm

F = TypeVar("F", bound=forms.Form)


@login_not_required
def calculators(request: HttpRequest) -> HttpResponse:
    return render(request, "public/calculators.html")


@login_not_required
def funding_calculator(request: HttpRequest) -> HttpResponse:
    return _answer(request, FundingForm, _funding, "public/calc_funding.html")


@login_not_required
def deadline_calculator(request: HttpRequest) -> HttpResponse:
    return _answer(request, DeadlineForm, _appeal, "public/calc_deadline.html")


@login_not_required
def interest_calculator(request: HttpRequest) -> HttpResponse:
    return _answer(request, InterestForm, _interest, "public/calc_interest.html")


def _answer(
    request: HttpRequest, form_type: type[F], calculate: Callable[[F], Any], template: str
) -> HttpResponse:
    """Show the empty form, or the result, or what is wrong with the input beside it."""
    form = form_type(request.GET) if request.GET else form_type()
    result = None
    if form.is_bound and form.is_valid():
        try:
            result = calculate(form)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.sentence(gettext))
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "result": result}, status=status)


def _funding(form: FundingForm) -> Funding:
    return funding(
        form.period(),
        approved_share=form.cleaned_data["share"],
        staffing=form.staffing(),
        terms=form.terms(),
        costs=None,
    )


def _appeal(form: DeadlineForm) -> Appeal:
    channel = Channel(form.cleaned_data["channel"])
    return appeal_period(form.cleaned_data["dispatched_on"], channel=channel, figures=load_figures())


def _interest(form: InterestForm) -> Working:
    figures = load_figures()
    period = form.period()
    return interest(
        form.cleaned_data["amount"],
        period.start,
        period.end,
        base_rates=[figure for figure in figures if figure.name == "base_rate"],
        margin=figure_on(figures, "interest_margin", period.start).value,
        day_count=DayCount(form.cleaned_data["day_count"]),
    )
