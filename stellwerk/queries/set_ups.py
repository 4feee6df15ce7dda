"""The set-up of a programme: what is there, what is still missing, what can be chosen."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.law.set_ups import Need, needs
from stellwerk.models import (
    Call,
    DecisionForm,
    FinancingType,
    Form,
    FormVersion,
    LegalBasis,
    Letterhead,
    Office,
    Programme,
    ProgrammeState,
    Terms,
    TextKind,
    TextVersion,
)

WORDS = ("file_number", "budget_item", "measure", "purpose", "conditions", "payment_rule")
AGREED = ("contract_withdrawal", "contract_interest", "contract_default_interest")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of „Was noch fehlt“."""

    need: Need
    is_there: bool


def to_set_up(rights: Rights, slug: str) -> Programme:
    """Return a programme with what its set-up shows.

    Http404: there is none, or it is none of the person's business.
    """
    found = visible(Programme.objects.all(), rights).select_related("authority", "letterhead")
    return get_object_or_404(found, slug=slug)


def authorities(rights: Rights) -> QuerySet[Office]:
    """Return the offices for which the person may set up programmes."""
    return Office.objects.filter(pk__in=rights.offices(Verb.PREPARE)).order_by("name", "pk")


def newest_terms(programme: Programme) -> Terms | None:
    return programme.terms.order_by("-number").first()


def is_used(terms: Terms) -> bool:
    """Say whether somebody relies on these terms, so that they stay as they are."""
    if terms.notices.exists() or terms.runs.exists() or terms.rounds.exists():
        return True
    return terms.calls.filter(programme__state=ProgrammeState.OPEN).exists()


def checked(programme: Programme) -> list[Line]:
    """Return what the programme needs, in the order of its set-up, each there or missing."""
    there = present(programme)
    return [Line(need, need.key in there) for need in needs(by_contract=by_contract(programme))]


def by_contract(programme: Programme) -> bool:
    return programme.decision_form == DecisionForm.CONTRACT


def present(programme: Programme) -> frozenset[str]:
    """Return the keys of what is there, in a fixed number of queries."""
    said = {name for name in (*WORDS, *AGREED) if str(getattr(programme, name)).strip()}
    head = Letterhead.objects.filter(programme=programme).first()
    forms = Form.objects.filter(programme=programme)
    answers = {
        "legal_basis": programme.legal_basis and LegalBasis.objects.filter(programme=programme).exists(),
        "goals": programme.goals.strip() or programme.indicators.exists(),
        "letterhead": head and head.authority_lines.strip() and head.signature_name.strip(),
        "terms": _is_complete(newest_terms(programme)),
        "recipients": programme.recipient_kinds,
        "budget": programme.budget_years.exists(),
        "proof": programme.proof_rule and programme.proof_form and programme.proof_months,
        "payment": programme.payment_rule,
        "retention": programme.retention_years and programme.retention_source,
        "form": FormVersion.objects.filter(form__in=forms, published_at__isnull=False).exists(),
        "call": Call.objects.filter(programme=programme).exists(),
        "remedy": texts_of(programme).filter(kind=TextKind.REMEDY).exists(),
    }
    return frozenset(said) | frozenset(key for key, is_there in answers.items() if is_there)


def texts_of(programme: Programme) -> QuerySet[TextVersion]:
    """Return the texts a programme can use: its own and those that all share, newest first."""
    found = TextVersion.objects.filter(Q(programme=None) | Q(programme=programme))
    return found.order_by("kind", "programme", "-valid_from", "-version", "pk")


def _is_complete(terms: Terms | None) -> bool:
    """Say whether an amount can be calculated with these terms."""
    if terms is None:
        return False
    if terms.financing_type == FinancingType.FESTBETRAG:
        rates = terms.monthly_rate is not None or terms.yearly_rate is not None
        return rates or _in_all_bands(terms, "yearly_rate")
    if terms.financing_type == FinancingType.ANTEIL:
        return terms.percent is not None or _in_all_bands(terms, "percent")
    return True


def _in_all_bands(terms: Terms, name: str) -> bool:
    return bool(terms.bands) and all(band.get(name) for band in terms.bands)
