"""The fonts of letters: converted once, and they show what an authority writes."""

from pathlib import Path

import pytest

from stellwerk.gateways.font_build import build_fonts
from stellwerk.gateways.fonts import covered_characters, font_files


def test_fonts_that_are_there_are_not_converted_again(fonts: Path, tmp_path: Path) -> None:
    assert build_fonts(tmp_path / "nothing", fonts) == font_files(fonts)
    assert len(font_files(fonts)) == 3


def test_a_missing_font_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="FiraSans-Regular"):
        build_fonts(tmp_path / "nothing", tmp_path / "fonts")

    assert list((tmp_path / "fonts").iterdir()) == []


def test_the_fonts_show_what_letters_need(fonts: Path) -> None:
    assert covered_characters(font_files(fonts)) >= set("äöüßÄÖÜẞ§€–„“…×·•\u00a0ŁłĐđŞşĞğČčŽžÆæÞþǦǧȘș")
