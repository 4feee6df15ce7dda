"""What waits for a person: one list for each role, each line with its next step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import CampaignState, IntakeState, Letter, LetterKind, RoundState, RunState, WaveTarget
from stellwerk.queries import (
    applications,
    campaigns,
    consultations,
    decisions,
    dispatches,
    freshness,
    inquiries,
    intakes,
    opinions,
    remedies,
    rollouts,
    runs,
)
from stellwerk.queries.grants import grants

AHEAD_DAYS = 180  # a county needs about half a year to keep or replace somebody
STALE_MONTHS = 12
WAVE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Item:
    """url_name and url_args lead to where the step is done; values are days that the text speaks of."""

    title: str
    text: str
    url_name: str
    url_args: tuple[str | int, ...] = field(default=())
    count: int = 1
    is_urgent: bool = False
    values: dict[str, date] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


def waiting_for(rights: Rights, *, today: date) -> list[Item]:
    items: list[Item] = []
    if rights.may(Verb.PREPARE):
        items += _to_prepare(rights, today)
        items += _to_check(rights)
        items += _to_decide(rights)
        items += _ending(rights, today)
        items += _opinions(rights, today)
    if rights.may(Verb.RELEASE):
        items += _to_release(rights)
        items += _remedies(rights)
        items += _to_sign(rights)
    if rights.may(Verb.REPEAT):
        items += _problems(rights)
    if rights.may(Verb.ANSWER):
        items += _to_answer(rights, today)
    if rights.may(Verb.READ_OWN):
        items += _own_letters(rights)
    if rights.may(Verb.APPLY):
        items += _to_apply(rights)
    if rights.may(Verb.ENTER_COVERAGE):
        items += to_coordinate(rights, today=today)
    return items


def to_coordinate(rights: Rights, *, today: date) -> Iterator[Item]:
    """Yield what waits in the districts of a coordinator; nothing for anybody else."""
    own = sorted(rights.districts(Verb.ENTER_COVERAGE))
    if own:
        yield from _open_intakes(rights)
        yield from _questions(rights)
        yield from _targets(rights, today)
        yield from _answers(rights, today)
    for district in own:
        yield from _stale(district, today)


def _to_prepare(rights: Rights, today: date) -> Iterator[Item]:
    texts = {
        RunState.DRAFT: _("Der Entwurf ist noch nicht berechnet."),
        RunState.COMPUTED: _("Die Abstimmung mit den Verbänden ist noch offen."),
        RunState.SENT: _("Alle Schreiben sind versandt. Die Fortführung kann abgeschlossen werden."),
    }
    found = runs.runs(rights).filter(state__in=list(texts)).annotate(is_late=runs.is_overdue(today))
    for run in found:
        yield Item(run.title, texts[RunState(run.state)], "run", (run.pk,), is_urgent=run.is_late)


def _ending(rights: Rights, today: date) -> Iterator[Item]:
    """Say in good time what runs out, so that counties can keep the people they found."""
    ends_by = today + timedelta(days=AHEAD_DAYS)
    if count := grants(rights, ends_by=ends_by, on=today).count():
        yield Item(
            _("Förderungen laufen aus"),
            _("Diese Förderungen enden bis zum %(day)s und sind noch nicht fortgeführt."),
            "grants",
            count=count,
            values={"day": ends_by},
            query={"endet_bis": ends_by.isoformat()},
        )


def _to_release(rights: Rights) -> Iterator[Item]:
    own = {rights.person.pk, rights.acting_for_id} - {None}
    for run in runs.runs(rights).filter(state=RunState.CONSULTED):
        if own & runs.hands(run):
            continue
        yield Item(
            run.title, _("Die Fortführung wartet auf Ihre Freigabe."), "run", (run.pk,), is_urgent=True
        )


def _problems(rights: Rights) -> Iterator[Item]:
    if count := dispatches.problems(rights).count():
        text = _("Diese Schreiben sind nicht angekommen oder werden zurückgehalten.")
        yield Item(_("Versand prüfen"), text, "dispatch_problems", count=count, is_urgent=True)
    if count := runs.forgotten(rights).count():
        text = _("Diese laufenden Zuwendungen haben den aktuellen Änderungsbescheid nicht.")
        yield Item(_("Wer fehlt?"), text, "forgotten", count=count, is_urgent=True)


def _to_answer(rights: Rights, today: date) -> Iterator[Item]:
    open_ones = consultations.asked(rights).filter(answer="", run__state=RunState.COMPUTED)
    for one in open_ones:
        yield Item(
            one.run.title,
            _("Bitte nehmen Sie bis zum %(due)s Stellung."),
            "consultation",
            (one.pk,),
            is_urgent=one.due_on < today,
            values={"due": one.due_on},
        )

    for asked in opinions.waiting_for_answer(rights):
        yield Item(
            asked.request.title,
            _("Bitte nehmen Sie bis zum %(due)s Stellung."),
            "own_opinion",
            (asked.pk,),
            is_urgent=asked.request.due_on < today,
            values={"due": asked.request.due_on},
        )


def _opinions(rights: Rights, today: date) -> Iterator[Item]:
    """Show the requests in which a point waits for its treatment, or an answer is overdue."""
    for one in opinions.requests(rights, state="open"):
        untreated, is_late = one.untreated, one.due_on < today  # type: ignore[attr-defined]
        if untreated:
            yield Item(
                one.title, _("Punkte warten auf ihre Behandlung."), "opinion_request", (one.pk,), untreated
            )
        elif is_late:
            text = _("Antworten fehlen noch; gefragt war bis zum %(day)s.")
            yield Item(
                one.title, text, "opinion_request", (one.pk,), is_urgent=True, values={"day": one.due_on}
            )


def _remedies(rights: Rights) -> Iterator[Item]:
    """Show the objections and actions whose outcome somebody else has proposed."""
    own = {rights.person.pk, rights.acting_for_id}
    for case in remedies.remedies(rights, state="open").exclude(proposed_by=None):
        if case.proposed_by_id not in own:
            text = _("Der vorgeschlagene Ausgang wartet auf Ihre Entscheidung.")
            yield Item(
                f"{case.get_kind_display()}, {case.office.name}", text, "remedy", (case.pk,), is_urgent=True
            )


def _to_apply(rights: Rights) -> Iterator[Item]:
    """Show one's drafts, what waits for a second person, and what the authority asks for."""
    texts = {
        "draft": _("Der Antrag ist noch ein Entwurf."),
        "to_certify": _("Der Antrag wartet auf die Zeichnung durch eine zweite Person."),
        "correction": _("Die Bewilligungsbehörde bittet um Ergänzung."),
    }
    for one in applications.own_applications(rights).filter(state__in=list(texts)):
        yield Item(
            f"{one.call.title}, {one.file_number}",
            texts[one.state],
            "own_application",
            (one.pk,),
            is_urgent=one.state == "correction",
        )


