"""The people of the example, a run in each of its states, and a watch over everything that is stored."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from stellwerk.access import Rights, rights_of
from stellwerk.actions.consultations import conclude_consultation, consult, record_answer
from stellwerk.actions.deliveries import settle
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import compute_run, draft_run
from stellwerk.law.working import Refused
from stellwerk.models import Answer, Dispatch, DispatchState, Person, Programme, Run, Tally
from stellwerk.queries.people import DEMO_DOMAIN
from tests.house.environment import DAY

BERLIN = ZoneInfo("Europe/Berlin")
ASKED_AT = datetime(2024, 2, 12, 9, 41, tzinfo=BERLIN)
ANSWERED_ON = date(2024, 2, 23)
RELEASED_AT = datetime(2024, 3, 8, 10, 17, tzinfo=BERLIN)
LAST_DAY = date(2025, 6, 30)
Watched = Callable[[], AbstractContextManager[None]]


def person(name: str) -> Rights:
    """Return the rights of one of the example's people, by the first part of the address."""
    return rights_of(Person.objects.get(email=f"{name}{DEMO_DOMAIN}"), on=DAY)


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.get()


@pytest.fixture
def preparer(db: None) -> Rights:
    return person("vorbereitung")


@pytest.fixture
def releaser(db: None) -> Rights:
    return person("freigabe")


@pytest.fixture
def county(db: None) -> Rights:
    """Return the rights of the Landratsamt Ostalbkreis."""
    return person("landkreis")


@pytest.fixture
def association(db: None) -> Rights:
    """Return the rights of the Landkreistag."""
    return person("verband")


@pytest.fixture
def auditor(db: None) -> Rights:
    return person("pruefung")


@pytest.fixture
def operator(db: None) -> Rights:
    return person("betrieb")


@pytest.fixture
def coordinator(db: None) -> Rights:
    """Return the rights of the coordinator of the Landkreis Böblingen."""
    return person("koordination")


@pytest.fixture
def other_coordinator(db: None) -> Rights:
    """Return the rights of the coordinator of the Ostalbkreis."""
    return person("koordination.ostalb")


@pytest.fixture
def draft(programme: Programme) -> Run:
    return drafted(programme)


@pytest.fixture
def computed(draft: Run) -> Run:
    return compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT)


@pytest.fixture
def consulted(computed: Run) -> Run:
    return agreed(computed)


@pytest.fixture
def released(consulted: Run) -> Run:
    return release_run(consulted.pk, rights=person("freigabe"), at=RELEASED_AT)


@pytest.fixture(scope="module")
def released_for_all(kept_for_the_module: None) -> Run:
    """Return a released run that all tests of the module may look at."""
    return released_run()


def released_run() -> Run:
    draft = drafted(Programme.objects.get())
    consulted = agreed(compute_run(draft.pk, rights=person("vorbereitung"), at=ASKED_AT))
    return release_run(consulted.pk, rights=person("freigabe"), at=RELEASED_AT)


def drafted(programme: Programme, **changes: Any) -> Run:
    values = {
        "title": "Fortführung des Förderprogramms",
        "legal_basis": programme.legal_basis,
        "reason": "Die Stellen sollen über die ersten zwei Jahre hinaus gefördert werden.",
        "last_day": LAST_DAY,
        "terms": programme.terms.order_by("-number")[0],
        "letter_date": DAY,
        "rights": person("vorbereitung"),
        "at": ASKED_AT,
    }
    return draft_run(programme, **(values | changes))


def agreed(run: Run) -> Run:
    """Let all three associations agree, eleven days after they were asked."""
    by = person("vorbereitung")
    for one in consult(run.pk, rights=by, at=ASKED_AT):
        record_answer(one.pk, rights=by, at=ASKED_AT, answer=Answer.AGREED, answered_on=ANSWERED_ON)
    return conclude_consultation(run.pk, rights=by, at=RELEASED_AT, on=DAY)


@pytest.fixture
def everything_stays(db: None) -> Watched:
    """Expect that every table stays as it is."""

    @contextmanager
    def watched() -> Iterator[None]:
        before = everything()
        yield
        assert everything() == before

    return watched


@pytest.fixture
def refuses(everything_stays: Watched) -> Callable[[str], AbstractContextManager[None]]:
    """Expect a refusal with these words, and that it leaves every table as it was."""

    @contextmanager
    def expected(words: str) -> Iterator[None]:
        with everything_stays(), pytest.raises(Refused, match=words):
            yield

    return expected


@pytest.fixture
def forbids(everything_stays: Watched) -> Watched:
    """Expect that somebody has no right to do this, and that every table stays as it was."""

    @contextmanager
    def expected() -> Iterator[None]:
        with everything_stays(), pytest.raises(PermissionDenied):
            yield

    return expected


def everything() -> dict[str, tuple[int, str]]:
    """Return the number of rows and a fingerprint of each table but that of the limits."""
    tables = set(connection.introspection.table_names()) - {Tally._meta.db_table}
    query = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '') "
        f'FROM "{table}" t'
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {table: (rows, fingerprint) for table, rows, fingerprint in cursor.fetchall()}


def all_sent(run: Run) -> None:
    """Write down what the workers would: every letter of the run has reached its mail server."""
    waiting = Dispatch.objects.filter(letter__run=run).exclude(state=DispatchState.SENT)
    waiting.update(
        state=DispatchState.SENT, sent_at=RELEASED_AT, attempts=1, next_attempt_at=None, answer="250 OK"
    )
    settle(at=RELEASED_AT)
