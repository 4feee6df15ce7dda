"""The demonstration of applications: one call, one draft, one submitted; all of them labelled examples."""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from stellwerk.actions.applications import hand_over_application, save_application, start_application
from stellwerk.actions.calls import create_form, open_call, publish_version
from stellwerk.actions.example import FOLDER, load_example
from stellwerk.actions.submissions import certify_application
from stellwerk.gateways import clock
from stellwerk.law.answers import Answers, Value
from stellwerk.management.demonstration import Say, person
from stellwerk.models import Application, Call, Office, Programme

FORM = FOLDER / "application_form.json"
TITLE = "Förderaufruf 2024 (Beispiel)"
TEXT = (
    "Beispiel: Landkreise und kommunale Landesverbände können für eine weitere Förderung ihrer Stelle einen "
    "Antrag stellen. Ob es einen solchen Aufruf gab, ist nicht veröffentlicht."
)
SAID = {"is_district": "yes", "has_begun": "no"}
BEGUN: dict[str, Value] = {
    "contact": "digitalisierung@lra-08136.stellwerk.invalid",
    "follow_up": "yes",
    "description": "Beispieltext: Die Stelle berät die Gemeinden und begleitet neue Onlinedienste.",
}
WHOLE: dict[str, Value] = BEGUN | {
    "contact": "digitalisierung@lra-08115.stellwerk.invalid",
    "seat": "08115003",
    "starts_on": "2024-07-01",
    "months": "12",
    "early_start": "yes",
    "early_reason": "Beispieltext: Die Stelle wird zum 1. Juli frei und soll ohne Lücke besetzt bleiben.",
    "tasks": ["advice", "rollout"],
    "amount": "69600.00",
    "third_party": "no",
}


def load_calls(say: Say) -> Call:
    """Add the example's call and its two applications, once."""
    load_example(password=settings.DEMO_PASSWORD)  # also the people who are new since
    programme = Programme.objects.get(slug="e-government-koordination")
    if found := Call.objects.filter(programme=programme, title=TITLE).first():
        return found
    say("Ein Förderaufruf mit zwei Anträgen wird angelegt (Beispiel)")
    call = _call(programme)
    _apply(call, "landkreis", "LRA-08136", BEGUN)
    whole = _apply(call, "landkreis.boeblingen", "LRA-08115", WHOLE)
    hand_over_application(whole.pk, rights=person("landkreis.boeblingen"), at=clock.now())
    certify_application(whole.pk, rights=person("landkreis.boeblingen.zweite"), at=clock.now())
    return call


def _call(programme: Programme) -> Call:
    by, at = person("vorbereitung"), clock.now()
    content = json.loads(FORM.read_text(encoding="utf-8"))
    draft = create_form(programme, rights=by, at=at, name="Antrag auf Förderung (Beispiel)", content=content)
    version = publish_version(draft.pk, rights=by, at=at)
    return open_call(
        rights=by,
        at=at,
        terms=programme.terms.order_by("-number")[0],
        form_version=version,
        title=TITLE,
        text=TEXT,
        opens_at=moment(-21, 8),
        closes_at=moment(53, 18),
    )


def _apply(call: Call, name: str, office: str, answers: Answers) -> Application:
    rights, at = person(name), clock.now()
    pk = Office.objects.get(key=office).pk
    begun = start_application(call.pk, rights=rights, at=at, office_id=pk, said=SAID)
    save_application(begun.pk, rights=rights, at=at, seen=1, answers=answers)
    return begun


def moment(days: int, hour: int) -> datetime:
    """Return a full hour some days from today, as the clock on the wall shows it."""
    day = clock.today() + timedelta(days=days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001
