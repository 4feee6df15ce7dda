"""The steps of a run as people see them: what is done, what is next, and who may do it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access import Rights, Verb
from stellwerk.models import Run, RunState
from stellwerk.queries.consultations import Standing
from stellwerk.queries.runs import Progress, hands
from stellwerk.web.templatetags.german import moment

Text = str | Promise
TITLES: tuple[tuple[RunState, Text, Text], ...] = (
    (RunState.DRAFT, gettext_lazy("Entwurf anlegen"), gettext_lazy("Sachbearbeitung")),
    (RunState.COMPUTED, gettext_lazy("Jede Zuwendung berechnen"), gettext_lazy("Sachbearbeitung")),
    (RunState.CONSULTED, gettext_lazy("Mit den Verbänden abstimmen"), gettext_lazy("Sachbearbeitung")),
    (
        RunState.RELEASED,
        gettext_lazy("Freigeben"),
        gettext_lazy("Zeichnung, eine andere Person als in der Vorbereitung"),
    ),
    (RunState.SENT, gettext_lazy("Versenden"), gettext_lazy("geschieht von selbst")),
    (RunState.CLOSED, gettext_lazy("Abschließen"), gettext_lazy("Sachbearbeitung")),
)
ORDER = [state for state, _title, _who in TITLES]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. status is text for people, kind the badge that goes with it."""

    number: int
    title: Text
    who: Text
    status: str
    kind: str
    text: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to do now; name says which buttons belong to it, may whether this person gets them."""

    name: str
    sentence: str
    may: bool


def steps(run: Run) -> list[Step]:
    """Return the six steps; a stopped run shows how far it came."""
    done = _steps_done(run)
    return [
        Step(
            number,
            title,
            who,
            *_status(run, number, done),
            text=_done_by(run, state) if number <= done else "",
            is_current=number == done + 1 and run.state != RunState.STOPPED,
        )
        for number, (state, title, who) in enumerate(TITLES, start=1)
    ]


def next_step(run: Run, weighed: Standing, progress: Progress, rights: Rights) -> NextStep:
    offices = {verb: rights.offices(verb) for verb in (Verb.PREPARE, Verb.RELEASE)}
    prepares = run.programme.authority_id in offices[Verb.PREPARE]
    releases = run.programme.authority_id in offices[Verb.RELEASE]
    match run.state:
        case RunState.DRAFT:
            return NextStep(
                "compute", _("Berechnen Sie, was das neue Ende für jede Zuwendung heißt."), prepares
            )
        case RunState.COMPUTED:
            return NextStep(*_consultation(weighed), may=prepares)
        case RunState.CONSULTED:
            return NextStep("release", _release_sentence(run, rights), releases)
        case RunState.RELEASED:
            return NextStep(*_sending(progress), may=rights.may(Verb.REPEAT))
        case RunState.SENT:
            return NextStep(
                "close", _("Alle Schreiben sind versandt. Schließen Sie den Vorgang ab."), prepares
            )
        case RunState.STOPPED:
            return NextStep(
                "", _("Die Fortführung ist gestoppt: %(why)s") % {"why": run.stop_reason}, may=False
            )
    return NextStep("", _("Die Fortführung ist abgeschlossen."), may=False)


def _steps_done(run: Run) -> int:
    if run.state != RunState.STOPPED:
        return ORDER.index(RunState(run.state)) + 1
    times = (run.prepared_at, run.computed_at, run.consulted_at, run.released_at, run.sent_at, run.closed_at)
    return sum(time is not None for time in times)


def _status(run: Run, number: int, done: int) -> tuple[str, str]:
    if number <= done:
        return _("erledigt"), "success"
    if run.state == RunState.STOPPED:
        return _("gestoppt"), "danger"
    return (_("als Nächstes"), "warning") if number == done + 1 else (_("später"), "info")


def _done_by(run: Run, state: RunState) -> str:
    person, time = {
        RunState.DRAFT: (run.prepared_by, run.prepared_at),
        RunState.COMPUTED: (run.computed_by, run.computed_at),
        RunState.CONSULTED: (None, run.consulted_at),
        RunState.RELEASED: (run.released_by, run.released_at),
        RunState.SENT: (None, run.sent_at),
        RunState.CLOSED: (None, run.closed_at),
    }[state]
    when = moment(time) if time else ""
    return ", ".join(part for part in (when, person.name if person else "") if part)


def _consultation(weighed: Standing) -> tuple[str, str]:
    if not weighed.asked:
        return "consult", _("Prüfen Sie das Ergebnis und bitten Sie dann die Verbände um Stellungnahme.")
    if weighed.open:
        sentence = _("Es stehen noch %(count)s Antworten aus.") % {"count": weighed.open}
        return "answers", sentence
    if weighed.objections:
        return "answers", _("Es gibt Einwände. Halten Sie fest, wie damit umgegangen wird.")
    return "conclude", _("Alle Antworten liegen vor oder die Frist ist um. Schließen Sie die Abstimmung ab.")


def _sending(progress: Progress) -> tuple[str, str]:
    if progress.is_under_way:
        return "send", _("Die Schreiben werden versandt. Sie müssen nichts tun.")
    return "repeat", _(
        "Einige Sendungen sind nicht angekommen. Prüfen Sie den Grund und wiederholen Sie sie."
    )


def _release_sentence(run: Run, rights: Rights) -> str:
    if {rights.person.pk, rights.acting_for_id} & hands(run):
        return _(
            "Eine andere Person muss die Fortführung prüfen und freigeben, denn Sie haben sie vorbereitet."
        )
    return _("Prüfen Sie die Vorschau und geben Sie die Fortführung frei.")
