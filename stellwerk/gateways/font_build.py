"""Makes the fonts of letters: Fira Sans as the web pages use it, once, into files a typesetter reads."""

import os
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from stellwerk.gateways.fonts import STYLES

FEATURES = ["ccmp", "kern", "mark", "mkmk", "tnum"]  # accents in their place, even spaces, figures in columns


def build_fonts(source: Path, target: Path) -> tuple[Path, ...]:
    """Convert the fonts in ``source`` into ``target``, each only once, and return their paths.

    FileNotFoundError: a font is missing in ``source``.
    """
    target.mkdir(parents=True, exist_ok=True)
    return tuple(_converted(source / f"FiraSans-{style}.woff2", target) for style in STYLES)


def _converted(source: Path, folder: Path) -> Path:
    target = folder / f"{source.stem}.ttf"
    if target.is_file():
        return target
    half = folder / f".{source.stem}.{os.getpid()}"
    with TTFont(source, recalcTimestamp=False) as font:
        _lighten(font)
        font.save(half)
    return half.replace(target)  # atomic: a reader sees the whole font or none


def _lighten(font: TTFont) -> None:
    """Take away what no letter uses: hints for old screens, small capitals and the like.

    It makes a letter a sixth smaller and is set sooner; every character stays.
    """
    font.flavor = None
    font["OS/2"].version = max(font["OS/2"].version, 4)  # the first version with the style bits that it sets
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=["*"]))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
