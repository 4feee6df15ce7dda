"""The mail around a letter: it names the file reference and says what is attached."""

from stellwerk.law.periods import german
from stellwerk.letters.campaigns import invitation_of, link
from stellwerk.models import Dispatch, DispatchRole, Letter, LetterKind
from stellwerk.queries.campaigns import sender

OPENINGS = {
    LetterKind.NOTICE: "anbei erhalten Sie unseren Bescheid vom {day}. Maßgeblich ist der Anhang.",
    LetterKind.CIRCULAR: "anbei erhalten Sie unser Rundschreiben vom {day}.",
    LetterKind.CONSULTATION: "anbei bitten wir Sie um Stellungnahme (Schreiben vom {day}).",
    LetterKind.OPINION: "anbei bitten wir Sie um Stellungnahme (Schreiben vom {day}).",
    LetterKind.RECEIPT: "Ihr Antrag ist eingegangen. Anbei erhalten Sie die Bestätigung vom {day}.",
    LetterKind.APPROVAL: "anbei erhalten Sie unseren Bescheid vom {day}. Maßgeblich ist der Anhang.",
    LetterKind.REFUSAL: "anbei erhalten Sie unseren Bescheid vom {day}. Maßgeblich ist der Anhang.",
    LetterKind.CONTRACT: "anbei erhalten Sie den Entwurf unseres Vertrags vom {day} zur Unterschrift.",
    LetterKind.CAMPAIGN: "im Anhang steht, was wir über die Onlinedienste in {name} wissen (Stand {day}).",
}
COPY = "Sie erhalten dieses Schreiben nachrichtlich."


def mail_subject(letter: Letter) -> str:
    """Return the subject with the file reference, so that an answer finds its file."""
    return f"{letter.subject} (Az. {letter.file_number})" if letter.file_number else letter.subject


def mail_text(dispatch: Dispatch) -> str:
    """Return the text of the mail.

    ValueError: the personal link of a campaign cannot be made any more.
    """
    if dispatch.letter.kind == LetterKind.CAMPAIGN:
        return _campaign_text(dispatch)
    letter = dispatch.letter
    head = letter.programme.letterhead
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        OPENINGS[LetterKind(letter.kind)].format(day=german(letter.dated_on)),
        *([COPY] if dispatch.role == DispatchRole.COPY else []),
        f"Bitte geben Sie bei Ihrer Antwort das Aktenzeichen {letter.file_number} an.",
        "",
        *_closing(head.privacy_url, head.authority_lines.splitlines()),
    ]
    return "\n".join(lines)


def mail_reply_to(dispatch: Dispatch) -> str:
    """Return where an answer by mail goes: to the authority, or to the office that asks."""
    if dispatch.letter.kind == LetterKind.CAMPAIGN:
        return sender(invitation_of(dispatch).campaign.district_id).email
    return dispatch.letter.programme.letterhead.reply_to


def file_name(letter: Letter) -> str:
    """Return the name of the attached file: what it is, of which day, for whom."""
    whom = letter.addressee.key if letter.addressee else "alle"
    return f"{letter.get_kind_display()}_{letter.dated_on:%Y-%m-%d}_{whom}.pdf"


def _campaign_text(dispatch: Dispatch) -> str:
    """Write the mail with the personal link, which stands nowhere else."""
    letter, invitation = dispatch.letter, invitation_of(dispatch)
    name, campaign = invitation.municipality.name, invitation.campaign
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        OPENINGS[LetterKind.CAMPAIGN].format(name=name, day=german(letter.dated_on)),
        "",
        f"Bitte bestätigen oder berichtigen Sie diese Angaben bis zum {german(campaign.due_on)}.",
        "Sie brauchen dafür kein Benutzerkonto, nur diese persönliche Seite:",
        "",
        link(invitation),
        "",
        *([f"Unser Aktenzeichen: {letter.file_number}", ""] if letter.file_number else []),
        f"Der Verweis gilt nur für {name}. Bitte geben Sie ihn nur an die Person weiter, die antworten soll.",
        "",
        *_closing(letter.programme.letterhead.privacy_url, [sender(campaign.district_id).name]),
    ]
    return "\n".join(lines)


def _closing(privacy_url: str, authority: list[str]) -> list[str]:
    return [
        f"Datenschutz: {privacy_url} (auf Wunsch auch in Papierform)",
        "",
        "Mit freundlichen Grüßen",
        *authority,
    ]
