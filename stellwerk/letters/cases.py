"""From a run and its lines to the content of each letter: notice, circular, request for an opinion."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from stellwerk.law.money import euro
from stellwerk.law.periods import Period, german
from stellwerk.law.working import N_, Refused, Working, steps_from
from stellwerk.letters.facts import Addressee, Fact, Kind, LetterContent, Letterhead
from stellwerk.letters.notice import NoticeCase, notice_data, notice_facts, remedy_sentence
from stellwerk.models import Letterhead as StoredHead
from stellwerk.models import (
    Notice,
    Office,
    Part,
    Programme,
    Run,
    RunLine,
    SilenceRule,
    TextVersion,
)
from stellwerk.queries.programmes import goals_of

GRANT_KIND = "Projektförderung"
GRANT_FORM = "nicht rückzahlbarer Zuschuss"
EXAMPLE_NOTE = "Beispieldaten: Beträge, Beginntage und Anschriften sind Beispielwerte."
SILENCE = {
    SilenceRule.CONSENT: "Erreicht uns bis dahin keine Antwort, gehen wir von Ihrem Einvernehmen aus.",
    SilenceRule.WAIT: "Wir entscheiden erst, wenn uns Ihre Antwort vorliegt.",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all letters of a run share; read once however many letters there are."""

    run: Run
    programme: Programme
    letterhead: Letterhead
    direct_dial: str
    associations: str
    copies: tuple[str, ...]
    goals: str

    @property
    def example_note(self) -> str:
        return EXAMPLE_NOTE if self.programme.is_example else ""


def frame(run: Run) -> Frame:
    programme = run.programme
    parts = programme.participations.select_related("office").order_by("office__name", "pk")
    asked = [part.office.name for part in parts if part.part == Part.CONSULTED]
    copies = tuple(part.office.name for part in parts if part.part == Part.CIRCULAR_COPY)
    head = programme.letterhead
    associations, goals = ", ".join(asked), goals_of(programme)
    return Frame(run, programme, letterhead_of(head), head.direct_dial, associations, copies, goals)


def letterhead_of(head: StoredHead) -> Letterhead:
    return Letterhead(
        authority=tuple(head.authority_lines.splitlines()),
        return_address=head.return_address,
        place=head.place,
        privacy_url=head.privacy_url,
        signature_name=head.signature_name,
        signature_function=head.signature_function,
        form="A" if head.form == "A" else "B",
        is_example=head.is_example,
    )


def approvals(run: Run, *, grant_id: int | None = None) -> dict[int, date]:
    """Return the day of the approval of each grant of the programme: what an amendment amends."""
    found = Notice.objects.filter(grant__programme=run.programme, number=0).order_by("pk")
    if grant_id is not None:
        found = found.filter(grant=grant_id)
    return dict(found.values_list("grant_id", "issued_on"))


def notice_case(shared: Frame, line: RunLine, *, number: int, amended_on: date) -> NoticeCase:
    """Return the case of one changed grant.

    Refused: the recipient has no court, so nobody could say where to sue.
    """
    run, grant, office = shared.run, line.grant, line.grant.recipient
    require_court(office)
    return NoticeCase(
        **_same_in_all(shared),
        recipient=office.legal_entity,
        ags=office.district_id or "",
        number=number,
        amended_on=amended_on,
        amended_file_number=grant.file_number,
        eligible_expenditure=_eligible(line),
        old=Period(grant.starts_on, line.old_end),
        new=Period(grant.starts_on, line.new_end),
        before=_years(line.before),
        added=_years(line.added),
        court=office.court,
        court_seat=office.court_seat,
        remedy=remedy_sentence(run.remedy_text.body, court=office.court, seat=office.court_seat),
        working=Working(line.total_added, steps_from(line.working)),
        is_example=grant.is_example,
    )


def notice_content(shared: Frame, line: RunLine, *, number: int, amended_on: date) -> LetterContent:
    case = notice_case(shared, line, number=number, amended_on=amended_on)
    label = str(shared.run.notice_text)
    data = notice_data(case, authority=shared.letterhead.authority[0], text_label=label)
    to = line.grant.recipient
    return _content(shared, "notice", shared.run.notice_text, _address(to), notice_facts(case), data=data)


def circular_content(shared: Frame) -> LetterContent:
    text = shared.run.circular_text
    lines = tuple(shared.programme.circular_address.split("\n"))
    return _content(shared, "circular", text, lines, _run_facts(shared), copies=shared.copies)


def consultation_content(
    shared: Frame, office: Office, text: TextVersion, *, asked_on: date, due_on: date
) -> LetterContent:
    rule = SilenceRule(shared.programme.silence_rule)
    facts = _run_facts(shared) | {"frist": german(due_on), "schweigeregel": SILENCE[rule]}
    content = _content(shared, "consultation", text, _address(office), facts)
    return replace(content, date=asked_on)


def _same_in_all(shared: Frame) -> dict[str, Any]:
    """Return what every notice of a run says alike."""
    run, programme = shared.run, shared.programme
    return {
        "file_number": programme.file_number,
        "decided_on": run.letter_date,
        "programme": programme.name,
        "legal_basis": run.legal_basis,
        "measure": programme.measure,
        "purpose": programme.purpose,
        "goals": shared.goals,
        "grant_kind": GRANT_KIND,
        "grant_form": GRANT_FORM,
        "financing_type": run.terms.get_financing_type_display(),
        "reason": run.reason,
        "associations": shared.associations,
        "conditions": programme.conditions,
        "proof_office": programme.proof_rule,
    }


def _content(
    shared: Frame,
    kind: Kind,
    text: TextVersion,
    lines: tuple[str, ...],
    facts: dict[str, Fact],
    *,
    copies: tuple[str, ...] = (),
    data: dict[str, Any] | None = None,
) -> LetterContent:
    return LetterContent(
        kind=kind,
        letterhead=shared.letterhead,
        addressee=Addressee(lines),
        date=shared.run.letter_date,
        file_number=shared.programme.file_number,
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        direct_dial=shared.direct_dial,
        channel_note="per E-Mail",
        copies=copies,
        facts=facts,
        example_note=shared.example_note,
        data=data,
    )


def _run_facts(shared: Frame) -> dict[str, Fact]:
    return {
        "programm": shared.programme.name,
        "rechtsgrundlage": shared.run.legal_basis,
        "begründung": shared.run.reason,
        "verbände": shared.associations,
        "ende_neu": german(Period(date.min, shared.run.new_end).last_day),
    }


def _address(office: Office) -> tuple[str, ...]:
    return (office.name, office.city)


def _eligible(line: RunLine) -> str:
    """Say what is funded (VV Nr. 4.2.7): the costs of the grant where it has a plan, else the post."""
    grant = line.grant
    if grant.eligible_monthly is None:
        return f"Personalausgaben für die Stelle {grant.post.number} im Umfang von {_share(line)} VZÄ"
    return f"{euro(grant.eligible_monthly)} im Monat laut Finanzierungsplan"


def _share(line: RunLine) -> str:
    return str(line.grant.post.approved_share.normalize()).replace(".", ",")


def _years(stored: dict[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in stored.items()}


def require_court(office: Office) -> None:
    """Refuse a decision on which nobody could say where to sue (§ 37 Abs. 6 LVwVfG)."""
    if not office.court or not office.court_seat:
        raise Refused(
            N_(
                "Für „%(office)s“ ist kein Verwaltungsgericht hinterlegt. "
                "Bitte tragen Sie es ein, sonst ist die Rechtsbehelfsbelehrung unvollständig."
            ),
            field="court",
            office=office.name,
        )
