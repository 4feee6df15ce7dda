"""Measuring process: a run from the draft to the release, on a database filled to a number of grants."""

import sys
from datetime import UTC, datetime

from bench.inside import peak_mb, report, timed, wait_for_go, with_django


def main() -> None:
    with_django()
    from django.core.management import call_command

    from bench.data import fill, gather_statistics
    from stellwerk.actions.facts import install_facts

    call_command("migrate", verbosity=0)
    install_facts()
    programme = fill(int(sys.argv[1]))
    gather_statistics()
    wait_for_go()

    from stellwerk.actions.consultations import conclude_consultation, consult, record_answer
    from stellwerk.actions.example import example
    from stellwerk.actions.releases import release_run
    from stellwerk.actions.runs import compute_run, draft_run
    from stellwerk.gateways import clock
    from stellwerk.management import delivery
    from stellwerk.management.demonstration import person
    from stellwerk.models import Answer, Dispatch, RunLine

    planned, seconds = example()["run"], dict[str, float]()
    at = datetime(2024, 2, 12, 11, tzinfo=UTC)
    preparer, releaser = person("vorbereitung"), person("freigabe")
    with timed(seconds, "compute"):
        run = draft_run(
            programme, rights=preparer, at=at, title=planned["title"],
            legal_basis=programme.legal_basis, reason=planned["reason"], last_day=planned["last_day"],
            terms=programme.terms.order_by("-number")[0], letter_date=planned["letter_date"],
        )  # fmt: skip
        compute_run(run.pk, rights=preparer, at=at)
    computed_mb = peak_mb()
    with timed(seconds, "consult"):
        for asked in consult(run.pk, rights=preparer, at=at):
            record_answer(
                asked.pk, rights=preparer, at=at, answer=Answer.AGREED, answered_on=planned["answered_on"]
            )
        delivery.drain()
        conclude_consultation(run.pk, rights=preparer, at=at, on=planned["answered_on"])
    with timed(seconds, "release"):
        release_run(run.pk, rights=releaser, at=clock.now())
    notices = RunLine.objects.filter(run=run, changes=True).count()
    report(
        seconds=seconds, run=run.pk, notices=notices, computed_mb=computed_mb,
        mails=Dispatch.objects.filter(letter__run=run).exclude(state="sent").count(),
    )  # fmt: skip


if __name__ == "__main__":
    main()
