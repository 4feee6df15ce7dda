"""The demonstration of decisions: a closed call with two applications that wait for one; all examples."""

from datetime import datetime, timedelta

from stellwerk.actions.applications import hand_over_application, save_application, start_application
from stellwerk.actions.calls import open_call
from stellwerk.actions.checks import check_point, make_ready
from stellwerk.actions.submissions import certify_application
from stellwerk.gateways import clock
from stellwerk.law.answers import Value
from stellwerk.law.form_reading import parse
from stellwerk.management.demonstration import Say, person
from stellwerk.management.demonstration_calls import SAID, WHOLE, load_calls, moment
from stellwerk.models import Application, Call, CheckState, Office

TITLE = "Förderaufruf 2023 (Beispiel)"
TEXT = (
    "Beispiel: Die Frist ist vorbei, die Anträge sind geprüft; nun ist zu entscheiden. "
    "Ob es einen solchen Aufruf gab, ist nicht veröffentlicht."
)
APPLICANTS: tuple[tuple[str, str, dict[str, Value]], ...] = (
    ("landkreis", "LRA-08136", {"seat": "08136088"}),
    ("landkreis.boeblingen", "LRA-08115", {"amount": "40000.00"}),
)


def load_ready(say: Say) -> Call:
    """Add a call whose applications wait for a decision, once."""
    like = load_calls(say)
    if found := Call.objects.filter(programme=like.programme, title=TITLE).first():
        return found
    say("Zwei Anträge liegen zur Entscheidung bereit (Beispiel)")
    call = open_call(
        rights=person("vorbereitung"),
        at=clock.now(),
        terms=like.terms,
        form_version=like.form_version,
        title=TITLE,
        text=TEXT,
        opens_at=moment(-90, 8),
        closes_at=moment(-30, 18),
    )
    for name, office, answers in APPLICANTS:
        _make_ready(_applied(call, name, office, answers))
    return call


def _applied(call: Call, name: str, office: str, answers: dict[str, Value]) -> Application:
    rights, at = person(name), _some_days_ago(35)
    pk = Office.objects.get(key=office).pk
    begun = start_application(call.pk, rights=rights, at=at, office_id=pk, said=SAID)
    said = WHOLE | {"early_start": "no", "early_reason": ""} | answers
    save_application(begun.pk, rights=rights, at=at, seen=1, answers=said)
    hand_over_application(begun.pk, rights=rights, at=at)
    receipt = certify_application(begun.pk, rights=person(f"{name}.zweite"), at=at)
    return receipt.application


def _make_ready(application: Application) -> None:
    by, at = person("vorbereitung"), clock.now()
    for one in parse(application.form_version.content).checks:
        check_point(application.pk, one.key, rights=by, at=at, state=CheckState.FULFILLED)
    make_ready(application.pk, rights=by, at=at)


def _some_days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
