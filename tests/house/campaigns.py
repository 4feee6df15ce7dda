"""A round in the Landkreis Böblingen: three municipalities, two services, and what is known of them."""

from datetime import date, datetime
from typing import Any

from stellwerk.access import Rights
from stellwerk.actions.campaigns import draft_campaign, send_campaign
from stellwerk.actions.coverage import enter
from stellwerk.actions.example_offices import load_example_offices
from stellwerk.law.coverage import Entry
from stellwerk.letters.campaigns import secret
from stellwerk.models import (
    Campaign,
    ChangeSet,
    ChangeSetKind,
    Confidence,
    CoverageSource,
    Invitation,
    Municipality,
    Service,
)
from tests.house.cases import BERLIN

AT = datetime(2024, 3, 8, 10, 17, tzinfo=BERLIN)
DUE = date(2024, 4, 5)
LONG_AGO = date(2023, 1, 17)
SINDELFINGEN, LEONBERG, HOLZGERLINGEN, AALEN = "08115045", "08115028", "08115024", "08136088"
PLACES = (SINDELFINGEN, LEONBERG, HOLZGERLINGEN)
BIRTH, BUILDING = "99027002012000", "99012008001000"


def services() -> list[Service]:
    for key, name in ((BIRTH, "Geburtsurkunde Ausstellung"), (BUILDING, "Baugenehmigung Erteilung")):
        Service.objects.get_or_create(key=key, defaults={"name": name, "source": "Test"})
    return list(Service.objects.filter(key__in=[BIRTH, BUILDING]).order_by("key"))


def said(ags: str = SINDELFINGEN, key: str = BIRTH, state: str = "live", **more: Any) -> Entry:
    return Entry(**({"ags": ags, "service_key": key, "state": state, "valid_from": LONG_AGO} | more))


def entered(rights: Rights, *entries: Entry, at: datetime = AT, checked_on: date = LONG_AGO) -> ChangeSet:
    return enter(
        entries, rights=rights, at=at, district="08115", kind=ChangeSetKind.GRID, title="Raster",
        source=CoverageSource.COORDINATOR, confidence=Confidence.MEDIUM, checked_on=checked_on,
    )  # fmt: skip


def drafted(rights: Rights, **changes: Any) -> Campaign:
    values: dict[str, Any] = {
        "district": "08115",
        "title": "Frühjahrsrunde",
        "text": "Bitte sehen Sie die Liste durch.",
        "due_on": DUE,
        "services": services(),
        "municipalities": list(Municipality.objects.filter(pk__in=PLACES).order_by("pk")),
    }
    return draft_campaign(rights=rights, at=AT, **(values | changes))


def sent(rights: Rights) -> Campaign:
    """Know two cells of Sindelfingen and one of Leonberg, and ask three municipalities."""
    services()
    load_example_offices()
    entered(
        rights,
        said(maturity=3, maturity_model="1.1"),
        said(key=BUILDING, state="planned", planned_on=date(2024, 9, 30)),
        said(LEONBERG, state="none"),
    )
    return send_campaign(drafted(rights).pk, rights=rights, at=AT)


def invited(campaign: Campaign, ags: str = SINDELFINGEN) -> Invitation:
    return campaign.invitations.get(municipality=ags)


def address(campaign: Campaign, ags: str = SINDELFINGEN, *, correct: bool = False) -> str:
    """Return the path of the personal link."""
    return f"/bestaetigung/{secret(campaign, ags)}/" + ("berichtigen/" if correct else "")
