"""Remedies: which one is open against a notice, where, and how long."""

from dataclasses import dataclass
from enum import StrEnum

from stellwerk.law.working import N_, Refused, Step, Working


class AuthorityLevel(StrEnum):
    """Where the issuing authority stands in the administration of the Land."""

    SUPREME = "supreme"  # a ministry
    HIGHER = "higher"  # a Regierungspräsidium
    OTHER = "other"  # everything else, the L-Bank for one


class RemedyKind(StrEnum):
    KLAGE = "klage"
    WIDERSPRUCH = "widerspruch"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the instruction on remedies (Rechtsbehelfsbelehrung) must name.

    filed_at  the court or authority that receives it
    months    period from announcement
    working   result: the kind; a step for each of kind, place and period
    """

    kind: RemedyKind
    filed_at: str
    months: int
    working: Working


def remedy(authority_level: AuthorityLevel, court: str, *, months: int = 1) -> Remedy:
    """Return the remedy against a notice: for a ministry a claim, without preliminary proceedings.

    court   administrative court in whose district the recipient has its seat, with its place
    months  the figure remedy_months of the day

    Refused: no court is named, or the level does not decide whether a Widerspruch comes first.
    Law: § 68 Abs. 1 S. 2 Nr. 1, § 52 Nr. 3, § 74 VwGO; § 15 AGVwGO BW. Not confirmed in the version in
    force since 2026: an authority's lawyers release the text before use.
    """
    if not court:
        raise Refused(
            N_(
                "Für den Sitz der empfangenden Stelle ist kein Verwaltungsgericht hinterlegt. "
                "Bitte ergänzen Sie das zuständige Gericht."
            ),
            field="court",
        )
    return Remedy(RemedyKind.KLAGE, court, months, _reasons(authority_level, court, months))


def _reasons(level: AuthorityLevel, court: str, months: int) -> Working:
    steps = (
        _kind_step(level),
        Step(N_("Gericht am Sitz der empfangenden Stelle"), court, "§ 52 Nr. 3 VwGO"),
        Step(N_("Frist ab Bekanntgabe in Monaten"), str(months), "§ 74 Abs. 1 VwGO"),
    )
    return Working(RemedyKind.KLAGE.value, steps)


def _kind_step(level: AuthorityLevel) -> Step:
    if level is AuthorityLevel.SUPREME:
        text = N_("Bescheid einer obersten Landesbehörde: kein Vorverfahren, unmittelbar Klage")
        return Step(text, "Klage", "§ 68 Abs. 1 S. 2 Nr. 1 VwGO")
    if level is AuthorityLevel.HIGHER:
        text = N_("Bescheid eines Regierungspräsidiums: kein Vorverfahren, unmittelbar Klage")
        return Step(text, "Klage", "§ 15 AGVwGO (Fassung ab 2026 nicht bestätigt)")
    raise Refused(
        N_(
            "Für diese Behörde steht nicht fest, ob der Klage ein Widerspruch vorausgeht. "
            "Bitte lassen Sie den Rechtsbehelf rechtlich prüfen und hinterlegen Sie ihn als Text."
        ),
        field="authority_level",
    )
