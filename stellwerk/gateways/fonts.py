"""The fonts of letters: Fira Sans as the web pages use it, converted once into files a typesetter reads."""

import os
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Fira Sans"
STYLES = ("Regular", "Bold", "Italic")


def build_fonts(source: Path, target: Path) -> tuple[Path, ...]:
    """Convert the fonts in ``source`` into ``target``, each only once, and return their paths.

    FileNotFoundError: a font is missing in ``source``.
    """
    target.mkdir(parents=True, exist_ok=True)
    return tuple(_converted(source / f"FiraSans-{style}.woff2", target) for style in STYLES)


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


def _converted(source: Path, folder: Path) -> Path:
    target = folder / f"{source.stem}.ttf"
    if target.is_file():
        return target
    half = folder / f".{source.stem}.{os.getpid()}"
    with TTFont(source, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(half)
    return half.replace(target)  # atomic: a reader sees the whole font or none
