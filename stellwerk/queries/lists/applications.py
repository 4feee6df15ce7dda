"""The lists of applications: all cases, what is nobody's yet, one's own cases, what an office applied for."""

from dataclasses import replace
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.lookups import Exact
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stellwerk.access import Rights, Verb
from stellwerk.law.applications import STEPS
from stellwerk.models import Application, ApplicationState, Flag, Office
from stellwerk.queries import applications as ask
from stellwerk.queries import calls
from stellwerk.queries.checks import all_case_workers
from stellwerk.queries.lists.bounds import at_least, at_most, since, until
from stellwerk.queries.lists.declared import Choices, Column, Filter, Kind, Listing, Rows
from stellwerk.queries.search import Related, Searched

ROWS = 60
RUNNING, NOBODY, YES, NO = "laufend", "niemand", "ja", "nein"
UNDECIDED = sorted(STEPS["check"])
STATES = dict(ApplicationState.choices)


def _yes_or_no(is_so: bool) -> str:
    return gettext("ja") if is_so else gettext("nein")


APPLICANT = Column(
    "antragsteller",
    _("Antragsteller"),
    ("applicant__name",),
    sort=("applicant__name",),
    link=("application", "pk"),
    example="is_example",
)
FILE_NUMBER = Column("aktenzeichen", _("Aktenzeichen"), ("file_number",), sort=("file_number",))
CALL = Column("aufruf", _("Förderaufruf"), ("call__title",), sort=("call__title",), is_german=True)
PROGRAMME = Column("programm", _("Programm"), ("call__programme__name",), is_german=True, is_shown=False)
ARRIVED = Column("eingang", _("eingegangen am"), ("submitted_at",), Kind.MOMENT, sort=("submitted_at",))
ASKED = Column("beantragt", _("beantragt"), ("amount_asked",), Kind.EURO, sort=("amount_asked",))
WHO = Column("wer", _("Zuständig"), ("assigned_to__name",))
STATE = Column("stand", _("Stand"), ("state",), Kind.STATE, sort=("state", "submitted_at"), words=STATES)
FLAGGED = Column("markiert", _("Markiert"), ("is_flagged",), made=_yes_or_no, is_shown=False)
CERTIFIED = Column("gezeichnet", _("gezeichnet von"), ("certified_by__name",), is_shown=False)
CREATED = Column("angelegt", _("angelegt am"), ("created_at",), Kind.MOMENT, is_shown=False)
EXAMPLE = Column("beispiel", _("Beispielwerte"), ("is_example",), made=_yes_or_no, is_shown=False)


def _calls(rights: Rights) -> Choices:
    return [(str(pk), title) for pk, title in calls.titles(rights)]


def _states(_rights: Rights) -> Choices:
    seen = [it for it in ApplicationState.choices if it[0] != "draft"]
    return [(RUNNING, _("noch nicht entschieden")), *seen]


def _own_states(_rights: Rights) -> Choices:
    return ApplicationState.choices


def _running_states(_rights: Rights) -> Choices:
    return [(state, STATES[state]) for state in UNDECIDED]


def _people(rights: Rights) -> Choices:
    return [(NOBODY, _("niemand")), *((str(pk), name) for pk, name in all_case_workers(rights))]


def _flag_choices(_rights: Rights) -> Choices:
    return [(YES, _("ja")), (NO, _("nein"))]


def _in_state(rows: Rows, key: str, _on: date) -> Rows:
    return rows.filter(state__in=UNDECIDED) if key == RUNNING else rows.filter(state=key)


def _of_person(rows: Rows, key: str, _on: date) -> Rows:
    return rows.filter(assigned_to=None if key == NOBODY else int(key))


class _Among(Exact):
    """Equal to one of an array."""

    def get_rhs_op(self, _connection: object, rhs: str) -> str:
        return f"= ANY {rhs}"


def _flagged(rows: Rows, key: str, _on: date) -> Rows:
    """Keep what is flagged, or what is not.

    The flagged are few: collected first, they are found by their keys. Asked for each row instead, PostgreSQL
    goes through a million of them in the order of the page.
    """
    if key != YES:
        return rows.filter(~_open_flag())
    flagged = ArraySubquery(Flag.objects.filter(cleared_at=None).values("application"))
    return rows.filter(_Among(F("pk"), flagged))


