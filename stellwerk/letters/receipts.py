"""The letter that confirms that an application has arrived: when, which version, with which fingerprint."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from stellwerk.law.answers import as_submitted, given, shown
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import NO, YES, Definition, Field, FieldKind
from stellwerk.law.money import euro
from stellwerk.law.periods import german
from stellwerk.letters.facts import Addressee, Fact, LetterContent, Letterhead, Table
from stellwerk.models import Application, ApplicationVersion, Attachment, TextVersion
from stellwerk.models import Letterhead as StoredHead

SIGNATURE = "Diese Bestätigung wurde maschinell erstellt und ist ohne Unterschrift gültig."
EXAMPLE_NOTE = "Beispieldaten: Antrag und Anschriften sind Beispielwerte."
NO_FILES = "keine"
UNPRINTABLE = "?"
LONGEST_CELL = 1500  # the letter confirms what came; the whole text stands on the page of the application


def receipt_content(
    application: Application,
    version: ApplicationVersion,
    files: Sequence[Attachment],
    text: TextVersion,
    *,
    received_at: datetime,
    sha256: str,
    printable: frozenset[str],
) -> LetterContent:
    """Return the confirmation, with all answers as its annex.

    printable  what the fonts of letters show; other characters of the applicant are marked, because nobody
               may miss the end of a window over one of them
    """
    head, local = application.call.programme.letterhead, timezone.localtime(received_at)
    return LetterContent(
        kind="receipt",
        letterhead=_letterhead(head),
        addressee=Addressee((application.applicant.name, application.applicant.city)),
        date=local.date(),
        file_number=application.file_number,
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        direct_dial=head.direct_dial,
        channel_note="per E-Mail",
        facts=_facts(application, version, files, printable, local) | {"prüfsumme": sha256},
        example_note=EXAMPLE_NOTE if application.is_example else "",
    )


def _letterhead(head: StoredHead) -> Letterhead:
    return Letterhead(
        authority=tuple(head.authority_lines.splitlines()),
        return_address=head.return_address,
        place=head.place,
        privacy_url=head.privacy_url,
        signature_name=SIGNATURE,
        signature_function="",
        form="A" if head.form == "A" else "B",
        is_example=head.is_example,
    )


def _facts(
    application: Application,
    version: ApplicationVersion,
    files: Sequence[Attachment],
    printable: frozenset[str],
    local: datetime,
) -> dict[str, Fact]:
    definition = parse(application.form_version.content)
    return {
        "programm": application.call.programme.name,
        "aufruf": _clean(application.call.title, printable),
        "antragsteller": application.applicant.legal_entity,
        "eingang": f"{german(local.date())} um {local:%H:%M:%S} Uhr",
        "fassung": str(version.number),
        "gezeichnet": _clean(version.by.name, printable),
        "anlagen": "\n".join(_file(one, printable) for one in files) or NO_FILES,
        "tabelle:angaben": _table(definition, version, printable),
    }


def said(one: Field, answer: str) -> str:
    """Return one answer as a letter writes it; letters are German."""
    if one.kind == FieldKind.YES_NO:
        return {YES: "Ja", NO: "Nein"}.get(answer, answer)
    if one.kind == FieldKind.MONEY:
        return euro(Decimal(answer))
    if one.kind == FieldKind.DATE:
        return german(date.fromisoformat(answer))
    if one.kind in (FieldKind.NUMBER, FieldKind.SHARE):
        return answer.replace(".", ",")
    return next((it.label for it in one.options if it.key == answer), answer)


def _table(definition: Definition, version: ApplicationVersion, printable: frozenset[str]) -> Table:
    answers = as_submitted(definition, version.answers)
    rows = [
        (one.label, ", ".join(said(one, it) for it in given(answers, one.key)) or "–")
        for one in shown(definition, answers)
        if one.kind != FieldKind.FILE
    ]
    cells = tuple((_clean(label, printable), _clean(answer, printable)) for label, answer in rows)
    return Table(header=("Frage", "Angabe"), rows=cells, align="ll", widths=(2, 3))


def _file(one: Attachment, printable: frozenset[str]) -> str:
    return f"{_clean(one.name, printable)} ({one.size} Byte, SHA-256 {one.sha256})"


def _clean(text: str, printable: frozenset[str]) -> str:
    words = " ".join(text.split())
    cut = words if len(words) <= LONGEST_CELL else f"{words[:LONGEST_CELL]} …"
    return "".join(it if it in printable else UNPRINTABLE for it in cut) or "–"
