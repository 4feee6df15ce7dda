"""The mail with a link to an account; the link is signed, derived from its row and stored nowhere."""

import hashlib

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from stellwerk.models import AccountLink, LinkKind, Membership, Role

SALT = "stellwerk account link"
SUBJECTS = {
    LinkKind.INVITATION: "Einladung zu Stellwerk",
    LinkKind.SIGN_IN: "Ihr Link zum Anmelden bei Stellwerk",
    LinkKind.PASSWORD: "Ihr Link für ein neues Passwort bei Stellwerk",
}
ASKED = {
    LinkKind.SIGN_IN: "mit diesem Link melden Sie sich bei Stellwerk an:",
    LinkKind.PASSWORD: "mit diesem Link setzen Sie bei Stellwerk ein neues Passwort:",
}
NOT_YOU = (
    "Haben Sie ihn nicht angefordert? Dann löschen Sie diese E-Mail bitte; es geschieht nichts. "
    "Geben Sie den Link nicht weiter."
)


def token(link: AccountLink) -> str:
    """Return the signed part of the address."""
    return _signer().sign(f"{link.pk}-{int(link.created_at.timestamp())}")


def row_of(said: str) -> int | None:
    """Return the key of the row that a token names; None where nobody signed it."""
    try:
        key, _dash, _created = _signer().unsign(said).partition("-")
    except BadSignature:
        return None
    return int(key)


def address(link: AccountLink) -> str:
    return f"{settings.BASE_URL}/konto/link/{token(link)}/"


def message_id(link: AccountLink) -> str:
    """Derive the id from the link, so that a repeat is recognisable as one."""
    digest = hashlib.sha256(token(link).encode()).hexdigest()
    return f"<{digest[:40]}@{settings.MESSAGE_ID_DOMAIN}>"


def subject(link: AccountLink) -> str:
    return SUBJECTS[LinkKind(link.kind)]


def text(link: AccountLink) -> str:
    """Return the text of the mail, in German."""
    until = timezone.localtime(link.expires_at)
    lines = [
        f"Guten Tag {link.person.name},",
        "",
        *_reason(link),
        "",
        address(link),
        "",
        f"Der Link gilt bis {until:%d.%m.%Y, %H:%M} Uhr und nur einmal.",
        "" if link.kind == LinkKind.INVITATION else NOT_YOU,
        "",
        "Diese E-Mail wurde automatisch erstellt. Bitte antworten Sie nicht darauf.",
    ]
    return "\n".join(lines)


def _reason(link: AccountLink) -> list[str]:
    if link.kind != LinkKind.INVITATION:
        return [ASKED[LinkKind(link.kind)]]
    newest = Membership.objects.filter(person=link.person).select_related("office").latest("pk")
    who = f"{link.by.name} lädt Sie ein" if link.by else "Sie sind eingeladen"
    return [
        f"{who}, für „{newest.office.name}“ mit Stellwerk zu arbeiten.",
        f"Ihre Rolle: {Role(newest.role).label}.",
        "Mit diesem Link melden Sie sich das erste Mal an:",
    ]


def _signer() -> Signer:
    return Signer(salt=SALT)
