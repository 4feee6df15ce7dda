"""Puts facts into a text: every placeholder gets its value, and a missing one is refused by name."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from stellwerk.law.working import N_, Refused
from stellwerk.letters import markup
from stellwerk.letters.facts import Fact, Table
from stellwerk.letters.vocabulary import BLOCKS, LABELS

Block = dict[str, Any]
Run = dict[str, Any]

_KEPT_TOGETHER = re.compile(
    r" (?:(?<=\d )(?=[€%])|(?<=§ )(?=\d)|(?<=Abs\. )(?=\S)|(?<=Nr\. )(?=\S)|(?<=Az\. )(?=\S))"
)


def placeholders(text: str) -> frozenset[str]:
    """Return the names of all placeholders in a text."""
    return markup.names(text)


def unknown(text: str, facts: Mapping[str, Fact]) -> list[str]:
    """Return the placeholders nobody knows, in alphabetical order."""
    return sorted(name for name in placeholders(text) if name not in LABELS and name not in facts)


def missing(text: str, facts: Mapping[str, Fact]) -> list[str]:
    """Return the known placeholders without a value, in alphabetical order."""
    return sorted(name for name in placeholders(text) if name in LABELS and not has_value(facts.get(name)))


def require_complete(text: str, facts: Mapping[str, Fact], *, label: str) -> None:
    """Refuse a text with a placeholder that is unknown or has no value."""
    for name in unknown(text, facts):
        raise Refused(
            N_(
                "Im Text „%(label)s“ steht der unbekannte Platzhalter „%(name)s“. Bitte den Text berichtigen."
            ),
            field="text",
            label=label,
            name=name,
        )
    for name in missing(text, facts):
        raise Refused(
            N_("Für den Text „%(label)s“ fehlt die Angabe „%(name)s“. Bitte die Angabe ergänzen."),
            field=name,
            label=label,
            name=LABELS[name],
        )


def fill(text: str, facts: Mapping[str, Fact], *, label: str = "") -> list[Block]:
    """Return the blocks of a text with all its facts, ready to be stored as JSON.

    A paragraph or list item that is only a placeholder is repeated for each line of its value.
    Refused: a placeholder is unknown or has no value.
    """
    require_complete(text, facts, label=label)
    blocks: list[Block] = []
    for part in _parts(text):
        blocks.extend(_filled(part, facts) if isinstance(part, markup.Block) else part)
    return blocks


def fill_line(text: str, facts: Mapping[str, Fact], *, label: str = "") -> str:
    """Return one line of plain text with its facts, for a subject or a sentence."""
    require_complete(text, facts, label=label)
    return "".join(run["text"] for line in _lines(markup.parse_line(text), facts) for run in line)


def plain(text: str) -> Block:
    """Return a paragraph of literal text."""
    return {"kind": "para", "runs": [_run(text, bold=False)]}


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[markup.Block | Sequence[Block], ...]:
    """Return the blocks of a text; what says the same in every letter is filled once, for all of them."""
    return tuple(
        block if block.kind == "insert" or _has_placeholder(block) else _filled(block, {})
        for block in markup.parse(text)
    )


def _has_placeholder(block: markup.Block) -> bool:
    return any(piece.is_placeholder for line in block.lines for piece in line)


def _filled(block: markup.Block, facts: Mapping[str, Fact]) -> list[Block]:
    if block.kind == "insert":
        return _inserted(facts[block.lines[0][0].text])
    lines = [line for template in block.lines for line in _lines(template, facts)]
    if block.kind in ("list", "numbered"):
        return [{"kind": block.kind, "start": block.start, "items": lines}]
    return [{"kind": block.kind, "runs": line} for line in lines]


def _inserted(fact: Fact) -> list[Block]:
    if isinstance(fact, Table):
        return [_table(fact)]
    return [plain(line) for line in _split(fact)]


def _table(table: Table) -> Block:
    return {
        "kind": "table",
        "header": [_bound(cell) for cell in table.header],
        "rows": [[_bound(cell) for cell in row] for row in table.rows],
        "align": table.align,
        "widths": list(table.widths),
        "total": table.has_total,
    }


def _lines(template: markup.Line, facts: Mapping[str, Fact]) -> list[list[Run]]:
    """Return the runs of one line; several lines where it is only a placeholder with several lines."""
    if len(template) == 1 and template[0].is_placeholder:
        piece = template[0]
        return [[_run(line, bold=piece.bold)] for line in _split(_words(piece.text, facts))]
    return [_joined([_piece_run(piece, facts) for piece in template])]


def _piece_run(piece: markup.Piece, facts: Mapping[str, Fact]) -> Run:
    if not piece.is_placeholder:
        return {"text": piece.text, "bold": piece.bold}
    value = " ".join(_words(piece.text, facts).split())
    return _run(value, bold=piece.bold, link=piece.text.endswith("_url"))


def _words(name: str, facts: Mapping[str, Fact]) -> str:
    if name in BLOCKS or isinstance(value := facts[name], Table):
        raise Refused(
            N_("Der Platzhalter „%(name)s“ muss allein in einer Zeile stehen. Bitte den Text berichtigen."),
            field="text",
            name=name,
        )
    return value


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Merge neighbours that look alike."""
    merged: list[Run] = []
    for run in runs:
        if merged and "link" not in run and "link" not in merged[-1] and run["bold"] == merged[-1]["bold"]:
            merged[-1] = {"text": merged[-1]["text"] + run["text"], "bold": run["bold"]}
        else:
            merged.append(run)
    return [run | {"text": _bound(run["text"])} for run in merged]


def _run(text: str, *, bold: bool, link: bool = False) -> Run:
    run: Run = {"text": _bound(text), "bold": bold}
    return run | {"link": text} if link and text.startswith("https://") else run


@lru_cache(maxsize=4096)
def _bound(text: str) -> str:
    """Keep a number and its unit, a paragraph sign and its number on one line."""
    return _KEPT_TOGETHER.sub("\u00a0", text)


def _split(value: str) -> list[str]:
    return [" ".join(line.split()) for line in value.splitlines() if line.strip()]


def has_value(fact: Fact | None) -> bool:
    return bool(fact.rows) if isinstance(fact, Table) else bool(fact and fact.strip())
