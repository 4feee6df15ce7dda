"""Rounds of decisions: applications that are ready, a round in each of its states."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from stellwerk.access import Rights
from stellwerk.actions.applications import hand_over_application, start_application
from stellwerk.actions.checks import check_point, make_ready
from stellwerk.actions.decision_releases import release_round
from stellwerk.actions.decisions import compute_round, draft_round, propose_decisions
from stellwerk.actions.set_ups import open_programme
from stellwerk.actions.submissions import certify_application
from stellwerk.actions.variants import save_variant
from stellwerk.law.decisions import Change, Outcome
from stellwerk.law.form_reading import parse
from stellwerk.law.variants import Settings
from stellwerk.models import (
    Application,
    BudgetYear,
    Call,
    CheckState,
    DecisionRound,
    Dispatch,
    DispatchState,
    Membership,
    Office,
    Person,
    Programme,
    Role,
)
from stellwerk.queries.states import committed_by_year
from tests.house.applications import (
    CERTIFIED_AT,
    OFFICE,
    OTHER_WRITER,
    WRITER,
    WRITTEN_AT,
    begun,
    handed_over,
    opened,
    saved,
)
from tests.house.cases import RELEASED_AT, person
from tests.house.environment import DAY
from tests.house.set_ups import AT, completed, created, template

BERLIN = ZoneInfo("Europe/Berlin")
DECIDED_AT = datetime(2024, 3, 8, 17, 2, 11, tzinfo=BERLIN)
REASON = "Die Stelle ist in der beantragten Höhe nicht erforderlich."
NO = "Der Antrag lässt nicht erkennen, welchen Gemeinden die Stelle zugutekommt."
SHARE, START, END = Decimal("0.75"), date(2024, 7, 1), date(2025, 7, 1)


def ready(call: Call | None = None, *, by: str = WRITER, office: str = OFFICE) -> Application:
    """Return an application, of the Ostalbkreis unless said otherwise, whose check is done."""
    pk = handed_over(begun(call, by=by, office=office), by=by).pk
    certify_application(pk, rights=person(f"{by}.zweite"), at=CERTIFIED_AT)
    return made_ready(pk)


def applied(
    call: Call, answers: dict[str, Any], *, said: dict[str, str], office: str = OFFICE, by: str = WRITER
) -> Application:
    """Return an application to a call with a form of its own, whose check is done."""
    pk = Office.objects.get(key=office).pk
    draft = start_application(call.pk, rights=person(by), at=WRITTEN_AT, office_id=pk, said=said)
    saved(draft, person(by), answers)
    hand_over_application(draft.pk, rights=person(by), at=WRITTEN_AT)
    certify_application(draft.pk, rights=person(f"{by}.zweite"), at=CERTIFIED_AT)
    return made_ready(draft.pk)


def made_ready(pk: int) -> Application:
    by = person("vorbereitung")
    application = Application.objects.select_related("form_version").get(pk=pk)
    for one in parse(application.form_version.content).checks:
        check_point(pk, one.key, rights=by, at=CERTIFIED_AT, state=CheckState.FULFILLED)
    return make_ready(pk, rights=by, at=CERTIFIED_AT)


def two_ready() -> tuple[Application, Application]:
    """Return two applications of the same office in one call."""
    call = opened(only_one=False)
    return ready(call), ready(call)


def money(programme: Programme | None = None, **years: str) -> None:
    """Set how much of a year nobody was promised yet: _2024="90000.00"."""
    programme = programme or Programme.objects.get()
    committed = committed_by_year(programme)
    for name, amount in years.items():
        year = int(name.strip("_"))
        free = Decimal(amount) + committed.get(year, Decimal(0))
        values = {"appropriation": free, "commitment_authority": free}
        BudgetYear.objects.update_or_create(programme=programme, year=year, defaults=values)


def plenty(programme: Programme | None = None) -> None:
    money(programme, **{f"_{year}": "90000000.00" for year in range(2024, 2030)})


def drafted(*applications: Application, **changes: Any) -> DecisionRound:
    chosen = applications or two_ready()
    values = {
        "rights": person("vorbereitung"),
        "at": CERTIFIED_AT,
        "title": "Erste Runde",
        "legal_basis": "§§ 23, 44 LHO",
        "letter_date": DAY,
        "applications": [one.pk for one in chosen],
    }
    return draft_round(chosen[0].call_id, **(values | changes))


def approval(**changes: Any) -> Change:
    values = {
        "outcome": Outcome.APPROVE,
        "share": SHARE,
        "starts_on": START,
        "ends_on": END,
        "reason": REASON,
    }
    return Change(**(values | changes))


def refusal(reason: str = NO) -> Change:
    return Change(Outcome.REFUSE, reason=reason)


def propose(made: DecisionRound, change: Change, *applications: int, rights: Rights | None = None) -> Any:
    by = rights or person("vorbereitung")
    ids = list(applications) or None
    return propose_decisions(made.pk, rights=by, at=CERTIFIED_AT, change=change, applications=ids)


def proposed(*applications: Application) -> DecisionRound:
    """Return a round whose first application is approved and whose other ones are refused."""
    made = drafted(*applications)
    first, *others = made.decisions.order_by("application_id").values_list("application_id", flat=True)
    propose(made, approval(), first)
    if others:
        propose(made, refusal(), *others)
    return made


def computed(*applications: Application) -> DecisionRound:
    made = proposed(*applications)
    plenty()
    return compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)


def released(*applications: Application) -> DecisionRound:
    made = computed(*applications)
    return release_round(made.pk, rights=person("freigabe"), at=DECIDED_AT)


def varied(made: DecisionRound, name: str = "Neunzig Prozent", **settings: Any) -> Any:
    wanted = Settings(**(settings or {"percent": Decimal(90)}))
    by = person("vorbereitung")
    return save_variant(made.pk, rights=by, at=CERTIFIED_AT, name=name, settings=wanted, reason=REASON)


def contracted() -> DecisionRound:
    """Return a computed round that decides by contract: one is granted, the other one refused."""
    programme = completed(created(template("vertrag-je-stelle")))
    call = open_programme(programme.pk, rights=person("vorbereitung"), at=AT).calls.get()
    answers = {"contact": "stelle@lra.stellwerk.invalid", "share": "1", "starts_on": "2024-07-01"}
    answers |= {"months": "12", "amount": "60000.00", "legal_entity": "Landkreis"}
    first = applied(call, answers, said={"has_begun": "no"})
    second = applied(call, answers, said={"has_begun": "no"}, by=OTHER_WRITER, office="LRA-08115")
    made = drafted(first, second)
    propose(made, approval(share=None, starts_on=None, ends_on=None), first.pk)
    propose(made, refusal(), second.pk)
    plenty(programme)
    return compute_round(made.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)


def all_told(made: DecisionRound) -> None:
    """Write down what the workers would: every notice has reached its mail server."""
    waiting = Dispatch.objects.filter(letter__decision__round=made)
    waiting.update(state=DispatchState.SENT, sent_at=RELEASED_AT, attempts=1, next_attempt_at=None)


def second_releaser() -> Rights:
    """Add a second person who releases, and return their rights."""
    like = Person.objects.get(pk=person("freigabe").person.pk)
    address = like.email.replace("freigabe@", "freigabe.zweite@")
    values = {"name": "Uli Mitzeichnung (Beispiel)", "password": like.password}
    found, is_new = Person.objects.get_or_create(email=address, defaults=values)
    if is_new:
        office = Office.objects.get(key="IM")
        Membership.objects.create(person=found, office=office, role=Role.RELEASER)
    return person("freigabe.zweite")


def case() -> dict[str, list[Any]]:
    """Return for every address of decisions what stands in it; made once, beside another application."""
    made = DecisionRound.objects.order_by("pk").first()
    if made is None:
        call = Call.objects.order_by("pk").first()
        made = proposed(ready(call, by=OTHER_WRITER, office="LRA-08115") if call else ready())
    one = made.decisions.order_by("pk")[0]
    variant = made.variants.first() or varied(made)
    steps = ("bulk", "compute", "countersign", "release", "remove", "round", "round_edit", "stop", "variants")
    return {
        **{f"decision_{step}": [made.pk] for step in steps},
        "decision_row": [made.pk, one.application_id],
        "decision_preview_notice": [made.pk, one.application_id],
        "decision_variant_take": [made.pk, variant.pk],
    }


def in_every_state(call: Call) -> dict[str, Any]:
    """Return rounds of a call of which nobody pays anything: one is proposed, one computed, one released."""
    made = proposed(ready(call), ready(call))
    rounds = [drafted(ready(call), title=f"Runde {number}") for number in (2, 3)]
    for one in rounds:
        propose(one, refusal())
        compute_round(one.pk, rights=person("vorbereitung"), at=CERTIFIED_AT)
    release_round(rounds[1].pk, rights=person("freigabe"), at=DECIDED_AT)
    ready(call)  # waits for a round
    return {
        "decision_round": made,
        "decided_case": made.decisions.select_related("application").order_by("pk")[0].application,
        "variant": varied(made),
        "computed_round": rounds[0],
        "released_round": rounds[1],
        "told_case": rounds[1].decisions.select_related("application")[0].application,
    }
