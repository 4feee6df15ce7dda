"""Patterns instead of colours alone, and the last strokes that make a chart an accessible picture."""

import re
from dataclasses import dataclass
from html import escape

INK, PAPER = "#171a2b", "#ffffff"
LIGHT, MIDDLE, STRONG, DARK, GREY = "#e6edf7", "#c2d5ee", "#7ea3d6", "#1f4a86", "#6a6f7d"
SHARES = ("least", "less", "half", "more", "most")
MISSING, HIDDEN = "missing", "hidden"
STATES = ("live", "planned", "none", "not_responsible")

# Each is a square of eight pixels: its ground, and what is drawn upon it.
_DOTS = f'<circle cx="2" cy="2" r="1" fill="{DARK}"/>'
_LINES = f'<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" stroke="{DARK}" stroke-width="1"/>'
_GRID = f'<path d="M0 8L8 0M0 0L8 8" stroke="{DARK}" stroke-width="1"/>'
_BARS = f'<path d="M0 2H8M0 6H8" stroke="{DARK}" stroke-width="1.4"/>'
_CROSSES = f'<path d="M2 2L6 6M6 2L2 6" stroke="{GREY}" stroke-width="1"/>'
_STRIPES = f'<path d="M2 0V8M6 0V8" stroke="{GREY}" stroke-width="1.4"/>'
PATTERNS: dict[str, tuple[str, str]] = {
    "least": (PAPER, _DOTS),
    "less": (LIGHT, _LINES),
    "half": (MIDDLE, _GRID),
    "more": (STRONG, _BARS),
    "most": (DARK, ""),
    "live": (DARK, ""),
    "planned": (MIDDLE, _LINES),
    "none": ("#f6e4c8", _DOTS),
    "not_responsible": ("#dcdee4", ""),
    MISSING: (PAPER, _CROSSES),
    HIDDEN: ("#eceef2", _STRIPES),
}
_ID = re.compile(r' id="([^"]+)"')
_NUMBER = re.compile(r"(\d+\.\d{2})\d+")
_HEAD = re.compile(r"<svg\b[^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_NOISE = re.compile(r'\s(?:class|aria-roledescription|pointer-events)="[^"]*"|\srole="graphics-\w+"')
_LINK = re.compile(
    r'<a xlink:href="(?:https://vega\.github\.io/vega-datasets/)?([^"]*)"><path( aria-label="[^"]*")'
)
_LABEL = re.compile(r'(<(?:path|g)) aria-label="[^"]*"')
_EMPTY = re.compile(r'<path\s+(?:aria-hidden="true"\s+)?d=""[^>]*/>')


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says without being seen, in the language of its readers.

    name    short and unique on a page; its ids begin with it
    legend  heading of the legend
    labels  the classes of the legend and what each is called; only these can be drawn
    """

    name: str
    title: str
    description: str
    legend: str = ""
    labels: tuple[tuple[str, str], ...] = ()


def fill(key: str) -> str:
    return f"url(#{key})"


def finished(svg: str, words: Words, *, has_links: bool = False) -> str:
    """Return the picture with title, description and patterns, and nothing that a page must not contain.

    The same chart gives the same text; its size is that of the place it stands in.
    """
    head = _HEAD.search(svg)
    assert head is not None
    body = svg[head.end() :].removesuffix("</svg>")
    body = _LINK.sub(r'<a href="\1"\2><path', _EMPTY.sub("", _NOISE.sub("", body)))
    body = _LABEL.sub(r"\1", body)  # the name stands on the link; a shape without a role has none
    body = _NUMBER.sub(r"\1", body) + _patterns(body)
    role, box = "group" if has_links else "img", _NUMBER.sub(r"\1", head[1])
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="{box}"'
        f' role="{role}" aria-labelledby="title" aria-describedby="desc">'
        f'<title id="title">{escape(words.title)}</title><desc id="desc">{escape(words.description)}</desc>'
    )
    return _named(f"{opening}{body}</svg>", words.name)


def _patterns(body: str) -> str:
    used = [key for key in PATTERNS if f"url(#{key})" in body]
    return f"<defs>{''.join(map(_pattern, used))}</defs>" if used else ""


def _pattern(key: str) -> str:
    ground, drawing = PATTERNS[key]
    return (
        f'<pattern id="{key}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{ground}"/>{drawing}</pattern>'
    )


def _named(svg: str, name: str) -> str:
    """Number what the chart engine counts through all its charts anew, and keep pictures of a page apart."""
    for number, old in enumerate(dict.fromkeys(_ID.findall(svg))):
        new = f"{name}-{old if old in PATTERNS or old in ('title', 'desc') else number}"
        svg = svg.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
        if old in ("title", "desc"):
            svg = svg.replace(f'by="{old}"', f'by="{new}"')
    return svg
