"""Measuring process: one worker that delivers until nothing is due, and says where its time went."""

import time

from bench.inside import report, timing, wait_for_go, with_django


def main() -> None:
    with_django()
    from stellwerk.actions import deliveries
    from stellwerk.gateways import pdf, smtp
    from stellwerk.management import delivery

    seconds: dict[str, float] = {}
    pdf.Typesetter.pdf = timing(pdf.Typesetter.pdf, seconds, "typesetting")  # type: ignore[method-assign]
    smtp.Mailer.send = timing(smtp.Mailer.send, seconds, "smtp")  # type: ignore[method-assign]
    for name in ("claim", "attachments", "deliver", "record", "settle"):
        setattr(deliveries, name, timing(getattr(deliveries, name), seconds, name))
    wait_for_go()
    start, busy = time.perf_counter(), time.process_time()
    mails = delivery.drain()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - busy
    report(mails=mails, elapsed=elapsed, cpu=cpu, seconds=seconds)


if __name__ == "__main__":
    main()
