"""Variants of a round: try other settings, keep some under a name, compare them, take one over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.variants import save_variant, take_variant
from stellwerk.gateways import clock
from stellwerk.law.variants import Order
from stellwerk.law.working import Refused
from stellwerk.models import DecisionRound, Variant
from stellwerk.queries import decisions as ask
from stellwerk.queries.proposals import Outlook
from stellwerk.queries.variants import AMOUNTS, Simulation, settings_of, simulation
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.decision_forms import ORDERS, VariantForm
from stellwerk.web.office.decisions import show
from stellwerk.web.refusals import refused

SHOWN = 100


@needs(Verb.READ_OFFICE)
def decision_variants(request: SignedIn, pk: int) -> HttpResponse:
    """Compare what was kept; try other settings, or keep them under a name."""
    found = ask.round_of(request.rights, pk)
    form = _form(request)
    keeps = request.POST.get("schritt") == "speichern"
    if keeps and form.is_valid() and _saved(request, found, form):
        messages.success(request, _("Die Variante ist gespeichert."))
        return redirect("decision_variants", pk)
    tried = _tried(found, form)
    kept = list(ask.variants(found))
    page = {
        "round": found,
        "form": form,
        "tried": tried,
        "changed": changed_rows(tried)[:SHOWN] if tried else [],
        "variants": [(one, lines(one)) for one in kept],
        "years": sorted({int(year) for one in kept for year in one.by_year}),
        "may": request.rights.may(Verb.PREPARE) and found.state in ("draft", "computed"),
    }
    return render(request, "office/decision_variants.html", page, status=422 if form.errors else 200)


@needs(Verb.PREPARE)
def decision_variant_take(request: SignedIn, pk: int, variant: int) -> HttpResponse:
    found = ask.round_of(request.rights, pk)
    if request.method != "POST":
        return redirect("decision_variants", pk)
    try:
        take_variant(pk, variant, rights=request.rights, at=clock.now())
    except Refused as no:
        return show(request, found, refusal=no.sentence(_))
    messages.success(request, _("Die Variante ist übernommen. Bitte berechnen Sie die Runde."))
    return redirect("decision_round", pk)


def changed_rows(tried: Simulation) -> list[Outlook]:
    """Return what would differ from the present proposals, the largest difference first."""
    rows = [one for one in tried.outlooks if one.amount != one.row.decided or one.decided is None]
    return sorted(rows, key=lambda one: (one.amount - one.row.decided, one.row.application_id))


def lines(kept: Variant) -> list[str]:
    """Say what a variant changes, one line each."""
    it, fields = settings_of(kept.settings), VariantForm.base_fields
    said = [
        f"{fields[name].label}: {value.normalize():f}"
        for name in AMOUNTS
        if (value := getattr(it, name)) is not None
    ]
    if it.in_budget:
        said.append(f"{_('nur solange die Mittel reichen')}: {dict(ORDERS)[it.order]}")
    return said


def _form(request: SignedIn) -> VariantForm:
    start = {"order": Order.ARRIVAL, "reason": _("Die Haushaltsmittel des Programms sind begrenzt.")}
    return VariantForm(request.POST or None, initial=start)


def _tried(found: DecisionRound, form: VariantForm) -> Simulation | None:
    if not form.is_bound or not form.is_valid():
        return None
    return simulation(found, form.settings(), reason=form.cleaned_data["reason"])


def _saved(request: SignedIn, found: DecisionRound, form: VariantForm) -> Variant | None:
    it = form.cleaned_data
    if not it["name"]:
        form.add_error("name", _("Bitte geben Sie der Variante einen Namen."))
        return None
    try:
        return save_variant(
            found.pk,
            rights=request.rights,
            at=clock.now(),
            name=it["name"],
            settings=form.settings(),
            reason=it["reason"],
        )
    except Refused as no:
        refused(form, no)
        return None
