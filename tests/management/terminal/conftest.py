"""What somebody types at the terminal, and what comes of it: a code, what was said, and what was refused."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from stellwerk.management.terminal import main
from tests.house.databases import address_of


@dataclass(frozen=True, slots=True)
class Said:
    """exit code, what was printed, and what was printed as a fault; both with single spaces."""

    code: int
    out: str
    fault: str


Typed = Callable[..., Said]


@pytest.fixture
def stellwerk(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Return how a command is given, as by ``stellwerk …``; no server is started beside that of the tests."""
    monkeypatch.setenv("DATABASE_URL", address_of("stellwerk"))
    monkeypatch.setenv("COLUMNS", "200")

    def typed(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["stellwerk", *(str(word) for word in words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), " ".join(said.out.split()), said.err.strip())

    return typed


def is_one_sentence(said: Said) -> bool:
    """Say whether a command failed with one line of German that says what to do, and nothing else."""
    return (
        said.code != 0 and "Bitte" in said.fault and "\n" not in said.fault and "Traceback" not in said.fault
    )
