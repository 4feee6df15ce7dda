"""Try a programme: an applicant, an application, an amount and a notice, none of which stays."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from stellwerk.access import Rights
from stellwerk.actions._applications import write_version
from stellwerk.actions._set_ups import locked_programme
from stellwerk.actions._steps import printable_characters
from stellwerk.law.answers import Value, as_submitted, problems
from stellwerk.law.costs import CostItem
from stellwerk.law.decisions import Outcome as Approving
from stellwerk.law.decisions import Proposal, funded
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition, Field, FieldKind
from stellwerk.law.funding import Funding
from stellwerk.law.recipients import require_recipient
from stellwerk.law.terms import CostPlan, Earlier, Population
from stellwerk.law.trials import generated_answers, passing_answers
from stellwerk.law.working import N_, Refused
from stellwerk.letters.checklist import Finding, missing_content
from stellwerk.letters.compose import canonical, document
from stellwerk.letters.decisions import decision_content, shared
from stellwerk.letters.facts import LetterContent
from stellwerk.letters.typeset import require_printable
from stellwerk.models import (
    Application,
    ApplicationState,
    Call,
    Decision,
    DecisionRound,
    FormVersion,
    Letterhead,
    Municipality,
    Office,
    OfficeKind,
    Outcome,
    Person,
    Programme,
    Terms,
    TextKind,
)
from stellwerk.queries.first_proposals import items_of
from stellwerk.queries.letters import approving_kind, text_in_force
from stellwerk.queries.set_ups import newest_terms

NAME = "Probeantragsteller (gibt es nicht)"
NOTE = "Probe: Dieses Schreiben entscheidet nichts. Antragsteller und Angaben sind erfunden."
WATERMARK = "PROBE"


@dataclass(frozen=True, slots=True)
class TrialCase:
    """What is tried. ends_on is half-open; people live where the applicant is.

    costs  by the month; without them the costs of each kind count that are filled into the form
    """

    share: Decimal
    starts_on: date
    ends_on: date
    people: int | None = None
    costs: CostPlan | None = None
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    answers   what was filled in, in the order of the form
    problems  what a form lacks so that nobody could submit it
    findings  what the notice lacks
    document  of the notice, marked as a trial; none while it lacks something
    """

    answers: list[tuple[Field, Value]]
    problems: list[Refused]
    findings: list[Finding]
    funding: Funding
    document: dict[str, Any] | None


@transaction.atomic(durable=True)
def try_programme(programme_id: int, *, rights: Rights, at: datetime, case: TrialCase) -> Trial:
    """Return what an application to the programme would come to; every row of it is rolled back.

    Nothing is left: no row, no journal entry, no letter, nothing in the outbox.

    Refused: something without which nothing can be tried is missing, or the law refuses the case.
    """
    programme = locked_programme(programme_id, rights)
    terms, version = _terms(programme), _form_version(programme)
    _require_letterhead(programme)
    office = _applicant(programme)
    call = _call(programme, terms, version, at)
    definition = parse(version.content)
    answers = generated_answers(definition, share=case.share, starts_on=case.starts_on, known=_known(office))
    application = _application(call, office, definition, answers, at)
    items = () if case.costs else items_of(definition, answers)
    funding = funded(_proposal(case, office, terms, items), terms.values())
    content = _content(application, terms, funding, case, items, at)
    findings = missing_content(content)
    trial = Trial(
        answers=[(one, answers[one.key]) for one in definition.fields if one.key in answers],
        problems=list(problems(definition, answers, attached=_files(definition)).values()),
        findings=findings,
        funding=funding,
        document=None if findings else _document(content),
    )
    transaction.set_rollback(True)
    return trial


def _proposal(case: TrialCase, office: Office, terms: Terms, items: tuple[CostItem, ...]) -> Proposal:
    return Proposal(
        Approving.APPROVE,
        share=case.share,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        costs=case.costs,
        population=Population(office.name, case.people, terms.population_on or case.starts_on),
        follows=Earlier(0, case.follows, date.min) if case.follows else None,
        items=items,
    )


def _terms(programme: Programme) -> Terms:
    found = newest_terms(programme)
    if found is None:
        raise Refused(N_("Für eine Probe fehlen die Förderbedingungen. Bitte legen Sie sie zuerst fest."))
    return found


def _form_version(programme: Programme) -> FormVersion:
    found = FormVersion.objects.filter(form__programme=programme).order_by("-published_at", "-number", "-pk")
    version = found.first()
    if version is None:
        raise Refused(N_("Für eine Probe fehlt das Antragsformular. Bitte legen Sie es zuerst an."))
    return version


