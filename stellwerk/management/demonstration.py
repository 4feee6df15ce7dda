"""The main job on the shipped example: two people continue the programme, 38 offices get their letters."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from stellwerk.access import Rights, rights_of
from stellwerk.actions.consultations import conclude_consultation, consult, record_answer
from stellwerk.actions.example import example, load_example
from stellwerk.actions.releases import release_run
from stellwerk.actions.runs import compute_run, draft_run
from stellwerk.gateways import clock
from stellwerk.gateways.mail_catcher import caught
from stellwerk.management import delivery
from stellwerk.models import Answer, Dispatch, LetterFile, LetterKind, Person, Programme, Run, RunLine
from stellwerk.queries.people import DEMO_DOMAIN

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What the job did; the counts are read from the database and the caught mails afterwards."""

    offices: int
    grants_changed: int
    grants_unchanged: int
    notices_sent: int
    circulars_sent: int
    copies_sent: int
    consultations_sent: int
    mails_caught: int
    duplicates: int
    failed: int
    budget_by_year: dict[str, dict[str, str]]
    seconds: dict[str, float]


def person(name: str) -> Rights:
    """Return the rights of one of the example's people."""
    return rights_of(Person.objects.get(email=f"{name}{DEMO_DOMAIN}"), on=clock.today())


def do_main_job(say: Say) -> tuple[Run, Report]:
    """Do the run of the example from the draft to the last letter, and count what came of it."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "total"):
        with _timed(seconds, "load"):
            say("Beispiel wird geladen")
            programme = load_example(password=settings.DEMO_PASSWORD)
        run = _prepare(programme, seconds, say)
        with _timed(seconds, "release"):
            say("Freigabe durch eine zweite Person")
            release_run(run.pk, rights=person("freigabe"), at=clock.now())
        with _timed(seconds, "deliver"):
            say("Schreiben werden erzeugt und versandt")
            delivery.drain()
    run.refresh_from_db()
    return run, _report(run, seconds)


def draft_next(programme: Programme) -> Run:
    """Leave a second run as a draft, to be done by hand."""
    values = example()
    return draft_run(
        programme,
        rights=person("vorbereitung"),
        at=clock.now(),
        legal_basis=values["programme"]["legal_basis"],
        terms=programme.terms.order_by("-number")[0],
        letter_date=clock.today(),
        **{name: values["second_run"][name] for name in ("title", "reason", "last_day")},
    )


def write_down(report: Report, run: Run, folder: Path) -> None:
    """Write report.json and every PDF of the run; the mails lie there already."""
    letters = folder / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    files = LetterFile.objects.filter(letter__run=run).select_related("letter__addressee").order_by("pk")
    for file in files.defer("letter__document").iterator(chunk_size=50):
        whom = file.letter.addressee.key if file.letter.addressee else "alle"
        (letters / f"{file.letter.kind}-{whom}.pdf").write_bytes(file.content)
    (folder / "report.json").write_text(json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n")


def _prepare(programme: Programme, seconds: dict[str, float], say: Say) -> Run:
    values = example()
    planned, by = values["run"], person("vorbereitung")
    asked_at = _noon(planned["asked_at"])
    with _timed(seconds, "compute"):
        say("Alle Zuwendungen werden berechnet")
        run = draft_run(
            programme,
            rights=by,
            at=asked_at,
            title=planned["title"],
            legal_basis=values["programme"]["legal_basis"],
            reason=planned["reason"],
            last_day=planned["last_day"],
            terms=programme.terms.order_by("-number")[0],
            letter_date=planned["letter_date"],
        )
        compute_run(run.pk, rights=by, at=asked_at)
    with _timed(seconds, "consult"):
        say("Die kommunalen Landesverbände werden gefragt")
        asked = consult(run.pk, rights=by, at=asked_at)
        delivery.drain()
        for one in asked:
            answered_on = planned["answered_on"]
            record_answer(
                one.pk, rights=by, at=_noon(answered_on), answer=Answer.AGREED,
                remark="Beispielantwort", answered_on=answered_on,
            )  # fmt: skip
        conclude_consultation(run.pk, rights=by, at=clock.now(), on=clock.today())
    return run


def _report(run: Run, seconds: dict[str, float]) -> Report:
    sent = Dispatch.objects.filter(letter__run=run, state="sent")
    lines = RunLine.objects.filter(run=run)
    mails = caught(settings.MAIL_CATCHER_DIR)
    return Report(
        offices=run.programme.participations.values("office").distinct().count(),
        grants_changed=lines.filter(changes=True).count(),
        grants_unchanged=lines.filter(changes=False).count(),
        notices_sent=sent.filter(letter__kind=LetterKind.NOTICE, role="to").count(),
        circulars_sent=sent.filter(letter__kind=LetterKind.CIRCULAR, role="to").count(),
        copies_sent=sent.filter(role="copy").count(),
        consultations_sent=sent.filter(letter__kind=LetterKind.CONSULTATION).count(),
        mails_caught=len(mails),
        duplicates=sum(mail.repeats for mail in mails),
        failed=Dispatch.objects.filter(letter__run=run).exclude(state="sent").count(),
        budget_by_year=_budget(run),
        seconds={name: round(value, 3) for name, value in seconds.items()},
    )


def _budget(run: Run) -> dict[str, dict[str, str]]:
    return {
        str(row.year): {
            "available": str(row.available),
            "committed": str(row.committed),
            "added": str(row.added),
        }
        for row in run.years.order_by("year")
    }


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


@contextmanager
def _timed(seconds: dict[str, Any], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - start
