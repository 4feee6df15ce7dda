"""What a municipality says about its list by its personal link: all is right, or these lines are not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from stellwerk.actions._coverage import record
from stellwerk.actions._steps import counted, journal
from stellwerk.law.coverage import LIVE, PLANNED, Entry
from stellwerk.law.working import N_, Refused
from stellwerk.models import Campaign, CampaignState, ChangeSetKind, Confidence, CoverageSource, Invitation
from stellwerk.queries.campaigns import Line, lines

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a municipality says of one line instead of what we knew.

    day  since when it is live, or for when it is planned; None: today, or nothing planned
    """

    state: str
    day: date | None = None


@transaction.atomic(durable=True)
def begin_answer(invitation_id: int, *, at: datetime) -> None:
    """Note that somebody started to correct the list; the first time counts."""
    asked = Invitation.objects.select_for_update(of=("self",)).select_related("municipality")
    invitation = asked.get(pk=invitation_id)
    if invitation.opened_at is None:
        invitation.opened_at = at
        invitation.save(update_fields=["opened_at"])
        journal(None, at, "begin_answer", invitation, f"{invitation.municipality.name} hat begonnen")


@transaction.atomic(durable=True)
def answer(
    invitation_id: int,
    *,
    at: datetime,
    by_text: str,
    seen: Mapping[Cell, int | None],
    corrections: Mapping[Cell, Correction],
) -> Invitation:
    """Write down the answer of a municipality as one change set: what it corrects, and all else as confirmed.

    by_text  name and function of the person, as they wrote it
    seen     the open fact of each line that was on the page

    Lines of which nothing is known stay so unless they are corrected.
    Refused: the round is closed, a line has changed since it was seen, or there is nothing to say.
    """
    invitation, campaign = _locked(invitation_id)
    today, name = timezone.localdate(at), invitation.municipality.name
    known = lines(campaign.pk, [invitation.municipality_id])[invitation.municipality_id]
    _require_the_same(known, seen)
    change_set = record(
        list(_entries(known, corrections, today)),
        by=None, by_text=by_text, at=at, district=campaign.district_id, kind=ChangeSetKind.CONFIRMATION,
        title=f"{campaign.title}: {name}", source=CoverageSource.MUNICIPALITY, confidence=Confidence.HIGH,
        checked_on=today, seen=seen,
    )  # fmt: skip
    invitation.change_set, invitation.answered_at, invitation.answered_by = change_set, at, by_text[:200]
    invitation.opened_at = invitation.opened_at or at
    invitation.save(update_fields=["change_set", "answered_at", "answered_by", "opened_at"])
    text = f"{name} hat geantwortet, {counted(len(corrections), 'Zeile', 'Zeilen')} berichtigt"
    journal(None, at, "answer_campaign", invitation, text, {"by": by_text})
    return invitation


def _locked(invitation_id: int) -> tuple[Invitation, Campaign]:
    """Lock the campaign, so that nobody closes it meanwhile, and the invitation: one answer at a time."""
    asked = Invitation.objects.only("campaign_id").get(pk=invitation_id)
    campaign = Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.campaign_id)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("municipality")
    if campaign.state != CampaignState.SENT:
        raise Refused(N_("Diese Runde ist beendet; eine Antwort ist nicht mehr möglich."))
    return found.get(pk=invitation_id), campaign


def _require_the_same(known: list[Line], seen: Mapping[Cell, int | None]) -> None:
    """Refuse where a line was added or changed since the page was shown; ``record`` compares once more."""
    changed = [line for line in known if line.cell not in seen or seen[line.cell] != line.seen]
    if changed:
        raise Refused(
            N_(
                "Inzwischen hat sich etwas geändert (Zeilen: %(count)s). Nichts wurde "
                "übernommen. Bitte prüfen Sie die markierten Zeilen und senden Sie Ihre Antwort noch einmal."
            ),
            count=str(len(changed)),
        )


def _entries(known: list[Line], corrections: Mapping[Cell, Correction], today: date) -> Iterator[Entry]:
    for line in known:
        ags, key, channel = line.cell
        if correction := corrections.get(line.cell):
            yield _corrected(line, correction, today)
        elif fact := line.fact:
            yield Entry(
                ags=ags, service_key=key, channel=channel, state=fact.state, valid_from=fact.valid_from,
                planned_on=fact.planned_on, maturity=fact.maturity, maturity_model=fact.maturity_model,
                note=fact.note,
            )  # fmt: skip


def _corrected(line: Line, said: Correction, today: date) -> Entry:
    """Return what holds instead.

    Refused: a plan without a day or for a day that has passed, or online since a day to come.
    """
    ags, key, channel = line.cell
    begins = said.day or today if said.state == LIVE else today
    if begins > today:
        raise Refused(
            N_("%(service)s: „online“ gilt ab einem Tag, der schon war. Bitte wählen Sie sonst „geplant“."),
            service=line.service.name,
        )
    planned_on = said.day if said.state == PLANNED else None
    if said.state == PLANNED and (planned_on is None or planned_on < today):
        raise Refused(
            N_("%(service)s: Für „geplant“ fehlt ein künftiger Tag. Bitte geben Sie ihn an."),
            service=line.service.name,
        )
    stays = line.fact if line.fact and line.fact.state == said.state == LIVE else None
    return Entry(
        ags=ags, service_key=key, channel=channel, state=said.state, valid_from=begins, planned_on=planned_on,
        online_service=stays.online_service_id if stays else None,
    )  # fmt: skip
