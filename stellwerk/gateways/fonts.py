"""The fonts of letters, as they stand ready in a folder."""

from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Fira Sans"
STYLES = ("Regular", "Bold", "Italic")


def font_files(folder: Path) -> tuple[Path, ...]:
    """Return the fonts that stand ready in a folder."""
    return tuple(path for style in STYLES if (path := folder / f"FiraSans-{style}.ttf").is_file())


def covered_characters(fonts: tuple[Path, ...]) -> frozenset[str]:
    """Return the characters that every one of the fonts can show."""
    sets = []
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            sets.append(frozenset(map(chr, font.getBestCmap())))
    return frozenset.intersection(*sets) if sets else frozenset()
