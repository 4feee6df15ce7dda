"""Makes the .mo file that Django reads of each .po file; needs nothing but Python's own library.

python scripts/compile_texts.py

Setting up for `make run` calls it, where the tools for translators are not installed.
"""

import ast
import re
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "stellwerk" / "locale"
_FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
_MAGIC, _HEAD = 0x950412DE, struct.Struct("<7I")


def main() -> None:
    for path in sorted(LOCALE.rglob("*.po")):
        path.with_suffix(".mo").write_bytes(compiled(path.read_text(encoding="utf-8")))


def compiled(po: str) -> bytes:
    """Return the .mo file: a head, two tables of lengths and places, sorted keys, their texts."""
    entries = sorted(_entries(po).items())
    strings = [key for key, _text in entries] + [text for _key, text in entries]
    count, start = len(entries), _HEAD.size
    place, table, body = start + 16 * count, b"", b""
    for string in strings:
        table += struct.pack("<2I", len(string), place + len(body))
        body += string + b"\0"
    return _HEAD.pack(_MAGIC, 0, count, start, start + 8 * count, 0, 0) + table + body


def _entries(po: str) -> dict[bytes, bytes]:
    """Return the texts by key; what is not translated, or doubted, is left out and stays German."""
    entries = {}
    for block in po.split("\n\n"):
        fields: dict[str, list[str]] = {}
        for name, lines in _FIELD.findall(block):
            fields.setdefault(name, []).append("".join(map(ast.literal_eval, lines.splitlines())))
        if "#, fuzzy" in block or not all(fields.get("msgstr", [""])):
            continue
        context = "".join(f"{text}\x04" for text in fields.get("msgctxt", []))
        key = context + "\0".join(fields["msgid"] + fields.get("msgid_plural", []))
        entries[key.encode()] = "\0".join(fields["msgstr"]).encode()
    return entries


if __name__ == "__main__":
    main()
