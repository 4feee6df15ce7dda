"""Settings from the environment: what is read, and what the errors say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.env import SettingError, env_bool, env_int, env_list, env_secret, env_text, var_folder


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.delenv("STELLWERK_X_FILE", raising=False)
    return lambda value: monkeypatch.setenv("STELLWERK_X", value)


def test_a_text_comes_without_surrounding_space(setting: Callable[[str], None]) -> None:
    setting("  Stuttgart ")

    assert env_text("STELLWERK_X") == "Stuttgart"


def test_an_empty_variable_counts_as_not_set(setting: Callable[[str], None]) -> None:
    setting(" ")

    assert env_text("STELLWERK_X", "Calw") == "Calw"
    with pytest.raises(SettingError, match="STELLWERK_X is not set"):
        env_text("STELLWERK_X")


def test_a_number_that_is_none_is_refused_by_name(setting: Callable[[str], None]) -> None:
    setting("1025")
    assert env_int("STELLWERK_X") == 1025

    setting("zwölf")
    with pytest.raises(SettingError, match="STELLWERK_X must be a whole number"):
        env_int("STELLWERK_X", 7)


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("YES", True), ("off", False), ("False", False)])
def test_a_switch_has_a_few_words(setting: Callable[[str], None], value: str, meant: bool) -> None:
    setting(value)

    assert env_bool("STELLWERK_X", default=not meant) is meant


def test_a_switch_with_another_word_is_refused(setting: Callable[[str], None]) -> None:
    setting("ja")

    with pytest.raises(SettingError, match="STELLWERK_X must be one of"):
        env_bool("STELLWERK_X", default=True)


def test_a_list_leaves_out_what_is_empty(setting: Callable[[str], None]) -> None:
    setting("a.invalid, ,b.invalid,")

    assert env_list("STELLWERK_X") == ["a.invalid", "b.invalid"]


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("geheim\n")
    monkeypatch.setenv("STELLWERK_X_FILE", str(file))
    assert env_secret("STELLWERK_X") == "geheim"

    file.write_text("\n")
    with pytest.raises(SettingError, match="is empty"):
        env_secret("STELLWERK_X")

    file.unlink()
    with pytest.raises(SettingError, match="cannot be read"):
        env_secret("STELLWERK_X", "")


def test_a_secret_in_two_places_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STELLWERK_X", "geheim")
    monkeypatch.setenv("STELLWERK_X_FILE", str(tmp_path / "secret"))

    with pytest.raises(SettingError, match="both set"):
        env_secret("STELLWERK_X")


def test_the_folder_for_what_is_written_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STELLWERK_VAR", str(tmp_path / "elsewhere"))

    assert var_folder() == (tmp_path / "elsewhere").resolve()
