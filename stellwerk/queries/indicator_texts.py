"""Indicators of coverage: what each counts, in the words that stand beside every figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from stellwerk.law.working import N_

FEWEST = 3  # municipalities in a group; below, a figure would speak about single ones
SOURCE = N_("Angaben der Landkreise und Gemeinden in Stellwerk")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted. ``part`` and ``whole`` say in words what the two numbers are."""

    key: str
    name: str
    definition: str
    part: str
    whole: str
    unit: str = "%"
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``part`` of ``whole``.

    value    percent with one decimal; None where there is nothing to count, or where it is hidden
    unknown  cells that nobody has collected; they are in no share
    hidden   fewer municipalities than ``FEWEST`` stand behind it, or it would give away one that is hidden
    """

    indicator: Indicator
    part: int
    whole: int
    day: date
    unknown: int = 0
    hidden: bool = False

    @property
    def value(self) -> Decimal | None:
        if self.hidden or not self.whole:
            return None
        return (Decimal(100) * self.part / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked at. None means everything.

    services  keys of a priority list
    channel   only what is live by this kind of online service counts as live
    day       any day; None for the day of the snapshot
    """

    district: str | None = None
    subject_area: int | None = None
    services: tuple[str, ...] | None = None
    channel: str | None = None
    day: date | None = None
    municipality: str | None = None
    districts: tuple[str, ...] | None = None

    def on(self, day: date) -> "Filters":
        return replace(self, day=day)


_ALL = (
    Indicator(
        "municipalities",
        N_("Anteil der Gemeinden"),
        N_(
            "Gezählt werden Paare aus Gemeinde und Leistung. Im Nenner stehen die Paare, für die die "
            "Gemeinde zuständig ist und eine Angabe vorliegt (online, geplant oder kein Angebot), im "
            "Zähler die, die online sind. Nicht erhobene Paare zählen nirgends "
            "mit und werden daneben genannt."
        ),
        N_("Paare online"),
        N_("Paare mit Zuständigkeit und Angabe"),
    ),
    Indicator(
        "inhabitants",
        N_("Anteil der Einwohnenden"),
        N_(
            "Wie der Anteil der Gemeinden, jedes Paar aber gewichtet mit den Einwohnenden der Gemeinde. "
            "Gemeinden ohne Einwohnerzahl im Gemeindeverzeichnis zählen mit null."
        ),
        N_("Einwohnende, denen eine Leistung online offensteht, summiert über die Leistungen"),
        N_("Einwohnende, für die eine Angabe vorliegt, summiert über die Leistungen"),
    ),
    Indicator(
        "everywhere",
        N_("Überall online, soweit erhoben"),
        N_(
            "Leistungen, die in jeder zuständigen Gemeinde mit Angabe online sind, von allen Leistungen mit "
            "mindestens einer solchen Angabe."
        ),
        N_("Leistungen überall online"),
        N_("Leistungen mit Angaben"),
    ),
    Indicator(
        "federal",
        N_("Flächendeckend nach der Zählweise des Bundes"),
        N_(
            "Das Dashboard Digitale Verwaltung zählt eine Leistung nur, wenn sie in 100 % der zuständigen "
            "Gemeinden online ist; 99 % zählen wie 0 %. Nachgerechnet mit unseren Angaben: Eine Gemeinde "
            "ohne Angabe zählt hier wie eine ohne Angebot. Der Bund erhebt anders (unter "
            "anderem aus dem PVOG), die Zahlen müssen daher nicht übereinstimmen."
        ),
        N_("Leistungen flächendeckend"),
        N_("Leistungen mit Angaben"),
    ),
    Indicator(
        "somewhere",
        N_("In mindestens einer Gemeinde online"),
        N_(
            "Leistungen, die in mindestens einer zuständigen Gemeinde online sind, von allen Leistungen mit "
            "Angaben einer zuständigen Gemeinde."
        ),
        N_("Leistungen in mindestens einer Gemeinde"),
        N_("Leistungen mit Angaben"),
    ),
    Indicator(
        "planned",
        N_("Geplant"),
        N_(
            "Paare aus Gemeinde und Leistung mit einem geplanten Tag, von allen Paaren mit Zuständigkeit und "
            "Angabe."
        ),
        N_("Paare geplant"),
        N_("Paare mit Zuständigkeit und Angabe"),
    ),
    Indicator(
        "collected",
        N_("Erhoben"),
        N_(
            "Paare aus Gemeinde und Leistung, zu denen es eine Angabe gibt (auch „nicht zuständig“), von "
            "allen Paaren der bestehenden Gemeinden und der Leistungen des Katalogs."
        ),
        N_("Paare mit Angabe"),
        N_("alle Paare"),
    ),
    Indicator(
        "reached",
        N_("Erreichte Gemeinden"),
        N_(
            "Gemeinden, für die in den zwölf Monaten vor dem Stichtag mindestens eine Tätigkeit der "
            "Koordination eingetragen ist, von allen bestehenden Gemeinden."
        ),
        N_("erreichte Gemeinden"),
        N_("Gemeinden"),
        source=N_("Tätigkeiten der Koordination in Stellwerk"),
    ),
    Indicator(
        "maturity_1_1",
        N_("Reifegrad nach Modell 1.1"),
        N_(
            "Paare, die online sind und für die ein Reifegrad im Modell 1.1 (0 bis 4) angegeben ist, von "
            "allen Paaren online. Die Stufen beider Modelle werden nie verrechnet und nie gemittelt."
        ),
        N_("Paare online mit Reifegrad im Modell 1.1"),
        N_("Paare online"),
    ),
    Indicator(
        "maturity_2_0",
        N_("Reifegrad nach Modell 2.0"),
        N_(
            "Paare, die online sind und für die ein Reifegrad im Modell 2.0 (0 bis 7) angegeben ist, von "
            "allen Paaren online. Die Stufen beider Modelle werden nie verrechnet und nie gemittelt."
        ),
        N_("Paare online mit Reifegrad im Modell 2.0"),
        N_("Paare online"),
    ),
)
INDICATORS: Mapping[str, Indicator] = {one.key: one for one in _ALL}
MODELS = {"maturity_1_1": "1.1", "maturity_2_0": "2.0"}