def _to_check(rights: Rights) -> Iterator[Item]:
    """Count what nobody has taken yet, and one's own cases."""
    if count := applications.inbox(rights).count():
        text = _("Diese Anträge sind eingegangen und noch niemandem zugewiesen.")
        yield Item(_("Neue Anträge"), text, "applications_inbox", count=count)
    if count := applications.own_cases(rights).filter(state="submitted").count():
        text = _("Diese Anträge sind Ihnen zur Prüfung zugewiesen.")
        query = {"stand": "submitted"}
        yield Item(_("Meine Vorgänge"), text, "applications_mine", count=count, query=query)


def _to_decide(rights: Rights) -> Iterator[Item]:
    """Show what waits for a decision: applications without a round, and rounds that are not computed."""
    for call in decisions.calls_to_decide(rights):
        text = _("Diese Anträge sind entscheidungsreif und in keiner Runde.")
        query = {"aufruf": str(call.pk)}
        yield Item(call.title, text, "decision_round_new", count=call.waiting, query=query)  # type: ignore[attr-defined]
    for one in decisions.rounds(rights).filter(state=RoundState.DRAFT):
        yield Item(one.title, _("Die Entscheidungen sind noch nicht berechnet."), "decision_round", (one.pk,))


def _to_sign(rights: Rights) -> Iterator[Item]:
    """Show the rounds that this person may countersign or release."""
    own = {rights.person.pk, rights.acting_for_id} - {None}
    for one in decisions.rounds(rights).filter(state=RoundState.COMPUTED):
        is_third = one.needs_third and one.third_by_id is None
        if own & (decisions.hands(one) if is_third else decisions.signers(one)):
            continue
        text = (
            _("Die Entscheidungen warten auf Ihre Mitzeichnung.")
            if is_third
            else _("Die Entscheidungen warten auf Ihre Freigabe.")
        )
        yield Item(one.title, text, "decision_round", (one.pk,), is_urgent=True)


