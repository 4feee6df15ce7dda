"""Reforms at the terminal: carried out, only looked at, refused in a sentence, and what still waits."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from stellwerk.access import Rights
from stellwerk.models import CoverageFact, Municipality
from tests.house.campaigns import AALEN, LEONBERG, SINDELFINGEN, entered, said, services
from tests.management.terminal.conftest import Typed, is_one_sentence

MERGE = (
    SINDELFINGEN[1:],
    "08 115 028",
    "--kind",
    "merge",
    "--into",
    "08115999=Neustadt",
    "--on",
    "01.04.2024",
)
Stays = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def known(coordinator: Rights) -> None:
    services()
    entered(coordinator, said(), said(LEONBERG, state="none"))


def test_a_reform_is_carried_out(stellwerk: Typed, known: None) -> None:
    told = stellwerk("reform", *MERGE)

    assert (told.code, told.fault) == (0, "")
    assert "Leonberg, Sindelfingen → Neustadt" in told.out
    assert "die Nachfolgerinnen bekommen │ 1" in told.out
    assert CoverageFact.objects.get(municipality="08115999").state == "none"


def test_a_dry_run_changes_nothing(stellwerk: Typed, known: None, everything_stays: Stays) -> None:
    with everything_stays():
        told = stellwerk("reform", *MERGE, "--dry-run")
        renamed = stellwerk(
            "reform", LEONBERG, "--name", "Leonberg am Beispiel", "--on", "01.04.2024", "--dry-run"
        )

    assert (told.code, renamed.code) == (0, 0)
    assert told.out.endswith("Nichts wurde geschrieben.")
    assert "hieße Leonberg am Beispiel" in renamed.out


def test_another_name_is_only_a_name(stellwerk: Typed, known: None) -> None:
    told = stellwerk("reform", LEONBERG, "--name", "Leonberg am Beispiel", "--on", "2024-04-01")

    assert (told.code, told.out) == (0, "Umbenannt. Schlüssel und Angaben bleiben.")
    assert Municipality.objects.get(ags=LEONBERG).name == "Leonberg am Beispiel"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((LEONBERG,), "--on"),
        ((LEONBERG, "--on", "01.04.2024"), "--kind"),
        (
            (LEONBERG, "--on", "01.04.2024", "--kind", "merge", "--into", "08115999=Neu"),
            "passen nicht zur Art",
        ),
        ((LEONBERG, AALEN, "--on", "01.04.2024", "--name", "Neu"), "eine Gemeinde nach der anderen"),
        (("4711", "--on", "01.04.2024", "--name", "Neu"), "kein Gemeindeschlüssel"),
        (("08115998", "--on", "01.04.2024", "--kind", "move", "--into", "08115999=Neu"), "Unbekannte"),
        ((LEONBERG, "--on", "01.04.2024", "--kind", "move", "--into", "08115999"), "nicht im Verzeichnis"),
    ],
)
def test_what_does_not_fit_gets_one_sentence_and_changes_nothing(
    stellwerk: Typed, known: None, everything_stays: Stays, words: tuple[str, ...], sentence: str
) -> None:
    with everything_stays():
        told = stellwerk("reform", *words)

    assert is_one_sentence(told), told
    assert sentence in told.fault


def test_without_keys_it_says_what_waits(stellwerk: Typed, known: None) -> None:
    assert "Es steht nichts aus" in stellwerk("reform").out
    Municipality.objects.filter(ags=LEONBERG).update(gone_on="2024-01-01")

    assert stellwerk("reform").out == f"{LEONBERG} Leonberg: aufgelöst am 01.01.2024, 1 offene Angaben"
