"""Applications in any number that wait for a decision: invented offices, one call, all under .invalid."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from bench.data import BATCH, PLENTY
from stellwerk.actions.example import FOLDER, load_example
from stellwerk.models import (
    Application,
    ApplicationVersion,
    BudgetYear,
    Call,
    Form,
    FormVersion,
    Office,
    OfficeKind,
    Person,
    Programme,
)
from stellwerk.queries.people import DEMO_DOMAIN

AT = datetime(2024, 3, 1, 11, tzinfo=UTC)


def fill_applications(count: int) -> Call:
    """Load the example and add offices, each with an application that is ready."""
    programme = load_example(password="benchmark-only")
    for year in (2024, 2025, 2026):
        values = {"appropriation": PLENTY, "commitment_authority": PLENTY, "is_example": True}
        BudgetYear.objects.update_or_create(programme=programme, year=year, defaults=values)
    call = _call(programme)
    like = Office.objects.get(key="LRA-08136")
    offices = Office.objects.bulk_create([_office(like, number) for number in range(count)], BATCH)
    writer, certifier = (_person(name) for name in ("landkreis", "landkreis.zweite"))
    applications = Application.objects.bulk_create(
        [
            _application(call, office, number, writer, certifier)
            for number, office in enumerate(offices, start=1)
        ],
        BATCH,
    )
    ApplicationVersion.objects.bulk_create([_version(one, writer) for one in applications], BATCH)
    return call


def _call(programme: Programme) -> Call:
    content = json.loads((FOLDER / "application_form.json").read_text(encoding="utf-8"))
    form = Form.objects.create(programme=programme, name="Beispielformular", is_example=True)
    version = FormVersion.objects.create(form=form, number=1, content=content, changed_at=AT, published_at=AT)
    return Call.objects.create(
        programme=programme, terms=programme.terms.order_by("-number")[0], form_version=version,
        title="Beispielaufruf", opens_at=datetime(2024, 1, 1, 8, tzinfo=UTC),
        closes_at=datetime(2024, 3, 1, 18, tzinfo=UTC), is_example=True,
    )  # fmt: skip


def _office(like: Office, number: int) -> Office:
    return Office(
        key=f"BENCH-{number:06}", kind=OfficeKind.DISTRICT_OFFICE, name=f"Beispielstelle {number:06}",
        legal_entity=f"Beispielkörperschaft {number:06}", city="Beispielstadt", court=like.court,
        court_seat=like.court_seat, email=f"poststelle@bench-{number:06}.stellwerk.invalid",
    )  # fmt: skip


def _application(call: Call, office: Office, number: int, writer: Person, certifier: Person) -> Application:
    return Application(
        call=call, applicant=office, form_version_id=call.form_version_id, number=number,
        file_number=f"Beispiel/A{call.pk}-{number:06}", state="ready", entered_by=writer,
        certified_by=certifier, created_at=AT, submitted_at=AT,
        amount_asked=Decimal(90000 + number % 977), is_example=True,
    )  # fmt: skip


def _version(one: Application, writer: Person) -> ApplicationVersion:
    answers = {"share": "1", "starts_on": "2024-07-01", "months": "24", "amount": str(one.amount_asked)}
    return ApplicationVersion(application=one, number=1, answers=answers, by=writer, at=AT, is_submitted=True)


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name}{DEMO_DOMAIN}")
