"""Decide on many applications alike: choose them, say what, see what it would do, and only then write."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.access import Verb
from stellwerk.actions.decisions import propose_decisions, remove_applications
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import Decision, DecisionRound
from stellwerk.queries import decisions as ask
from stellwerk.queries.proposals import Envelope, Outlook, envelope, fingerprint, outlooks, summed
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.decision_forms import ChangeForm
from stellwerk.web.office.decisions import show
from stellwerk.web.refusals import refused

SHOWN = 200  # rows of a dry run on the page; refusals come first, and all are counted


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a change would do, before anything is written."""

    fitting: list[Outlook]
    left: list[Outlook]
    total: Decimal
    years: list[Envelope]
    seen: str

    @property
    def shown(self) -> list[Outlook]:
        return [*self.left, *self.fitting][:SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.left) + len(self.fitting) - SHOWN, 0)


@needs(Verb.PREPARE)
def decision_bulk(request: SignedIn, pk: int) -> HttpResponse:
    """Ask what shall be proposed, show a dry run, and write it when it is confirmed."""
    found = ask.round_of(request.rights, pk)
    if request.method != "POST":
        return redirect("decision_round", pk)
    chosen, step = picked(request, found), request.POST.get("schritt", "")
    if not chosen:
        return show(
            request, found, refusal=_("Es ist kein Antrag gewählt. Bitte wählen Sie mindestens einen.")
        )
    form = ChangeForm(request.POST if step else None)
    if step == "uebernehmen" and form.is_valid() and _written(request, found, form, chosen):
        return redirect("decision_round", pk)
    tried = (
        dry_run(found, form, chosen)
        if step and form.is_bound and not form.errors and form.is_valid()
        else None
    )
    page = {"round": found, "form": form, "count": len(chosen), "tried": tried, "kept": kept(request)}
    return render(request, "office/decision_bulk.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def decision_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take the chosen applications out of the round."""
    found = ask.round_of(request.rights, pk)
    if request.method != "POST":
        return redirect("decision_round", pk)
    try:
        count = remove_applications(
            pk, rights=request.rights, at=clock.now(), applications=picked(request, found)
        )
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    text = ngettext("%(count)s Antrag ist herausgenommen.", "%(count)s Anträge sind herausgenommen.", count)
    messages.success(request, text % {"count": count})
    return redirect("decision_round", pk)


def picked(request: SignedIn, found: DecisionRound) -> list[int]:
    """Return the applications that were ticked, or all that the filter of the page shows."""
    if request.POST.get("was") == "alle":
        it = request.POST
        rows = ask.decisions(found, outcome=it.get("ergebnis", ""), q=it.get("q", ""))
        return list(rows.values_list("application", flat=True))
    return [int(one) for one in request.POST.getlist("antrag") if one.isdecimal()]


def kept(request: SignedIn) -> list[tuple[str, str]]:
    """Return what says which applications are chosen, to be sent once more."""
    names = ("was", "ergebnis", "q") if request.POST.get("was") == "alle" else ("antrag",)
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def dry_run(found: DecisionRound, form: ChangeForm, chosen: list[int]) -> DryRun:
    rows = list(ask.decisions(found, ids=chosen))
    tried = list(outlooks(rows, found.terms.values(), form.change()))
    fitting, left = [one for one in tried if one.decided], [one for one in tried if not one.decided]
    sums = summed(fitting, letter_date=found.letter_date)
    years = ask.decided_by_year(found)
    for one in fitting:
        _take(years, one.row)
    for year, amount in sums.decided.items():
        years[year] = years.get(year, Decimal(0)) + amount
    return DryRun(fitting, left, sums.total, envelope(found, asked={}, decided=years), fingerprint(tried))


def _take(years: dict[int, Decimal], row: Decision) -> None:
    for year, amount in row.by_year.items():
        years[int(year)] -= Decimal(amount)


def _written(request: SignedIn, found: DecisionRound, form: ChangeForm, chosen: list[int]) -> bool:
    try:
        done = propose_decisions(
            found.pk,
            rights=request.rights,
            at=clock.now(),
            change=form.change(),
            applications=chosen,
            seen=request.POST.get("gesehen", ""),
        )
    except Refused as no:
        refused(form, no)
        return False
    text = _("Vorgeschlagen für %(count)s Anträge; %(left)s bleiben, wie sie sind.")
    messages.success(request, text % {"count": done.written, "left": len(done.left)})
    return True
