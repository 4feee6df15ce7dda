"""Programmes in set-up: one from a template, one that lacks nothing, one from a file of the tests."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from stellwerk.access import Rights
from stellwerk.actions.calls import open_call, publish_version
from stellwerk.actions.set_up_parts import set_budget_year
from stellwerk.actions.set_ups import (
    add_legal_basis,
    change_letterhead,
    change_programme,
    create_programme,
    open_programme,
)
from stellwerk.models import Call, FormVersion, Letterhead, Office, Programme, Terms
from stellwerk.queries.blueprints import Blueprint, blueprint_of, read_blueprint, shipped_blueprints
from stellwerk.queries.set_ups import newest_terms
from tests.house.applications import CLOSES_AT, OPENS_AT
from tests.house.cases import person
from tests.house.environment import REPOSITORY

AT = datetime(2024, 3, 8, 11, 23, tzinfo=ZoneInfo("Europe/Berlin"))
DATA = REPOSITORY / "tests" / "examples" / "programmes"
NAME, SLUG = "Klimakoordination Probe", "klimakoordination-probe"


def preparer() -> Rights:
    return person("vorbereitung")


def template(key: str = "festbetrag-je-stelle") -> Blueprint:
    return next(one for one in shipped_blueprints() if one.key == key)


def created(blueprint: Blueprint | None = None, *, name: str = NAME, **changes: Any) -> Programme:
    """Return a programme that was begun just now."""
    values = {
        "rights": preparer(),
        "at": AT,
        "name": name,
        "file_number": "KLIMA-1",
        "authority": Office.objects.get(key="IM"),
    }
    return create_programme(blueprint or template(), **(values | changes))


def copied(**changes: Any) -> Programme:
    return created(blueprint_of(Programme.objects.get(slug="e-government-koordination")), **changes)


def from_file(key: str) -> Programme:
    """Return a programme that a file of the tests describes, with all it needs."""
    blueprint = read_blueprint(DATA / f"{key}.toml")
    return completed(created(blueprint, name=blueprint.title))


def completed(programme: Programme) -> Programme:
    """Add what no blueprint brings: letterhead, legal basis, money, a published form, a call."""
    by: dict[str, Any] = {"rights": preparer(), "at": AT}
    if not Letterhead.objects.filter(programme=programme).exists():
        head = Letterhead.objects.get(programme__slug="e-government-koordination")
        names = ("authority_lines", "return_address", "place", "direct_dial", "reply_to", "privacy_url")
        names += ("form", "signature_name", "signature_function")
        change_letterhead(programme.pk, **by, **{name: getattr(head, name) for name in names})
    if not programme.legal_bases.exists():
        add_legal_basis(programme.pk, **by, text="§§ 23, 44 LHO", valid_from=date(2024, 1, 1))
    if not programme.budget_item:
        change_programme(programme.pk, **by, budget_item="Kapitel 0303")
    amounts = {"appropriation": Decimal("250000.50"), "commitment_authority": Decimal(100_000)}
    set_budget_year(programme.pk, **by, year=2024, source="Haushaltsplan", **amounts)
    for version in FormVersion.objects.filter(form__programme=programme, published_at=None):
        publish_version(version.pk, **by)
    called(programme)
    return Programme.objects.get(pk=programme.pk)


def called(programme: Programme, *, title: str = "") -> Call:
    version = FormVersion.objects.filter(form__programme=programme, published_at__isnull=False)
    return open_call(
        rights=preparer(),
        at=AT,
        terms=terms_of(programme),
        form_version=version.order_by("pk")[0],
        title=title or f"Aufruf {programme.name}"[:200],
        text="",
        opens_at=OPENS_AT,
        closes_at=CLOSES_AT,
    )


def terms_of(programme: Programme) -> Terms:
    terms = newest_terms(programme)
    assert terms is not None
    return terms


def opened_programme() -> Programme:
    """Return a programme that was set up completely and opened."""
    made = completed(created())
    return open_programme(made.pk, rights=preparer(), at=AT)
