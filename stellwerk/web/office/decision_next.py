"""What is to do next in a round of decisions, in words, and whether this person may."""

from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb
from stellwerk.models import DecisionRound, RoundState
from stellwerk.queries.decisions import Counts, hands, signers
from stellwerk.queries.runs import Progress
from stellwerk.web.office.steps import NextStep


def next_step(round_: DecisionRound, counted: Counts, progress: Progress, rights: Rights) -> NextStep:
    authority = round_.call.programme.authority_id
    prepares, releases = (authority in rights.offices(verb) for verb in (Verb.PREPARE, Verb.RELEASE))
    match round_.state:
        case RoundState.DRAFT if counted.open:
            text = _("Schlagen Sie für jeden Antrag vor, was entschieden wird. Offen sind noch %(count)s.")
            return NextStep("propose", text % {"count": counted.open}, prepares)
        case RoundState.DRAFT:
            text = _("Für jeden Antrag liegt ein Vorschlag vor. Berechnen Sie die Runde gegen den Haushalt.")
            return NextStep("compute", text, prepares)
        case RoundState.COMPUTED if round_.needs_third and not round_.third_by_id:
            return NextStep("countersign", _third_sentence(round_, rights), releases)
        case RoundState.COMPUTED:
            return NextStep("release", _release_sentence(round_, rights), releases)
        case RoundState.STOPPED:
            text = _("Die Runde ist gestoppt: %(why)s") % {"why": round_.stop_reason}
            return NextStep("", text, may=False)
    return _sending(round_, progress, rights)


def _sending(round_: DecisionRound, progress: Progress, rights: Rights) -> NextStep:
    if progress.is_under_way:
        return NextStep("", _("Die Schreiben werden versandt. Sie müssen nichts tun."), may=False)
    if progress.failed or progress.held_back:
        text = _("Einige Sendungen sind nicht angekommen. Prüfen Sie den Grund und wiederholen Sie sie.")
        return NextStep("repeat", text, rights.may(Verb.REPEAT))
    if round_.call.programme.by_contract:
        text = _(
            "Alle Schreiben sind versandt. Die Verträge kommen mit der Unterschrift der Empfänger zustande."
        )
        return NextStep("", text, may=False)
    return NextStep("", _("Alle Bescheide sind versandt; es ist nichts mehr zu tun."), may=False)


def _third_sentence(round_: DecisionRound, rights: Rights) -> str:
    if {rights.person.pk, rights.acting_for_id} & hands(round_):
        return _("Ein Betrag erreicht die Schwelle des Programms: Eine andere Person muss mitzeichnen.")
    return _(
        "Ein Betrag erreicht die Schwelle des Programms: Prüfen Sie die Entscheidungen und zeichnen Sie mit."
    )


def _release_sentence(round_: DecisionRound, rights: Rights) -> str:
    if {rights.person.pk, rights.acting_for_id} & signers(round_):
        return _("Eine andere Person muss die Runde prüfen und freigeben, denn Sie waren schon beteiligt.")
    if round_.call.programme.by_contract:
        return _("Prüfen Sie die Verträge und geben Sie die Runde frei.")
    return _("Prüfen Sie die Bescheide und geben Sie die Runde frei.")
