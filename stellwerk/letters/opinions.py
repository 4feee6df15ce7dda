"""The letter that asks a body for its opinion, and the one that reminds it."""

from collections.abc import Sequence
from datetime import date

from stellwerk.law.periods import german
from stellwerk.letters.cases import EXAMPLE_NOTE, SILENCE, letterhead_of
from stellwerk.letters.facts import Addressee, LetterContent
from stellwerk.models import Office, OpinionRequest, SilenceRule, TextVersion

NONE = "keine"


def opinion_content(
    request: OpinionRequest,
    office: Office,
    text: TextVersion,
    *,
    on: date,
    about: Sequence[str],
    files: Sequence[str],
) -> LetterContent:
    """Return the letter to one body.

    about  the applications it is asked about, each in a line
    files  names of what it can read on its page
    """
    programme = request.programme
    return LetterContent(
        kind="opinion",
        letterhead=letterhead_of(programme.letterhead),
        addressee=Addressee((office.name, office.city)),
        date=on,
        file_number=programme.file_number,
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        direct_dial=programme.letterhead.direct_dial,
        channel_note="per E-Mail",
        facts={
            "programm": programme.name,
            "gegenstand": request.title,
            "frage": request.question,
            "anträge": "\n".join(about) or NONE,
            "unterlagen": "\n".join(files) or NONE,
            "frist": german(request.due_on),
            "schweigeregel": SILENCE[SilenceRule(request.silence_rule)],
        },
        example_note=EXAMPLE_NOTE if request.is_example else "",
    )
