"""The window of a call: from which moment to which applications are taken."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stellwerk.law.working import N_, Refused

BERLIN = ZoneInfo("Europe/Berlin")


def is_open(opens_at: datetime, closes_at: datetime, *, at: datetime) -> bool:
    """Say whether an application received at a moment is in time; the moments of both ends count.

    Law: terms of the call; no statute sets the end of a call (§ 31 LVwVfG leaves it to the authority).
    """
    return opens_at <= at <= closes_at


def require_window(opens_at: datetime, closes_at: datetime) -> None:
    """Refuse a window that ends before it begins, or does not begin and end with a minute.

    Law: terms of the call (§ 31 LVwVfG leaves them to the authority).
    """
    if closes_at <= opens_at:
        raise Refused(
            N_("Der Aufruf endet vor seinem Beginn. Bitte wählen Sie ein späteres Ende."), field="closes_at"
        )
    if any(end.second or end.microsecond for end in (opens_at, closes_at)):
        raise Refused(N_("Bitte nennen Sie Beginn und Ende auf die Minute."), field="closes_at")


def require_open(opens_at: datetime, closes_at: datetime, *, at: datetime) -> None:
    """Refuse what came before the window opened or after it closed; what counts is when it was received.

    at  when the last byte had arrived

    Law: terms of the call (§ 31 LVwVfG leaves them to the authority).
    """
    if at < opens_at:
        raise Refused(N_("Anträge sind ab %(moment)s möglich."), moment=_said(opens_at))
    if not is_open(opens_at, closes_at, at=at):
        raise Refused(
            N_(
                "Anträge waren bis %(end)s möglich, eingegangen ist dieser um %(at)s. Er wurde nicht "
                "eingereicht; der Entwurf bleibt erhalten. Bitte wenden Sie sich an die Bewilligungsbehörde."
            ),
            end=_said(closes_at),
            at=f"{at.astimezone(BERLIN):%H:%M:%S} Uhr",
        )


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
