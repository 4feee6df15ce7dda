"""The shapes of what is sent and answered; their descriptions are those of the OpenAPI document."""

import re
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from stellwerk.models import Confidence

T = TypeVar("T")
NO_NUL = r"^[^\x00]*$"


def _written_as_day(value: object) -> object:
    """Let only days through that are written as days: a bare number would be seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_form", "no day")
    if isinstance(value, int | float):
        raise PydanticCustomError("date_form", "no day")
    return value


Day = Annotated[date, BeforeValidator(_written_as_day)]
Text = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Ags = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
DistrictKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
ServiceKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$")]
ChannelCode = Literal["any", "efa", "standard", "universal", "own"]
StateCode = Literal["not_responsible", "none", "planned", "live"]
MOST_ROWS = 5_000


class Fault(Schema):
    row: int | None = Field(None, description="Nummer der Zeile, beginnend mit 1")
    field: str = Field(description="die Angabe, die nicht passt")
    message: str = Field(description="deutscher Satz, was zu tun ist")


class Problem(Schema):
    """Fehler nach RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault]


class Window(Schema):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=1000, description="so viele auf einmal")
    offset: int = Field(0, ge=0, le=10_000_000, description="so viele überspringen")


class ServiceQuery(Window):
    q: Text = Field("", description="Wort im Namen")
    key: ServiceKey | None = Field(None, description="LeiKa-Schlüssel")
    subject_area: int | None = Field(None, ge=1, le=99, description="Nummer des Themenfelds")


class MunicipalityQuery(Window):
    q: Text = Field("", description="Wort im Namen")
    ags: Ags | None = Field(None, description="Gemeindeschlüssel")
    district: DistrictKey | None = Field(None, description="Land- oder Stadtkreis")


class CoverageQuery(Schema):
    model_config = ConfigDict(extra="forbid")

    day: Day | None = Field(None, description="was an diesem Tag galt; leer: heute")
    district: DistrictKey | None = Field(None, description="Land- oder Stadtkreis")
    ags: Ags | None = Field(None, description="Gemeindeschlüssel")
    service_key: ServiceKey | None = Field(None, description="LeiKa-Schlüssel")
    channel: ChannelCode | None = Field(None, description="Art des Angebots")
    state: StateCode | None = Field(None, description="Stand")
    limit: int = Field(1000, ge=1, le=5000, description="so viele auf einmal")
    after: int = Field(0, ge=0, le=2**63 - 1, description="next der vorigen Seite")


class Page(Schema, Generic[T]):
    count: int = Field(description="wie viele es insgesamt sind")
    items: list[T]


class ServiceOut(Schema):
    key: str = Field(description="LeiKa-Schlüssel, 14 Ziffern")
    name: str
    execution_type: str = Field(description="Vollzugstyp")
    ozg_number: str | None
    subject_area: int | None = Field(description="Nummer des Themenfelds")
    gone_on: date | None


class MunicipalityOut(Schema):
    ags: str = Field(description="amtlicher Gemeindeschlüssel, 8 Ziffern")
    name: str
    kind: str
    district: str = Field(description="Schlüssel des Land- oder Stadtkreises, 5 Ziffern")
    population: int | None
    gone_on: date | None


class FactOut(Schema):
    id: int
    ags: str
    service_key: str
    channel: str
    state: str = Field(description="not_responsible, none, planned oder live")
    valid_from: date
    valid_to: date | None = Field(description="gilt vor diesem Tag; null: gilt noch")
    planned_on: date | None
    maturity: int | None
    maturity_model: str
    source: str
    confidence: str
    checked_on: date


class Facts(Schema):
    day: date
    items: list[FactOut]
    next: int | None = Field(description="Wert für after auf der nächsten Seite; null: Ende")


class RowIn(Schema):
    """Eine Angabe, geschrieben wie in einer Tabelle."""

    model_config = ConfigDict(extra="forbid")

    ags: Text = Field(description="Gemeindeschlüssel oder Name der Gemeinde")
    service_key: Annotated[str, StringConstraints(max_length=400, pattern=NO_NUL)] = Field(
        description="LeiKa-Schlüssel oder genauer Name der Leistung"
    )
    state: Text = Field(description="live, planned, none, not_responsible oder das deutsche Wort")
    channel: Text = Field("", description="any, efa, standard, universal, own; leer: ohne Angabe")
    valid_from: Text = Field("", description="gilt ab, 2025-12-31; leer: ab heute")
    planned_on: Text = Field("", description="geplant für, nur bei planned")
    maturity: Text = Field("", description="Stufe und Modell: 3 (1.1) oder 5 (2.0), nur bei live")
    online_service: Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)] = Field(
        "",
        description="Name des Onlinedienstes wie im Verzeichnis der Onlinedienste, nur bei live und planned; "
        "er muss die Leistung abdecken. Ist channel leer, gilt seine Art",
    )
    note: Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)] = Field(
        "", description="Bemerkung, wird nie veröffentlicht"
    )


class ImportIn(Schema):
    model_config = ConfigDict(extra="forbid")

    district: DistrictKey = Field(description="Land- oder Stadtkreis, für den der Schlüssel eintragen darf")
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)] = Field(
        description="woran man die Einspielung erkennt"
    )
    checked_on: Day | None = Field(None, description="geprüft am; leer: heute")
    confidence: Confidence = Field(Confidence.MEDIUM, description="Verlässlichkeit: low, medium, high")
    rows: list[RowIn] = Field(min_length=1, max_length=MOST_ROWS)


class RowOut(Schema):
    row: int
    verdict: str = Field(description="new, changed, same oder error")


class ImportOut(Schema):
    change_set: int | None = Field(description="Nummer der Änderung; null im Probelauf")
    is_dry_run: bool
    is_replayed: bool = Field(description="dieselbe Anfrage war schon ausgeführt")
    added: int = Field(description="so viele Angaben wurden übernommen")
    rows: list[RowOut] = Field(description="im Probelauf: was jede Zeile ändern würde")
    errors: list[Fault] = Field(description="im Probelauf: was an Zeilen nicht stimmt")
