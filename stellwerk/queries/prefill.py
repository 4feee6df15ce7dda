"""What a form need not ask: what is known of the office, its place, and the grant it has."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, Sum

from stellwerk.gateways.prepared import answers
from stellwerk.law.answers import Value
from stellwerk.law.forms import Definition, Field, FieldKind, Prefill
from stellwerk.models import (
    Application,
    ApplicationVersion,
    Grant,
    Municipality,
    Office,
    OfficeKind,
    Programme,
    Tranche,
)
from stellwerk.queries.states import in_force


def prefilled(definition: Definition, office: Office, programme: Programme) -> dict[str, Value]:
    """Return answers to begin with; whoever applies can change each of them."""
    if not any(one.prefill for one in definition.fields):
        return {}
    known = _known(office) | _last_grant(office, programme)
    before = _last_answers(office, programme)
    made: dict[str, Value] = {}
    for one in definition.fields:
        value = before.get(one.key, "") if one.prefill == Prefill.LAST_ANSWER else known.get(one.prefill, "")
        if value and _fits(one, value):
            made[one.key] = value
    return made


def _known(office: Office) -> dict[str, Value]:
    district = office.district
    return {
        Prefill.OFFICE: office.name,
        Prefill.LEGAL_ENTITY: office.legal_entity,
        Prefill.CITY: office.city,
        Prefill.DISTRICT_KEY: district.ags if district else "",
        Prefill.INHABITANTS: str(district.population) if district and district.population else "",
    }


def _last_grant(office: Office, programme: Programme) -> dict[str, Value]:
    """Return file number, share and amount of the newest grant: what was approved last year stands in it."""
    found = Grant.objects.filter(recipient=office, programme=programme).select_related("post")
    grant = found.order_by("-starts_on", "-pk").first()
    if grant is None:
        return {}
    total = in_force(Tranche.objects.filter(notice__grant=grant)).aggregate(total=Sum("amount"))["total"]
    return {
        Prefill.LAST_FILE_NUMBER: grant.file_number,
        Prefill.LAST_SHARE: f"{grant.post.approved_share.normalize():f}",
        Prefill.LAST_AMOUNT: f"{total:f}" if total is not None else "",
    }


def _last_answers(office: Office, programme: Programme) -> dict[str, Value]:
    before = Application.objects.filter(applicant=office, call__programme=programme)
    found = ApplicationVersion.objects.filter(application__in=before, is_submitted=True)
    answers: dict[str, Value] = found.order_by("-at", "-pk").values_list("answers", flat=True).first() or {}
    return answers


def _fits(one: Field, value: Value) -> bool:
    return one.kind != FieldKind.FILE and (isinstance(value, str) or one.kind == FieldKind.CHOICES)


def offered(office: Office) -> dict[FieldKind, list[tuple[str, str]]]:
    """Return what can be chosen in fields for an office or a municipality: near ones, or all of them."""
    places = Municipality.objects.filter(gone_on=None)
    if office.district_id:
        places = places.filter(district=office.district_id)
    offices = Office.objects.exclude(kind=OfficeKind.MUNICIPALITY)
    return {
        FieldKind.MUNICIPALITY: list(places.order_by("name", "ags").values_list("ags", "name")),
        FieldKind.OFFICE: list(offices.order_by("name", "pk").values_list("key", "name")),
    }


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return the names of offices and municipalities, by their keys."""
    if not keys:
        return {}
    wanted = tuple(sorted(keys))
    return dict(answers(_municipalities, wanted)) | dict(answers(_offices, wanted))


def _municipalities(keys: Collection[str]) -> "QuerySet[Municipality, Any]":
    return Municipality.objects.filter(ags__in=keys).order_by("ags").values_list("ags", "name")


def _offices(keys: Collection[str]) -> "QuerySet[Office, Any]":
    return Office.objects.filter(key__in=keys).order_by("key").values_list("key", "name")
