"""Remedies: which one is open against a notice, where, how long, in which form, and what it holds up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stellwerk.law.deadlines import Channel, appeal_period, period_end
from stellwerk.law.figures import Figure, figure_on
from stellwerk.law.periods import german
from stellwerk.law.working import N_, Refused, Step, Working


class AuthorityLevel(StrEnum):
    """Where the issuing authority stands in the administration of the Land."""

    SUPREME = "supreme"  # a ministry
    HIGHER = "higher"  # a Regierungspräsidium
    OTHER = "other"  # everything else, the L-Bank for one


class RemedyKind(StrEnum):
    KLAGE = "klage"
    WIDERSPRUCH = "widerspruch"


class Timeliness(StrEnum):
    """Whether a remedy came in time; in between the readings nobody but a person says that it is late."""

    IN_TIME = "in_time"
    DISPUTED = "disputed"
    LATE = "late"


class Filing(StrEnum):
    """In which form a remedy came."""

    WRITTEN = "written"  # signed, on paper
    ELECTRONIC = "electronic"  # with a qualified signature or another substitute of the written form
    ON_RECORD = "on_record"  # taken down at the authority or the court
    PAGE = "page"  # typed on the page of this house


class Challenge(StrEnum):
    """What a remedy is about: to be rid of a burden, or to get what was refused."""

    BURDEN = "burden"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a remedy, in both readings of the announcement; one day where service is proved."""

    ends: Working
    ends_other: Working

    def weighed(self, received_on: date) -> Timeliness:
        first, second = sorted((self.ends.day, self.ends_other.day))
        if received_on <= first:
            return Timeliness.IN_TIME
        return Timeliness.DISPUTED if received_on <= second else Timeliness.LATE


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


def remedy_deadline(
    dispatched_on: date | None,
    *,
    is_objection: bool,
    is_instructed: bool,
    served_on: date | None = None,
    figures: Iterable[Figure],
    land: str = "BW",
) -> Deadline:
    """Return the last day on which a remedy against a notice is in time.

    dispatched_on  day on which the notice was sent by mail
    is_objection   an objection (Widerspruch), else an action (Klage)
    is_instructed  the notice names remedy, place and period correctly
    served_on      the day of service, where a certificate or a receipt proves it; then it counts

    Refused: the notice was neither sent nor served, or a figure is not known on that day.
    Law: §§ 57, 58 Abs. 2, 70, 74 VwGO, § 41 LVwVfG.
    """
    figures = tuple(figures)
    length = "objection_months" if is_objection else "remedy_months"
    length = length if is_instructed else "uninstructed_months"
    if served_on is not None:
        months = int(figure_on(figures, length, served_on, land).value)
        ends = _told(_served(served_on), period_end(served_on, months=months, land=land))
        return Deadline(ends, ends)
    if dispatched_on is None:
        raise Refused(
            N_(
                "Dieser Bescheid ist noch nicht versandt. Bitte warten Sie den Versand ab oder tragen Sie "
                "den Tag der Zustellung ein."
            ),
            field="served_on",
        )
    appeal = appeal_period(dispatched_on, channel=Channel.EMAIL, figures=figures, land=land, length=length)
    return Deadline(
        _told(appeal.announced, appeal.ends), _told(appeal.announced_shifted, appeal.ends_shifted)
    )


def form_of_filing(filing: Filing, on: date, *, figures: Iterable[Figure], land: str = "BW") -> Working:
    """Return whether the form of a remedy is kept: "kept", or "open" until it comes in writing.

    on  the day it came; the setting objection_by_page of that day says what a filing by the page is worth

    Law: § 70 Abs. 1 VwGO (in writing, in electronic form, or on record), § 3a LVwVfG; § 81 VwGO (action).
    """
    if filing is not Filing.PAGE:
        return Working("kept", (Step(_FORMS[filing], "Form gewahrt", "§ 70 Abs. 1, § 81 VwGO"),))
    setting = figure_on(figures, "objection_by_page", on, land)
    if setting.value:
        text = N_("Über diese Seite eingelegt; die Behörde hat diesen Weg als formgerecht eröffnet.")
        return Working("kept", (Step(text, "Form gewahrt", setting.cited),))
    text = N_("Über diese Seite angekündigt; die Schriftform ist damit nicht gewahrt.")
    return Working("open", (Step(text, "Form noch offen", setting.cited),))


def is_objection_first(on: date, *, figures: Iterable[Figure], land: str = "BW") -> Working:
    """Return which remedy is open: "widerspruch" where an objection comes first, else "klage".

    Law: § 68 VwGO, § 15 AGVwGO; a setting, because § 15 AGVwGO is not confirmed in the version since 2026.
    """
    setting = figure_on(figures, "objection_first", on, land)
    if setting.value:
        text, kind = N_("Vor der Klage steht der Widerspruch."), RemedyKind.WIDERSPRUCH
    else:
        text, kind = N_("Gegen diesen Bescheid ist unmittelbar die Klage gegeben."), RemedyKind.KLAGE
    return Working(kind.value, (Step(text, kind.value.capitalize(), setting.cited),))


def suspensive_effect(
    challenge: Challenge,
    *,
    timeliness: Timeliness,
    is_in_form: bool,
    is_immediate: bool,
    late_suspends: bool = False,
) -> Working:
    """Return whether a remedy holds up what it is directed against: "suspended", or "none".

    timeliness     in between the readings it counts as in time
    is_immediate   immediate execution is ordered, in writing and with its reason
    late_suspends  disputed: whether a remedy that is evidently late suspends; prevailing: it does not

    Law: § 80 Abs. 1, Abs. 2 S. 1 Nr. 4, Abs. 3 VwGO.
    """
    if challenge is Challenge.BENEFIT:
        text = N_("Begehrt wird mehr, als bewilligt ist; das schiebt nichts auf.")
        return Working("none", (Step(text, _NOTHING, "§ 80 Abs. 1 VwGO"),))
    if is_immediate:
        text = N_("Die sofortige Vollziehung ist mit Begründung angeordnet.")
        return Working("none", (Step(text, _NOTHING, "§ 80 Abs. 2 S. 1 Nr. 4, Abs. 3 VwGO"),))
    if timeliness is Timeliness.LATE and not late_suspends:
        text = N_("Der Rechtsbehelf ist verspätet; nach herrschender Lesart schiebt er nichts auf.")
        return Working("none", (Step(text, _NOTHING, "§ 80 Abs. 1 VwGO"),))
    if not is_in_form:
        text = N_("Die vorgeschriebene Form ist noch nicht gewahrt.")
        return Working("none", (Step(text, _NOTHING, "§ 70 Abs. 1 VwGO"),))
    text = N_("Der Rechtsbehelf richtet sich gegen eine Belastung; sie wird vorerst nicht vollzogen.")
    return Working("suspended", (Step(text, "Aufschub", "§ 80 Abs. 1 VwGO"),))


_NOTHING = "–"
_FORMS = {
    Filing.WRITTEN: N_("schriftlich eingegangen"),
    Filing.ELECTRONIC: N_("elektronisch mit Ersatz der Schriftform eingegangen"),
    Filing.ON_RECORD: N_("zur Niederschrift erklärt"),
}


def _served(on: date) -> Working:
    text = N_("zugestellt am %(day)s (nachgewiesen)")
    return Working(on, (Step(text, german(on), "LVwZG", {"day": german(on)}),))


def _told(announced: Working, ends: Working) -> Working:
    """Return the end of a period with the steps of the day on which it began."""
    return Working(ends.day, (*announced.steps, *ends.steps))


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
