"""The letters of a round: approval, contract or refusal of one application, as letter and as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from stellwerk.law.costs import eligible_costs
from stellwerk.law.money import cents, euro, exact
from stellwerk.law.periods import german, last_day_before
from stellwerk.law.projects import counts_by_kind
from stellwerk.law.terms import Terms
from stellwerk.law.working import Working, steps_from
from stellwerk.letters.cases import EXAMPLE_NOTE, GRANT_FORM, GRANT_KIND, letterhead_of, require_court
from stellwerk.letters.contracts import agreed_facts
from stellwerk.letters.facts import Addressee, Fact, Kind, LetterContent, Letterhead, Table
from stellwerk.letters.notice import remedy_sentence, working_table
from stellwerk.models import Decision, DecisionRound, Outcome, Part, Programme, TextKind
from stellwerk.queries.programmes import goals_of

SCHEMA = "urn:stellwerk:schema:decision:1"
FITS = "Ihr Antrag erfüllt die Voraussetzungen der Förderbedingungen ({terms})."
LESS = "Beantragt sind {asked}, bewilligt werden {decided}. {reason}"
NOT_SAID = "nicht beziffert"
FOLLOWS = "Das Vorhaben folgt der Zuwendung {file_number} (Anschlussvorhaben)."
FIRST = "keine"
CALLED = {"approval": "approval_notice", "refusal": "refusal_notice", "contract": "contract"}


@dataclass(frozen=True, slots=True)
class Shared:
    """What all notices of a round share; read once however many there are."""

    round: DecisionRound
    programme: Programme
    letterhead: Letterhead
    direct_dial: str
    copies: tuple[str, ...]
    financing_type: str
    goals: str
    terms: Terms


def shared(round_: DecisionRound) -> Shared:
    programme = round_.call.programme
    told = programme.participations.filter(part=Part.NOTICE_COPY).order_by("office__name", "pk")
    head = programme.letterhead
    names = tuple(told.values_list("office__name", flat=True))
    financing = str(round_.terms.get_financing_type_display())
    goals = goals_of(programme)
    terms = round_.terms.values()
    return Shared(round_, programme, letterhead_of(head), head.direct_dial, names, financing, goals, terms)


def decision_content(common: Shared, one: Decision) -> LetterContent:
    """Return the notice, or the contract, of one decided application.

    Refused: the recipient of a notice has no court, so nobody could say where to sue.
    Law: VV Nr. 4.1, 4.2 and 4.4 zu § 44 LHO; reasons: § 39 LVwVfG.
    """
    to, is_approval = one.application.applicant, one.outcome == Outcome.APPROVE
    text = common.round.approval_text if is_approval else common.round.refusal_text
    is_contract = text.kind == TextKind.CONTRACT
    kind: Kind = "contract" if is_contract else "approval" if is_approval else "refusal"
    facts = _facts(common, one) | (_granted(common, one) if is_approval else {})
    facts |= agreed_facts(common.programme) if is_contract else _remedy(common, one)
    return LetterContent(
        kind=kind,
        letterhead=common.letterhead,
        addressee=Addressee((to.name, to.city)),
        date=common.round.letter_date,
        file_number=one.application.file_number,
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        direct_dial=common.direct_dial,
        channel_note="per E-Mail",
        copies=tuple(name for name in common.copies if name != to.name),
        facts=facts,
        example_note=EXAMPLE_NOTE if one.application.is_example or common.programme.is_example else "",
        data=_data(common, one, kind, facts) | {"text_version": str(text)},
    )


def _facts(common: Shared, one: Decision) -> dict[str, Fact]:
    programme, applicant = common.programme, one.application.applicant
    arrived = one.application.submitted_at
    return {
        "programm": programme.name,
        "rechtsgrundlage": common.round.legal_basis,
        "empfänger": applicant.legal_entity,
        "maßnahme": programme.measure,
        "zuwendungszweck": programme.purpose,
        "ziele": common.goals,
        "zuwendungsart": GRANT_KIND,
        "zuwendungsform": GRANT_FORM,
        "finanzierungsart": common.financing_type,
        "nebenbestimmungen": programme.conditions,
        "nachweis_stelle": programme.proof_rule,
        "antrag_aktenzeichen": one.application.file_number,
        "antrag_datum": german(timezone.localdate(arrived)) if arrived else "",
        "betrag_beantragt": NOT_SAID if one.asked is None else euro(one.asked),
        "begründung": _reason(common, one),
        "vorangegangene_zuwendung": one.follows.file_number if one.follows else FIRST,
    }


def _remedy(common: Shared, one: Decision) -> dict[str, Fact]:
    """Say what is open against a notice (§ 37 Abs. 6 LVwVfG)."""
    office = one.application.applicant
    require_court(office)
    text = common.round.remedy_text.body
    return {
        "gericht": office.court,
        "gericht_sitz": office.court_seat,
        "rechtsbehelf": remedy_sentence(text, court=office.court, seat=office.court_seat),
    }


def _reason(common: Shared, one: Decision) -> str:
    """Say why (§ 39 LVwVfG): a refusal with its reason, less than asked with the difference."""
    if one.outcome != Outcome.APPROVE:
        return one.reason
    fits = FITS.format(terms=common.round.terms.label)
    if one.follows:
        fits += " " + FOLLOWS.format(file_number=one.follows.file_number)
    if one.asked is None or one.decided >= one.asked:
        return "\n".join(part for part in (fits, one.reason) if part)
    less = LESS.format(asked=euro(one.asked), decided=euro(one.decided), reason=one.reason)
    return f"{fits}\n{less}"


def _granted(common: Shared, one: Decision) -> dict[str, Fact]:
    assert one.share is not None
    assert one.starts_on is not None
    assert one.ends_on is not None
    years = _years(one)
    rows = tuple((str(year), euro(amount)) for year, amount in years.items())
    table = Table(
        header=("Haushaltsjahr", "bewilligt"),
        rows=(*rows, ("Summe", euro(one.decided))),
        align="lr",
        widths=(1, 1),
        has_total=True,
    )
    return {
        "betrag": euro(one.decided),
        "beginn": german(one.starts_on),
        "ende": german(last_day_before(one.ends_on)),
        "stellenumfang": exact(one.share),
        "zuwendungsfähige_ausgaben": _eligible(common, one),
        "tabelle:bewilligt": table,
        "berechnung": working_table(Working(one.decided, steps_from(one.working))),
    }


def _eligible(common: Shared, one: Decision) -> str:
    """Say what is funded (VV Nr. 4.2.7): by the cost plan where there is one, else the post."""
    assert one.share is not None
    items = one.proposal().items
    if counts_by_kind(items, common.terms):
        return f"{euro(eligible_costs(items, common.terms).amount)} laut Finanzierungsplan nach Kostenarten"
    if one.eligible_monthly is None:
        return f"Personalausgaben für eine Stelle im Umfang von {exact(one.share)} VZÄ"
    return f"{euro(one.eligible_monthly)} im Monat und Vollzeitstelle laut Finanzierungsplan"


def _data(common: Shared, one: Decision, kind: Kind, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return the decision as data for the recipient's system; schema/decision.schema.json describes it."""
    applicant = one.application.applicant
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": CALLED[kind],
        "issuing_authority": common.letterhead.authority[0] if common.letterhead.authority else "",
        "recipient": {"name": applicant.legal_entity, "ags": applicant.district_id or ""},
        "file_number": one.application.file_number,
        "decided_on": common.round.letter_date.isoformat(),
        "programme": common.programme.name,
        "measure": common.programme.measure,
        "currency": "EUR",
        "asked": None if one.asked is None else str(cents(one.asked)),
        "decided": str(cents(one.decided)),
        "amounts_by_year": [{"year": year, "amount": str(it)} for year, it in _years(one).items()],
        "working": [
            {"text": step.sentence(), "value": step.value, "source": step.source}
            for step in steps_from(one.working)
        ],
        "is_example": one.application.is_example,
    }
    if one.follows:
        made["follows"] = one.follows.file_number
    if "rechtsbehelf" in facts:
        said = facts["rechtsbehelf"]
        made["remedy"] = {"text": said, "court": applicant.court, "seat": applicant.court_seat}
    return made | {"period": _period(one)} if one.outcome == Outcome.APPROVE else made


def _period(one: Decision) -> dict[str, str]:
    assert one.starts_on is not None
    assert one.ends_on is not None
    return {"first_day": one.starts_on.isoformat(), "last_day": last_day_before(one.ends_on).isoformat()}


def _years(one: Decision) -> dict[int, Decimal]:
    return {int(year): cents(Decimal(amount)) for year, amount in sorted(one.by_year.items())}
