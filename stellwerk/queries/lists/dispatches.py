"""The ledger of dispatches, and the work list of those that did not arrive."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import Dispatch, DispatchState, Office
from stellwerk.queries import dispatches as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing, Rows
from stellwerk.queries.runs import runs
from stellwerk.queries.search import Related, Searched


def _file_sha256(dispatch: Any) -> str:
    """The file is only there once the letter was set."""
    file = getattr(dispatch.letter, "file", None)
    return file.sha256 if file else ""


RECIPIENT = Column(
    "empfaenger",
    _("Empfängerin oder Empfänger"),
    lambda row: row.office.name,
    sort=("office__name",),
)
ROLE = Column("rolle", _("Rolle"), lambda row: row.get_role_display(), is_shown=False)
ADDRESS = Column("adresse", _("Adresse"), lambda row: row.address, sort=("address",))
SUBJECT = Column(
    "betreff",
    _("Betreff"),
    lambda row: row.letter.subject,
    link=lambda row: ("letter", row.letter_id),
    is_german=True,
)
FILE_NUMBER = Column("aktenzeichen", _("Aktenzeichen"), lambda row: row.letter.file_number, is_shown=False)
STATE = Column(
    "stand",
    _("Stand"),
    lambda row: row.state,
    Kind.STATE,
    sort=("state",),
    words=dict(DispatchState.choices),
)
ATTEMPTS = Column(
    "versuche", _("Versuche"), lambda row: row.attempts, Kind.NUMBER, sort=("attempts",), is_shown=False
)
SENT_AT = Column("versandt", _("versandt am"), lambda row: row.sent_at, Kind.MOMENT, sort=("sent_at",))
ANSWER = Column("antwort", _("Antwort des Servers"), lambda row: row.answer, Kind.CODE)
FILE_SHA256 = Column("pruefsumme", _("Prüfsumme des PDF"), _file_sha256, Kind.HASH, is_shown=False)
DOCUMENT_SHA256 = Column(
    "inhalt", _("Prüfsumme des Inhalts"), lambda row: row.letter.document_sha256, Kind.HASH, is_shown=False
)
TEXT_VERSION = Column(
    "textfassung",
    _("Textfassung"),
    lambda row: str(row.letter.text_version),
    related=("letter__text_version",),
    is_german=True,
    is_shown=False,
)
RELEASED_BY = Column("freigegeben_von", _("freigegeben von"), lambda row: row.letter.released_by.name)
RELEASED_AT = Column(
    "freigegeben", _("freigegeben am"), lambda row: row.letter.released_at, Kind.MOMENT, is_shown=False
)
MESSAGE_ID = Column("kennung", _("Nachrichtenkennung"), lambda row: row.message_id, Kind.CODE, is_shown=False)


def _rows(rights: Rights, _on: date) -> Rows:
    return ask.ledger(rights).defer("letter__document", "letter__file__content", "letter__text_version__body")


def _runs(rights: Rights) -> Choices:
    return [(str(run.pk), run.title) for run in runs(rights)]


def _states(_rights: Rights) -> Choices:
    return list(DispatchState.choices)


def _problems(_rights: Rights) -> Choices:
    return [(state, state.label) for state in ask.PROBLEMS]


BY_STATE = Filter("stand", _("Stand"), lambda rows, key, _on: rows.filter(state=key), choices=_states)
BY_RUN = Filter(
    "fortfuehrung",
    _("Fortführung"),
    lambda rows, pk, _on: rows.filter(letter__run=int(pk)),
    choices=_runs,
)

LEDGER = Listing(
    key="versand",
    title=_("Versandbuch"),
    route="ledger",
    verb=Verb.READ_OFFICE,
    model=Dispatch,
    rows=_rows,
    columns=(
        RECIPIENT, ROLE, ADDRESS, SUBJECT, FILE_NUMBER, STATE, ATTEMPTS, SENT_AT, ANSWER,
        FILE_SHA256, DOCUMENT_SHA256, TEXT_VERSION, RELEASED_BY, RELEASED_AT, MESSAGE_ID,
    ),
    filters=(BY_STATE, BY_RUN),
    search_label=_("Suche nach Stelle, Betreff oder Adresse"),
    search=Searched(plain=("letter__subject", "address"), related=(Related("office", Office, "name"),)),
    order=("-pk",),
    counted=lambda n: (
        ngettext("%(count)s Sendung gefunden.", "%(count)s Sendungen gefunden.", n) % {"count": n}
    ),
    nothing=_(
        "Keine Sendung passt zu dieser Auswahl. "
        "Sendungen entstehen, wenn eine Fortführung freigegeben wird."
    ),
)  # fmt: skip
PROBLEMS = replace(
    LEDGER,
    key="versandprobleme",
    title=_("Was nicht angekommen ist"),
    route="dispatch_problems",
    rows=lambda rights, on: _rows(rights, on).filter(state__in=ask.PROBLEMS),
    columns=tuple(
        replace(it, is_shown=False) if it in (SENT_AT, RELEASED_BY) else it for it in LEDGER.columns
    ),
    filters=(replace(BY_STATE, choices=_problems), BY_RUN),
    nothing=_("Alles ist angekommen: Keine Sendung ist fehlgeschlagen oder wird zurückgehalten."),
)