def _own_letters(rights: Rights) -> Iterator[Item]:
    """Show the newest letters; whoever comes twice a month finds them without searching."""
    found = visible(Letter.objects.all(), rights).defer("document").order_by("-released_at", "-pk")
    for letter in found.exclude(kind__in=(LetterKind.CONSULTATION, LetterKind.OPINION))[:5]:
        yield Item(
            letter.subject,
            _("Schreiben vom %(day)s"),
            "letter",
            (letter.pk,),
            values={"day": letter.dated_on},
        )


def _open_intakes(rights: Rights) -> Iterator[Item]:
    """Show what was brought in and lies unapplied: until then it counts nowhere."""
    for one in intakes.intakes(rights).filter(state=IntakeState.OPEN):
        yield Item(one.title, _("Diese Zeilen sind noch nicht übernommen."), "intake", (one.pk,))


def _questions(rights: Rights) -> Iterator[Item]:
    if count := inquiries.waiting(rights).count():
        text = _("Fragen zu einzelnen Angaben warten auf eine Antwort.")
        yield Item(_("Fragen beantworten"), text, "inquiries", count=count)


def _targets(rights: Rights, today: date) -> Iterator[Item]:
    """Say whose day in a wave has passed, and whose comes soon, one line a wave."""
    found: dict[int, list[WaveTarget]] = {}
    for target in rollouts.next_targets(rights, today=today, until=today + timedelta(days=WAVE_DAYS)):
        found.setdefault(target.wave_id, []).append(target)
    for pk, targets in found.items():
        first = targets[0].planned_on
        is_late = first < today
        text = (
            _("Gemeinden sind verspätet, die erste seit dem %(day)s.")
            if is_late
            else _("Gemeinden sind als Nächstes dran, die erste am %(day)s.")
        )
        title = targets[0].wave.title
        yield Item(title, text, "wave", (pk,), count=len(targets), is_urgent=is_late, values={"day": first})


def _answers(rights: Rights, today: date) -> Iterator[Item]:
    for one in campaigns.campaigns(rights).filter(state__in=(CampaignState.DRAFT, CampaignState.SENT)):
        missing = one.asked - one.answered  # type: ignore[attr-defined]
        if one.state == CampaignState.DRAFT:
            yield Item(one.title, _("Der Entwurf ist noch nicht versandt."), "campaign", (one.pk,))
        elif missing:
            text = _("Antworten fehlen noch; gefragt ist bis zum %(day)s.")
            yield Item(
                one.title, text, "campaign", (one.pk,), missing, one.due_on < today, {"day": one.due_on}
            )


def _stale(district: str, today: date) -> Iterator[Item]:
    """Count the municipalities with old statements; who asks them begins at the page of ages."""
    found = freshness.due_municipalities(district, months=STALE_MONTHS, on=today)
    if count := found.count():
        yield Item(
            _("Angaben sind alt"),
            _("Gemeinden, deren Angaben älter als ein Jahr sind oder fehlen."),
            "freshness",
            count=count,
            query={"kreis": district},
        )
