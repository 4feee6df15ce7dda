"""The letter that asks a municipality whether its list is right, and the personal link of the mail."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date

from django.conf import settings
from django.utils.crypto import salted_hmac

from stellwerk.law.periods import german
from stellwerk.letters.facts import Addressee, LetterContent, Letterhead, Table
from stellwerk.models import (
    Campaign,
    CoverageFact,
    CoverageState,
    Dispatch,
    Invitation,
    Municipality,
    Office,
    Person,
    TextKind,
    TextVersion,
)
from stellwerk.models import Letterhead as StoredHead
from stellwerk.queries.campaigns import Line, fingerprint, lines, programme_of, sender, town_hall
from stellwerk.queries.letters import text_in_force

SALT = "stellwerk.campaigns"
EXAMPLE_NOTE = "Beispieldaten: Angaben und Anschriften sind Beispielwerte."
FUNCTION = "Koordination im Landkreis"
REQUEST = (
    "Bitte sehen Sie die Liste durch. Ihre Antwort hilft uns, freie Dienste dort anzubieten, wo sie fehlen."
)
UNKNOWN = "noch nicht erhoben"
WORDS = {"live": "online", "planned": "geplant", "none": "kein Angebot", "not_responsible": "nicht zuständig"}
WAYS = {
    "efa": "Einer-für-Alle-Dienst",
    "standard": "Standardprozess",
    "universal": "Universalprozess",
    "own": "eigener Dienst",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all letters of a campaign share.

    head  of the programme under which the office coordinates; its place and privacy notice are used
    """

    campaign: Campaign
    office: Office
    head: StoredHead
    text: TextVersion
    by: Person

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(
            authority=(self.office.name,),
            return_address=f"{self.office.name}, {self.office.city}",
            place=self.office.city,
            privacy_url=self.head.privacy_url,
            signature_name=self.by.name,
            signature_function=FUNCTION,
            is_example=self.head.is_example,
        )


def secret(campaign: Campaign, ags: str) -> str:
    """Return the secret of a municipality's link: 256 bit, derived, so that it is stored nowhere.

    Whoever knows the installation's secret key can derive it; the worker does, when it writes the mail.
    """
    seed = f"{campaign.pk}:{campaign.created_at.astimezone(UTC).isoformat()}:{ags}"
    digest = salted_hmac(SALT, seed, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def link(invitation: Invitation) -> str:
    """Return the address for the mail.

    ValueError: the secret key was exchanged since the campaign was made, so the link would lead nowhere.
    """
    token = secret(invitation.campaign, invitation.municipality_id)
    if fingerprint(token) != invitation.token_sha256:
        raise ValueError("Der geheime Schlüssel wurde gewechselt. Bitte legen Sie die Runde neu an.")
    return f"{settings.BASE_URL}/bestaetigung/{token}/"


def invitation_of(dispatch: Dispatch) -> Invitation:
    """Return the invitation that a mail belongs to, be it the first letter or a reminder."""
    found = Invitation.objects.select_related("campaign__district", "municipality").order_by("pk")
    return found.filter(dispatch=dispatch).first() or found.get(reminders__dispatch=dispatch)


def campaign_content(
    shared: Frame, to: Office, name: str, lines: Sequence[Line], *, dated_on: date
) -> LetterContent:
    """Return the letter to one municipality, its list as the annex.

    name  of the municipality
    """
    campaign, text = shared.campaign, shared.text
    return LetterContent(
        kind="campaign",
        letterhead=shared.letterhead,
        addressee=Addressee((to.name, to.city)),
        date=dated_on,
        file_number=campaign.file_number,
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        channel_note="per E-Mail",
        facts={
            "gemeinde": name,
            "landkreis": shared.office.legal_entity,
            "runde": campaign.title,
            "anliegen": campaign.text,
            "antwort_bis": german(campaign.due_on),
            "tabelle:angebote": _table(lines),
        },
        example_note=EXAMPLE_NOTE if shared.head.is_example or any(it.is_example for it in lines) else "",
    )


def preview(campaign: Campaign, place: Municipality, *, by: Person, on: date) -> LetterContent:
    """Return the letter as it would go out on a day.

    Refused: an office or a text is missing.
    """
    office, to = sender(campaign.district_id), town_hall(place)
    text = text_in_force(TextKind.CAMPAIGN, on=on)
    shared = Frame(campaign, office, programme_of(office).letterhead, text, by)
    return campaign_content(shared, to, place.name, lines(campaign.pk, [place.pk])[place.pk], dated_on=on)


def _table(lines: Sequence[Line]) -> Table:
    return Table(
        header=("Leistung", "LeiKa-Schlüssel", "Stand", "geprüft am"),
        rows=tuple(_row(line) for line in lines),
        align="llll",
        widths=(5, 3, 3, 2),
    )


def _row(line: Line) -> tuple[str, ...]:
    fact, name = line.fact, line.service.name
    if fact is None:
        return name, line.service.key, UNKNOWN, "–"
    way = f" ({WAYS[line.channel]})" if line.channel in WAYS else ""
    return name + way, line.service.key, _state(fact), german(fact.checked_on)


def _state(fact: CoverageFact) -> str:
    """Say what holds and since when, or for which day it is planned; a letter is always German."""
    word = WORDS[fact.state]
    if fact.planned_on:
        return f"{word} für {german(fact.planned_on)}"
    return f"{word} seit {german(fact.valid_from)}" if fact.state == CoverageState.LIVE else word
