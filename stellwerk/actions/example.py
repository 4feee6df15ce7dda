"""Load the shipped example: the programme as it stood on 8 March 2024, with labelled example values."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from stellwerk.actions.facts import rows
from stellwerk.law.funding import Funding, funding
from stellwerk.law.periods import Period, add_months
from stellwerk.law.terms import Staffing
from stellwerk.models import (
    BudgetYear,
    District,
    Grant,
    Letterhead,
    Membership,
    Notice,
    NoticeKind,
    Occupancy,
    Office,
    OfficeKind,
    Part,
    Participation,
    Person,
    Post,
    Programme,
    Terms,
    Tranche,
)
from stellwerk.queries.people import DEMO_DOMAIN

FOLDER = Path(__file__).resolve().parent.parent / "facts" / "example"
FIRST_MONTHS = 24  # approved for two years (published)


def example() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "programme.toml").read_text(encoding="utf-8"))


@transaction.atomic(durable=True)
def load_example(*, password: str) -> Programme:
    """Create programme, offices, posts, grants and people of the example; once.

    password  of every example person; people who are new since the last time are added
    """
    shipped = example()
    found = Programme.objects.filter(slug=shipped["programme"]["slug"]).first()
    if found is not None:
        _people(shipped["people"], {office.key: office for office in Office.objects.all()}, password)
        return found
    offices = _offices(shipped["authority"])
    programme = _programme(shipped, offices["IM"])
    terms = _terms(programme, shipped["terms"])
    _participations(programme, offices)
    _posts(programme, offices, terms[0])
    _people(shipped["people"], offices, password)
    return programme


def _offices(authority: dict[str, str]) -> dict[str, Office]:
    courts = {row["name"]: row["seat"] for row in rows("courts")}
    made = [Office(kind=OfficeKind.AUTHORITY, legal_entity="Land Baden-Württemberg", **authority)]
    made += [
        _district_office(district, courts)
        for district in District.objects.filter(kind="Landkreis").order_by("ags")
    ]
    made += [_association(row, courts) for row in rows("associations")]
    Office.objects.bulk_create(made)
    return {office.key: office for office in made}


def _district_office(district: District, courts: dict[str, str]) -> Office:
    entity = district.name if district.name.lower().endswith("kreis") else f"Landkreis {district.name}"
    return Office(
        key=f"LRA-{district.ags}",
        kind=OfficeKind.DISTRICT_OFFICE,
        name=f"Landratsamt {district.name}",
        legal_entity=entity,
        district=district,
        city=district.seat,
        court=district.court,
        court_seat=courts[district.court],
        email=f"poststelle@lra-{district.ags}.stellwerk.invalid",
        electronic_access=True,
    )


def _association(row: dict[str, str], courts: dict[str, str]) -> Office:
    return Office(
        key=row["id"],
        kind=OfficeKind.ASSOCIATION,
        name=row["name"],
        legal_entity=row["name"],
        city=row["seat"],
        court=row["court"],
        court_seat=courts[row["court"]],
        email=f"poststelle@{row['id']}.stellwerk.invalid",
        electronic_access=True,
    )


def _programme(shipped: dict[str, Any], authority: Office) -> Programme:
    programme = Programme.objects.create(authority=authority, is_example=True, **shipped["programme"])
    head = {name: value.strip() for name, value in shipped["letterhead"].items()}
    Letterhead.objects.create(programme=programme, is_example=True, **head)
    for year in shipped["budget"]:
        BudgetYear.objects.create(
            programme=programme, is_example=True, source="Beispielwert, nicht veröffentlicht", **year
        )
    return programme


def _terms(programme: Programme, shipped: list[dict[str, Any]]) -> list[Terms]:
    made = [
        Terms(
            programme=programme,
            is_example=True,
            **row
            | {"monthly_rate": Decimal(row["monthly_rate"]), "minimum_share": Decimal(row["minimum_share"])},
        )
        for row in shipped
    ]
    return Terms.objects.bulk_create(made)


def _participations(programme: Programme, offices: dict[str, Office]) -> None:
    parts = {
        OfficeKind.DISTRICT_OFFICE: [Part.CIRCULAR],
        OfficeKind.ASSOCIATION: [Part.CONSULTED, Part.CIRCULAR_COPY],
        OfficeKind.AUTHORITY: [],
    }
    Participation.objects.bulk_create(
        Participation(programme=programme, office=office, part=part)
        for office in offices.values()
        for part in parts[OfficeKind(office.kind)]
    )


def _posts(programme: Programme, offices: dict[str, Office], terms: Terms) -> None:
    shipped = _table("posts")
    made = [
        Post(
            programme=programme,
            employer=offices[row["office"]],
            number=row["post"],
            approved_share=Decimal(row["share"]),
        )
        for row in shipped
    ]
    posts = {post.number: post for post in Post.objects.bulk_create(made)}
    Occupancy.objects.bulk_create(_occupancy(posts[row["post"]], row) for row in _table("occupancies"))
    grants = [
        Grant(
            programme=programme,
            post=posts[row["post"]],
            recipient=offices[row["office"]],
            file_number=f"Beispiel-{row['post']}",
            starts_on=date.fromisoformat(row["funding_starts_on"]),
            is_example=True,
        )
        for row in shipped
    ]
    _approve(Grant.objects.bulk_create(grants), terms)


def _occupancy(post: Post, row: dict[str, str]) -> Occupancy:
    return Occupancy(
        post=post,
        seat=int(row["seat"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        share=Decimal(row["share"]),
        is_example=True,
    )


def _approve(grants: list[Grant], terms: Terms) -> None:
    """Give each grant its approval: two years at the approved share, calculated like everything else."""
    funded = {grant.pk: _two_years(grant, terms) for grant in grants}
    notices = Notice.objects.bulk_create(
        Notice(
            grant=grant,
            number=0,
            kind=NoticeKind.APPROVAL,
            issued_on=grant.starts_on,
            period_end=add_months(grant.starts_on, FIRST_MONTHS),
            terms=terms,
            working=funded[grant.pk].working.rows(),
        )
        for grant in grants
    )
    Tranche.objects.bulk_create(
        Tranche(notice=notice, year=year, amount=amount)
        for notice in notices
        for year, amount in funded[notice.grant_id].by_year.items()
        if amount
    )


def _two_years(grant: Grant, terms: Terms) -> Funding:
    share = grant.post.approved_share
    return funding(
        Period(grant.starts_on, add_months(grant.starts_on, FIRST_MONTHS)),
        approved_share=share,
        staffing=[Staffing(grant.starts_on, None, share)],
        terms=terms.values(),
        costs=None,
    )


def _people(shipped: list[dict[str, str]], offices: dict[str, Office], password: str) -> None:
    there = set(Person.objects.filter(email__endswith=DEMO_DOMAIN).values_list("email", flat=True))
    missing = [row for row in shipped if f"{row['email']}{DEMO_DOMAIN}" not in there]
    hashed = make_password(password) if missing else ""  # slow on purpose, so once for all of them
    for row in missing:
        address = f"{row['email']}{DEMO_DOMAIN}"
        person = Person.objects.create(email=address, name=row["name"], password=hashed)
        Membership.objects.create(person=person, office=offices[row["office"]], role=row["role"])


def _table(name: str) -> list[dict[str, str]]:
    return rows(f"example/{name}")
