"""The mail around a letter: it names the file reference and says what is attached."""

from stellwerk.law.periods import german
from stellwerk.models import Dispatch, DispatchRole, Letter, LetterKind

OPENINGS = {
    LetterKind.NOTICE: "anbei erhalten Sie unseren Bescheid vom {day}. Maßgeblich ist der Anhang.",
    LetterKind.CIRCULAR: "anbei erhalten Sie unser Rundschreiben vom {day}.",
    LetterKind.CONSULTATION: "anbei bitten wir Sie um Stellungnahme (Schreiben vom {day}).",
}
COPY = "Sie erhalten dieses Schreiben nachrichtlich."


def mail_subject(letter: Letter) -> str:
    """Return the subject with the file reference, so that an answer finds its file."""
    return f"{letter.subject} (Az. {letter.file_number})"


def mail_text(dispatch: Dispatch) -> str:
    letter = dispatch.letter
    head = letter.programme.letterhead
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        OPENINGS[LetterKind(letter.kind)].format(day=german(letter.dated_on)),
        *([COPY] if dispatch.role == DispatchRole.COPY else []),
        f"Bitte geben Sie bei Ihrer Antwort das Aktenzeichen {letter.file_number} an.",
        "",
        f"Datenschutz: {head.privacy_url} (auf Wunsch auch in Papierform)",
        "",
        "Mit freundlichen Grüßen",
        *head.authority_lines.splitlines(),
    ]
    return "\n".join(lines)


def file_name(letter: Letter) -> str:
    """Return the name of the attached file: what it is, of which day, for whom."""
    whom = letter.addressee.key if letter.addressee else "alle"
    return f"{letter.get_kind_display()}_{letter.dated_on:%Y-%m-%d}_{whom}.pdf"
