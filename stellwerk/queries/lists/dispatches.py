"""The ledger of dispatches, and the work list of those that did not arrive."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stellwerk.access import Rights, Verb
from stellwerk.models import Dispatch, DispatchRole, DispatchState, Office, TextVersion
from stellwerk.queries import dispatches as ask
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing, Rows
from stellwerk.queries.runs import runs
from stellwerk.queries.search import Related, Searched


def _role(key: str) -> str:
    return str(DispatchRole(key).label)


def _text_version(title: str, version: int) -> str:
    return str(TextVersion(title=title, version=version))


RECIPIENT = Column("empfaenger", _("Empfängerin oder Empfänger"), ("office__name",), sort=("office__name",))
ROLE = Column("rolle", _("Rolle"), ("role",), made=_role, is_shown=False)
ADDRESS = Column("adresse", _("Adresse"), ("address",), sort=("address",))
SUBJECT = Column("betreff", _("Betreff"), ("letter__subject",), link=("letter", "letter_id"), is_german=True)
FILE_NUMBER = Column("aktenzeichen", _("Aktenzeichen"), ("letter__file_number",), is_shown=False)
STATE = Column(
    "stand", _("Stand"), ("state",), Kind.STATE, sort=("state",), words=dict(DispatchState.choices)
)
ATTEMPTS = Column("versuche", _("Versuche"), ("attempts",), Kind.NUMBER, sort=("attempts",), is_shown=False)
SENT_AT = Column("versandt", _("versandt am"), ("sent_at",), Kind.MOMENT, sort=("sent_at",))
ANSWER = Column("antwort", _("Antwort des Servers"), ("answer",), Kind.CODE)
# The file is only there once the letter was set.
FILE_SHA256 = Column(
    "pruefsumme", _("Prüfsumme des PDF"), ("letter__file__sha256",), Kind.HASH, is_shown=False
)
DOCUMENT_SHA256 = Column(
    "inhalt", _("Prüfsumme des Inhalts"), ("letter__document_sha256",), Kind.HASH, is_shown=False
)
TEXT_VERSION = Column(
    "textfassung",
    _("Textfassung"),
    ("letter__text_version__title", "letter__text_version__version"),
    made=_text_version,
    is_german=True,
    is_shown=False,
)
RELEASED_BY = Column("freigegeben_von", _("freigegeben von"), ("letter__released_by__name",))
RELEASED_AT = Column(
    "freigegeben", _("freigegeben am"), ("letter__released_at",), Kind.MOMENT, is_shown=False
)
MESSAGE_ID = Column("kennung", _("Nachrichtenkennung"), ("message_id",), Kind.CODE, is_shown=False)


def _rows(rights: Rights, _on: date) -> Rows:
    return ask.ledger(rights)


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
