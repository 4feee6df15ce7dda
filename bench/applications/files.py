"""Measuring process: write the list of all cases into one file, as a worker does."""

import sys
import time

from bench.inside import peak_mb, report, wait_for_go, with_django


def main() -> None:
    with_django()
    from django.conf import settings

    from stellwerk.actions.lists import ask_for_export
    from stellwerk.gateways import clock
    from stellwerk.management.demonstration import person
    from stellwerk.management.exports import write_export

    kind, query = sys.argv[1], sys.argv[2]
    asked = ask_for_export(
        "vorgaenge", kind=kind, query=query, language="de", rights=person("pruefung"), at=clock.now()
    )
    wait_for_go()
    before, start, busy = peak_mb(), time.perf_counter(), time.process_time()
    write_export(asked.pk)
    took, cpu = time.perf_counter() - start, time.process_time() - busy
    asked.refresh_from_db()
    file = settings.EXPORTS / asked.file
    size = file.stat().st_size
    file.unlink()
    report(rows=asked.rows, seconds=took, processor_s=cpu, megabytes=size / 1e6, before_mb=before)


if __name__ == "__main__":
    main()
