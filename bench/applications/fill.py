"""Measuring process: fill a new database with a number of applications."""

import sys

from bench.inside import report, timed, wait_for_go, with_django


def main() -> None:
    with_django()
    from django.core.management import call_command

    from bench.applications.invented import fill
    from stellwerk.actions.facts import install_facts
    from stellwerk.management.demonstration_calls import load_calls

    wait_for_go()
    seconds: dict[str, float] = {}
    call_command("migrate", verbosity=0)
    install_facts()
    load_calls(lambda _text: None)
    with timed(seconds, "fill"):
        fill(int(sys.argv[1]))
    report(seconds=seconds["fill"])


if __name__ == "__main__":
    main()
