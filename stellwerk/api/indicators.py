"""Read the indicators: their definitions for everybody, their figures with a token."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from stellwerk.access import Verb, require
from stellwerk.api.bearer import AsCaller, Bearer
from stellwerk.api.shapes import NO_NUL, ChannelCode, Day, DistrictKey, Problem
from stellwerk.queries.indicators import INDICATORS, Figure, Filters, by, figure

router = Router(tags=["Kennzahlen"])
Key = Annotated[str, Field(description="Kürzel der Kennzahl", max_length=40, pattern=NO_NUL)]
Dimension = Literal["district", "region", "size_class", "subject_area", "service"]


class IndicatorOut(Schema):
    key: str
    name: str
    definition: str
    part: str = Field(description="was im Zähler steht")
    whole: str = Field(description="was im Nenner steht")
    unit: str
    source: str


class FigureOut(Schema):
    group: str = Field(description="Schlüssel der Gruppe; leer: alles zusammen")
    name: str
    value: Decimal | None = Field(description="Prozent; null: nichts zu zählen oder geschützt")
    part: int | None
    whole: int | None
    unknown: int = Field(description="nicht erhobene Paare, die in keinem Anteil stecken")
    is_hidden: bool = Field(description="geschützt, weil zu wenige Gemeinden dahinterstehen")
    day: date


class FiguresQuery(Schema):
    model_config = ConfigDict(extra="forbid")

    day: Day | None = Field(None, description="Stichtag; leer: Tag der Auswertung")
    district: DistrictKey | None = Field(None, description="Land- oder Stadtkreis")
    subject_area: int | None = Field(None, ge=1, le=99, description="Nummer des Themenfelds")
    channel: ChannelCode | None = Field(None, description="nur was auf diese Art online ist, zählt")
    by: Dimension | None = Field(None, description="aufgeteilt nach")


@router.get("/indicators", response={200: list[IndicatorOut], 429: Problem}, url_name="api_indicators")
def indicators(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Alle Kennzahlen mit ihrer Definition."""
    names = ("name", "definition", "part", "whole", "unit", "source")
    return [
        {"key": one.key, **{name: gettext(getattr(one, name)) for name in names}}
        for one in INDICATORS.values()
    ]


@router.get(
    "/indicators/{key}",
    auth=Bearer(),
    response={200: list[FigureOut], **dict.fromkeys((401, 403, 404, 422, 429), Problem)},
    url_name="api_indicator",
)
def indicator(request: AsCaller, key: Path[Key], wanted: Query[FiguresQuery]) -> list[dict[str, Any]]:
    """Eine Kennzahl an einem Tag, im Ganzen oder aufgeteilt. Kleine Zahlen sind geschützt."""
    require(request.auth.rights, Verb.READ_COVERAGE)
    if key not in INDICATORS:
        raise Http404
    filters = Filters(
        district=wanted.district, subject_area=wanted.subject_area, channel=wanted.channel, day=wanted.day
    )
    rows = by(key, wanted.by, filters=filters) if wanted.by else [("", "", figure(key, filters=filters))]
    return [_row(*row) for row in rows]


def _row(group: str, name: str, found: Figure) -> dict[str, Any]:
    return {
        "group": group,
        "name": str(name),
        "value": found.value,
        "part": None if found.hidden else found.part,
        "whole": None if found.hidden else found.whole,
        "unknown": found.unknown,
        "is_hidden": found.hidden,
        "day": found.day,
    }
