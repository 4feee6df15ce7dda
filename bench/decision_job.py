"""Measuring process: a round of decisions on many invented applications, from the draft to the release."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

from bench.inside import report, wait_for_go, with_django

AT = datetime(2024, 3, 8, 11, tzinfo=UTC)


def main() -> None:
    with_django()
    from django.core.management import call_command

    from bench.data import gather_statistics
    from bench.decision_data import fill_applications
    from stellwerk.actions.facts import install_facts

    call_command("migrate", verbosity=0)
    install_facts()
    size = int(sys.argv[1])
    call = fill_applications(size)
    gather_statistics()
    wait_for_go()

    from stellwerk.actions.decision_releases import release_round
    from stellwerk.actions.decisions import compute_round, draft_round, propose_decisions
    from stellwerk.actions.variants import save_variant
    from stellwerk.law.decisions import Change, Outcome
    from stellwerk.law.variants import Settings
    from stellwerk.management.demonstration import person
    from stellwerk.models import Notice
    from stellwerk.queries.decisions import decisions
    from stellwerk.queries.proposals import fingerprint, outlooks

    preparer, releaser = person("vorbereitung"), person("freigabe")
    change = Change(
        Outcome.APPROVE, reason="Beispiel: Die Mittel sind begrenzt.", share=Decimal("0.75"),
        starts_on=date(2024, 7, 1), ends_on=date(2026, 7, 1),
    )  # fmt: skip
    clocks = Clocks()
    with clocks.of("draft"):
        made = draft_round(
            call.pk, rights=preparer, at=AT, title="Beispielrunde", legal_basis="§§ 23, 44 LHO",
            letter_date=date(2024, 3, 8),
        )  # fmt: skip
    with clocks.of("dry_run"):
        seen = fingerprint(list(outlooks(decisions(made), made.terms.values(), change)))
    with clocks.of("propose"):
        propose_decisions(made.pk, rights=preparer, at=AT, change=change, seen=seen)
    with clocks.of("variant"):
        save_variant(
            made.pk, rights=preparer, at=AT, name="Neunzig", settings=Settings(percent=Decimal(90)),
            reason="Beispiel",
        )  # fmt: skip
    with clocks.of("compute"):
        compute_round(made.pk, rights=preparer, at=AT)
    with clocks.of("release"):
        release_round(made.pk, rights=releaser, at=AT)
    report(
        applications=size, notices=Notice.objects.filter(decision__round=made).count(),
        seconds=clocks.seconds, processor=clocks.processor,
    )  # fmt: skip


class Clocks:
    """Seconds on the wall and of this process's processor for each step; the server's are its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.seconds[step] = time.perf_counter() - wall
        self.processor[step] = time.process_time() - processor


if __name__ == "__main__":
    main()