def _require_letterhead(programme: Programme) -> None:
    if not Letterhead.objects.filter(programme=programme).exists():
        raise Refused(N_("Für eine Probe fehlt der Briefkopf. Bitte tragen Sie ihn zuerst ein."))


def _applicant(programme: Programme) -> Office:
    """Store somebody who may apply, with the court of a real office of the territory."""
    kind = programme.recipient_kinds[0] if programme.recipient_kinds else OfficeKind.DISTRICT_OFFICE
    near = Office.objects.exclude(court="").exclude(court_seat="").exclude(district=None)
    if programme.territory:
        near = near.filter(district__in=programme.territory)
    model = near.order_by("pk").first()
    require_recipient(
        NAME,
        kind=kind,
        district=(model.district_id or "") if model else "",
        kinds=programme.recipient_kinds,
        territory=programme.territory,
    )
    return Office.objects.create(
        key="PROBE",
        kind=kind,
        name=NAME,
        legal_entity=NAME,
        city="Probestadt",
        court=model.court if model else "",
        court_seat=model.court_seat if model else "",
        district=model.district if model else None,
    )


def _call(programme: Programme, terms: Terms, version: FormVersion, at: datetime) -> Call:
    opens_at = at.replace(second=0, microsecond=0)
    return Call.objects.create(
        programme=programme,
        terms=terms,
        form_version=version,
        title="Probe",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=1),
        is_example=True,
    )


def _known(office: Office) -> dict[FieldKind, str]:
    place = Municipality.objects.filter(gone_on=None).order_by("ags").values_list("ags", flat=True).first()
    return {FieldKind.OFFICE: office.key, FieldKind.MUNICIPALITY: place or ""}


def _application(
    call: Call, office: Office, definition: Definition, answers: dict[str, Value], at: datetime
) -> Application:
    """Store an application that two invented people wrote and certified."""
    writer, certifier = (_person(word) for word in ("schreibt", "zeichnet"))
    application = Application.objects.create(
        call=call,
        applicant=office,
        form_version=call.form_version,
        number=1,
        file_number=f"{call.programme.file_number[:50]}/Probe",
        eligibility=passing_answers(definition),
        entered_by=writer,
        created_at=at,
        is_example=True,
    )
    write_version(application, answers, rights=Rights(writer, frozenset()), at=at)
    submitted = as_submitted(definition, answers)
    write_version(application, submitted, rights=Rights(certifier, frozenset()), at=at, is_submitted=True)
    application.state, application.certified_by = ApplicationState.SUBMITTED, certifier
    application.submitted_at = at
    application.save(update_fields=["state", "certified_by", "submitted_at"])
    return application


def _person(word: str) -> Person:
    """Store somebody who can never sign in."""
    return Person.objects.create(
        email=f"{word}@probe.stellwerk.invalid", name=word, password=make_password(None), is_active=False
    )


def _content(
    application: Application,
    terms: Terms,
    funding: Funding,
    case: TrialCase,
    items: tuple[CostItem, ...],
    at: datetime,
) -> LetterContent:
    """Return the notice, or the contract, that would decide; round and decision are not even stored."""
    programme, on = application.call.programme, timezone.localdate(at)
    texts = {
        f"{name}_text": text_in_force(kind, on=on, programme_id=programme.pk)
        for name, kind in (
            ("approval", approving_kind(programme)),
            ("refusal", TextKind.REFUSAL_NOTICE),
            ("remedy", TextKind.REMEDY),
        )
    }
    round_ = DecisionRound(
        call=application.call, letter_date=on, legal_basis=programme.legal_basis, terms=terms, **texts
    )
    costs = case.costs
    decision = Decision(
        round=round_,
        application=application,
        outcome=Outcome.APPROVE,
        decided=funding.working.amount,
        share=case.share,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        eligible_monthly=costs.eligible_monthly if costs else None,
        cost_items=[one.row() for one in items],
        by_year={str(year): str(amount) for year, amount in funding.by_year.items()},
        working=funding.working.rows(),
    )
    return replace(decision_content(shared(round_), decision), example_note=NOTE)


def _files(definition: Definition) -> set[str]:
    return {one.key for one in definition.fields if one.kind == FieldKind.FILE}


def _document(content: LetterContent) -> dict[str, Any]:
    """Return the document with a word across each page, so that nobody takes it for a notice."""
    made = document(content) | {"watermark": WATERMARK}
    require_printable(canonical(made), printable_characters())
    return made