def _open_flag() -> Exists:
    return Exists(Flag.objects.filter(application=OuterRef("pk"), cleared_at=None))


def _cases(rows: Rows) -> Rows:
    found: Rows = rows.annotate(is_flagged=_open_flag())
    return found


BY_CALL = Filter("aufruf", _("Förderaufruf"), lambda rows, pk, _on: rows.filter(call=int(pk)), choices=_calls)
BY_STATE = Filter("stand", _("Stand"), _in_state, choices=_states)
BY_PERSON = Filter("wer", _("Zuständig"), _of_person, choices=_people)
FURTHER = (
    Filter("markiert", _("Markiert"), _flagged, choices=_flag_choices, is_more=True),
    Filter("betrag_von", _("beantragt ab"), at_least("amount_asked"), typed=Kind.EURO, is_more=True),
    Filter("betrag_bis", _("beantragt bis"), at_most("amount_asked"), typed=Kind.EURO, is_more=True),
    Filter("eingang_von", _("eingegangen ab"), since("submitted_at"), is_more=True),
    Filter("eingang_bis", _("eingegangen bis"), until("submitted_at"), is_more=True),
)

CASES = Listing(
    key="vorgaenge",
    title=_("Anträge"),
    route="applications",
    verb=Verb.READ_OFFICE,
    model=Application,
    rows=lambda rights, _on: _cases(ask.cases(rights)),
    columns=(
        APPLICANT, FILE_NUMBER, CALL, PROGRAMME, ARRIVED, ASKED, WHO, STATE,
        FLAGGED, CERTIFIED, CREATED, EXAMPLE,
    ),
    filters=(BY_CALL, BY_STATE, BY_PERSON, *FURTHER),
    search_label=_("Suche nach Stelle oder Aktenzeichen"),
    search=Searched(fields=("file_number",), related=(Related("applicant", Office, "name"),)),
    order=("-submitted_at", "-pk"),
    counted=lambda n: ngettext("%(count)s Antrag gefunden.", "%(count)s Anträge gefunden.", n) % {"count": n},
    nothing=_("Kein Antrag passt zu dieser Auswahl. Bitte ändern oder leeren Sie die Filter."),
    size=ROWS,
)  # fmt: skip
INBOX = replace(
    CASES,
    key="eingang",
    title=_("Neu eingegangene Anträge"),
    route="applications_inbox",
    rows=lambda rights, _on: _cases(ask.inbox(rights)),
    columns=(APPLICANT, FILE_NUMBER, CALL, PROGRAMME, ARRIVED, ASKED, FLAGGED, CERTIFIED, EXAMPLE),
    filters=(BY_CALL, *FURTHER),
    order=("submitted_at", "pk"),
    nothing=_("Nichts Neues: Jeder eingegangene Antrag ist jemandem zugewiesen."),
)
MINE = replace(
    CASES,
    key="meine-vorgaenge",
    title=_("Meine Vorgänge"),
    route="applications_mine",
    rows=lambda rights, _on: _cases(ask.own_cases(rights)),
    columns=(APPLICANT, FILE_NUMBER, CALL, PROGRAMME, ARRIVED, ASKED, STATE, FLAGGED, CERTIFIED, EXAMPLE),
    filters=(BY_CALL, replace(BY_STATE, choices=_running_states), *FURTHER),
    order=("submitted_at", "pk"),
    nothing=_("Ihnen ist kein laufender Antrag zugewiesen, der zu dieser Auswahl passt."),
)
OWN = replace(
    CASES,
    key="antraege",
    title=_("Meine Anträge"),
    route="own_applications",
    verb=Verb.APPLY,
    rows=lambda rights, _on: ask.own_applications(rights),
    columns=(
        replace(FILE_NUMBER, link=("own_application", "pk"), example="is_example"),
        CALL,
        Column("stelle", pgettext_lazy("Behörde oder Verband", "Stelle"), ("applicant__name",)),
        ARRIVED,
        replace(ASKED, is_shown=False),
        STATE,
        CREATED,
        EXAMPLE,
    ),
    filters=(BY_CALL, replace(BY_STATE, choices=_own_states)),
    order=("-created_at", "-pk"),
    nothing=_("Kein Antrag Ihrer Stelle passt zu dieser Auswahl."),
)
OF_CASES = {one.key: one for one in (CASES, INBOX, MINE)}
