"""The small markup of letter texts: paragraphs, headings, lists, bold, placeholders; never evaluated."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from stellwerk.law.working import N_, Refused
from stellwerk.letters.vocabulary import BLOCKS

BlockKind = Literal["para", "heading", "annex", "list", "numbered", "insert"]

_PREFIXES: tuple[tuple[str, BlockKind], ...] = (("## ", "heading"), ("# ", "annex"))
_ITEM = re.compile(r"(?:-|(?P<number>\d{1,2})\.)\s+(?P<rest>.+)")
_MARK = re.compile(r"(\*\*|\{\{[^{}]*\}\})")
_NAME = re.compile(r"\{\{\s*(?P<name>[a-zäöüß][a-zäöüß0-9_:]*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Literal text, or the name of a placeholder."""

    text: str
    bold: bool = False
    is_placeholder: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block; ``start`` is the first number of a numbered list."""

    kind: BlockKind
    lines: tuple[Line, ...]
    start: int = 1


@lru_cache(maxsize=256)
def parse(text: str) -> tuple[Block, ...]:
    """Split a text into its blocks; refuse what is begun and not closed."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        blocks.extend(_blocks(chunk.strip().split("\n")))
    return tuple(blocks)


@lru_cache(maxsize=1024)
def parse_line(text: str) -> Line:
    """Split one line into literal text and placeholders."""
    pieces: list[Piece] = []
    bold = False
    for mark in _MARK.split(text):
        if mark == "**":
            bold = not bold
        elif mark.startswith("{{") and mark.endswith("}}"):
            pieces.append(Piece(_name(mark), bold, is_placeholder=True))
        elif mark:
            pieces.append(Piece(_literal(mark), bold))
    if bold:
        raise Refused(
            N_("In der Zeile „%(line)s“ ist eine Hervorhebung nicht geschlossen. Bitte ** am Ende ergänzen."),
            field="text",
            line=text,
        )
    return tuple(pieces)


@lru_cache(maxsize=1024)
def names(text: str) -> frozenset[str]:
    """Return the names of all placeholders in a text."""
    return frozenset(
        p.text for block in parse(text) for line in block.lines for p in line if p.is_placeholder
    )


def _blocks(lines: list[str]) -> list[Block]:
    """Group the lines of one chunk: a heading stands alone, list items and wrapped lines belong together."""
    grouped: list[tuple[BlockKind, int, list[str]]] = []
    for line in (raw.strip() for raw in lines):
        last = grouped[-1][0] if grouped else None
        kind, number, rest = _kind(line, last)
        if kind in ("list", "numbered") and kind == last:
            grouped[-1][2].append(rest)
        elif kind == "para" and last in ("para", "list", "numbered"):
            grouped[-1][2][-1] += f" {rest}"
        elif rest:
            grouped.append((kind, number, [rest]))
    return [Block(kind, tuple(map(parse_line, texts)), number) for kind, number, texts in grouped]


def _kind(line: str, last: BlockKind | None) -> tuple[BlockKind, int, str]:
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return kind, 1, line.removeprefix(prefix).strip()
    if item := _ITEM.fullmatch(line):
        if not item["number"]:
            return "list", 1, item["rest"]
        if last != "para":  # "30. Juni" at the start of a wrapped line begins no list
            return "numbered", int(item["number"]), item["rest"]
    alone = _NAME.fullmatch(line)
    return ("insert" if alone and alone["name"] in BLOCKS else "para"), 1, line


def _name(mark: str) -> str:
    if found := _NAME.fullmatch(mark):
        return found["name"]
    raise Refused(
        N_("„%(mark)s“ ist kein gültiger Platzhalter. Bitte nur Kleinbuchstaben, Ziffern und _ verwenden."),
        field="text",
        mark=mark,
    )


def _literal(mark: str) -> str:
    if "{{" in mark or "}}" in mark:
        raise Refused(
            N_("In „%(mark)s“ ist ein Platzhalter nicht geschlossen. Bitte {{ und }} paarweise setzen."),
            field="text",
            mark=mark,
        )
    return mark
