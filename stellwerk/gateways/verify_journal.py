"""Checks an exported journal with nothing but Python.

python3 verify_journal.py journal.txt [anchors.txt]

Each line of the journal is "<sha256> <line>". The line is JSON: the sha256 of the line before, the position,
when, who, what was done, to what, its number, in words, in detail. So each sha256 covers all before it.
A line of the anchors is "<day> <position> <sha256>", as the page of the journal shows them; whoever kept one
elsewhere sees that nothing before it was changed, not even by somebody who computed the whole chain anew.

Exit code 0: the chain is whole; 1: it is not; 2: a file cannot be read.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

Anchors = dict[int, str]  # position → sha256


def first_fault(lines: Iterable[str], anchors: Anchors) -> tuple[int, str]:
    """Return how many entries are right, and what is wrong with the next one; "" where nothing is."""
    before, count, open_anchors = "", 0, dict(anchors)
    for number, text in enumerate(lines, start=1):
        sha256, _, line = text.rstrip("\n").partition(" ")
        fault = _fault(line, number, before) or ("" if _sha256(line) == sha256 else "Prüfsumme stimmt nicht")
        if not fault and open_anchors.pop(number, sha256) != sha256:
            fault = "der Anker sagt etwas anderes"
        if fault:
            return count, f"Stelle {number}: {fault}"
        before, count = sha256, number
    if open_anchors:
        return count, f"Stelle {min(open_anchors)}: der Anker nennt sie, das Journal endet vorher"
    return count, ""


def read_anchors(lines: Iterable[str]) -> Anchors:
    """Return what the anchors say. ValueError: a line is none."""
    found = {}
    for text in lines:
        if text.strip():
            _day, position, sha256 = text.split()
            found[int(position)] = sha256
    return found


def _fault(line: str, number: int, before: str) -> str:
    try:
        said = json.loads(line)
    except ValueError:
        return "die Zeile ist unlesbar"
    if not isinstance(said, list) or len(said) != 9:
        return "die Zeile ist unlesbar"
    if said[0] != before:
        return "schließt nicht an die Stelle davor an"
    return "" if said[1] == number else f"hier steht die Stelle {said[1]}"


def _sha256(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def main(files: list[str]) -> int:
    """Say whether the journal is unchanged; return the exit code."""
    if not 1 <= len(files) <= 2:
        return _said(2, "Aufruf: python3 verify_journal.py journal.txt [anker.txt]")
    try:
        anchors = read_anchors(_lines(files[1])) if len(files) == 2 else {}
        count, fault = first_fault(_lines(files[0]), anchors)
    except (OSError, ValueError) as error:
        return _said(2, f"Die Dateien sind nicht lesbar: {error}")
    if fault:
        return _said(1, f"Das Journal ist verändert. {fault}.")
    return _said(0, f"Unverändert: {count} Einträge, {len(anchors)} Anker.")


def _lines(name: str) -> Iterator[str]:
    with Path(name).open(encoding="utf-8", newline="\n") as file:
        yield from file


def _said(code: int, sentence: str) -> int:
    sys.stdout.write(sentence + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
