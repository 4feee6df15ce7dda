"""What the state of an application means and what to do next, in words, for both sides."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.access import Rights, Verb
from stellwerk.models import Application, ApplicationState, CorrectionRequest
from stellwerk.web.templatetags.german import day, moment

WAITING = {
    ApplicationState.TO_CERTIFY: _("Eine zweite Person Ihrer Stelle muss den Antrag prüfen und zeichnen."),
    ApplicationState.SUBMITTED: _("Der Antrag ist eingegangen und wird geprüft. Sie müssen nichts tun."),
    ApplicationState.READY: _("Der Antrag ist geprüft, die Entscheidung steht aus. Sie müssen nichts tun."),
    ApplicationState.DECIDED: _(
        "Über den Antrag ist entschieden. Der Bescheid kommt per E-Mail und steht dann bei Ihren Schreiben."
    ),
    ApplicationState.WITHDRAWN: _(
        "Der Antrag ist zurückgenommen. Solange der Aufruf läuft, können Sie einen neuen stellen."
    ),
}
BY_CONTRACT = _(
    "Über den Antrag ist entschieden. Der Vertrag oder der Ablehnungsbescheid kommt per E-Mail und "
    "steht dann bei Ihren Schreiben."
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """name says which button is shown; empty where there is nothing to press."""

    name: str
    sentence: "str | Promise"


def own_next_step(
    application: Application,
    rights: Rights,
    *,
    is_complete: bool,
    authors: Collection[int],
    asked: CorrectionRequest | None = None,
) -> NextStep:
    """Say to the applicant what comes next.

    authors  who wrote since the last submission; they do not certify
    """
    match application.state:
        case ApplicationState.DRAFT if not is_complete:
            text = _("Füllen Sie den Antrag aus. Er muss bis %(end)s eingehen.")
            return NextStep("write", text % {"end": moment(application.call.closes_at)})
        case ApplicationState.DRAFT:
            return NextStep("hand_over", _("Der Antrag ist vollständig. Geben Sie ihn zur Zeichnung."))
        case ApplicationState.CORRECTION:
            return NextStep(*_correction(is_complete, asked))
        case ApplicationState.TO_CERTIFY if rights.may(Verb.CERTIFY) and rights.person.pk not in authors:
            return NextStep("certify", _("Prüfen und zeichnen Sie den Antrag; damit ist er eingereicht."))
        case ApplicationState.DECIDED if application.call.programme.by_contract:
            return NextStep("", BY_CONTRACT)
    return NextStep("", WAITING[ApplicationState(application.state)])


def office_next_step(
    application: Application,
    *,
    open_points: int,
    asked: CorrectionRequest | None,
    waits_for_opinions: bool = False,
) -> NextStep:
    """Say to the authority what comes next."""
    match application.state:
        case ApplicationState.SUBMITTED if application.assigned_to is None:
            return NextStep("assign", _("Der Antrag ist noch niemandem zugewiesen. Übernehmen Sie ihn."))
        case ApplicationState.SUBMITTED if open_points:
            text = _("Prüfen Sie die offenen Punkte der Prüfliste: %(count)s.") % {"count": open_points}
            return NextStep("check", text)
        case ApplicationState.SUBMITTED if waits_for_opinions:
            return NextStep(
                "opinions",
                _(
                    "Um den Antrag zu entscheiden, fehlen noch Stellungnahmen "
                    "oder die Behandlung ihrer Punkte."
                ),
            )
        case ApplicationState.SUBMITTED:
            return NextStep(
                "ready", _("Alle Punkte sind geprüft. Erklären Sie den Antrag für entscheidungsreif.")
            )
        case ApplicationState.CORRECTION | ApplicationState.TO_CERTIFY if asked:
            text = _("Der Antragsteller ist um Ergänzung gebeten, bis zum %(day)s.") % {
                "day": day(asked.due_on)
            }
            return NextStep("", text)
        case ApplicationState.READY:
            return NextStep(
                "decide", _("Der Antrag ist entscheidungsreif. Nehmen Sie ihn in eine Runde auf.")
            )
        case ApplicationState.DECIDED:
            return NextStep("", _("Über den Antrag ist entschieden."))
    return NextStep("", _("Der Antrag ist zurückgenommen; es ist nichts zu tun."))


def _correction(is_complete: bool, asked: CorrectionRequest | None) -> tuple[str, str]:
    due = {"day": day(asked.due_on) if asked else "–"}
    if is_complete:
        return "answer", _(
            "Ändern Sie die genannten Felder bis zum %(day)s und geben Sie den Antrag wieder zur Zeichnung."
        ) % due
    return "write", _("Ergänzen Sie die genannten Felder bis zum %(day)s.") % due
