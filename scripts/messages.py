"""Collects and compiles the texts of the user interface; pure Python, no gettext programs needed.

python scripts/messages.py extract    bring stellwerk/locale/en up to date; new texts are left empty
python scripts/messages.py compile    make the .mo file that Django reads
python scripts/messages.py missing    list texts without a complete English translation, exit code 1 if any
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from os import devnull
from pathlib import Path
from runpy import run_path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "stellwerk"
CATALOG = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILER = ROOT / "scripts" / "compile_texts.py"  # stands alone: setting up needs it without babel
Strings = str | tuple[str, ...]

# What the terminal prints is German only; but its refusals are sentences like all others.
TERMINAL = SOURCE / "management"
TERMINAL_KEYWORDS = {"N_": None}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_CALL = re.compile(r"(?<!\w)(?:gettext|ngettext|pgettext|npgettext|_)\(")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")

# No dates and no names of programs: the same texts always make the same file.
HEADER = """\
# English texts of Stellwerk; the keys are the German ones. Made by scripts/messages.py, translated by hand.
msgid ""
msgstr ""
"Project-Id-Version: Stellwerk\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Text(NamedTuple):
    """A text that people see, or its singular and plural, and where it stands in the source."""

    source: str
    strings: Strings
    context: str | None


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "extract":
        CATALOG.parent.mkdir(parents=True, exist_ok=True)
        CATALOG.write_bytes(renewed())
        return 0
    if verb == "compile":
        run_path(str(COMPILER), run_name="__main__")
        return 0
    if verb == "missing":
        return list_missing()
    print(__doc__)
    return 2


def renewed() -> bytes:
    """Return the file with all texts of today: known translations kept, texts no longer used left out."""
    found = Catalog(locale="en")
    for text in texts():
        found.add(text.strings, locations=[(text.source, 1)], context=text.context)
    known = stored()
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    file = BytesIO()
    write_po(file, known, width=100, sort_output=True, no_location=True, omit_header=True)
    return HEADER.encode() + file.getvalue()


def list_missing() -> int:
    gaps = sorted({gap.replace("\n", " ") for gap in missing()})
    for gap in gaps:
        print(gap)
    return 1 if gaps else 0


def missing() -> Iterator[str]:
    """Return each text that is used but not translated, or not with the same placeholders."""
    known = stored()
    for text in texts():
        german = text.strings if isinstance(text.strings, str) else text.strings[0]
        entry = known.get(german, text.context)
        if entry is None or not is_complete(entry):
            yield german


def is_complete(entry: Message) -> bool:
    """A translation has all its forms, each with the placeholders of the German one, and nobody doubts it."""
    german, english = forms(entry.id), forms(entry.string)
    if entry.fuzzy or len(german) != len(english) or not all(english):
        return False
    return all(placeholders(a) == placeholders(b) for a, b in zip(german, english, strict=True))


def forms(strings: Strings | list[str]) -> tuple[str, ...]:
    return (strings,) if isinstance(strings, str) else tuple(strings)


def placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def stored() -> Catalog:
    if not CATALOG.exists():
        return Catalog(locale="en", domain="django")
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en", domain="django")


@cache
def texts() -> tuple[Text, ...]:
    """Return every text with its place: Python files as they are, templates turned into Python."""
    return tuple(_all_texts())


def _all_texts() -> Iterator[Text]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extracted(path, path.read_bytes())
    for path in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        yield from _extracted(path, as_python(path.read_text(encoding="utf-8")).encode())


def _extracted(path: Path, source: bytes) -> Iterator[Text]:
    name = path.relative_to(ROOT).as_posix()
    keywords = TERMINAL_KEYWORDS if path.is_relative_to(TERMINAL) else KEYWORDS
    for _line, strings, _comments, context in extract("python", BytesIO(source), keywords=keywords):
        yield Text(name, strings, context)


def as_python(template: str) -> str:
    """Return the texts of a template as calls, one a line; Django does the reading."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    # What is not a text comes back as XXXX; it is no Python, so only the calls are kept.
    made = templatize(template)
    return "\n".join(made[at.start() : _closing(made, at.end())] for at in _CALL.finditer(made))


def _closing(text: str, at: int) -> int:
    """Return where the bracket closes that was opened just before, strings left alone."""
    quote, depth = "", 1
    while depth:
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        else:
            depth += (char == "(") - (char == ")")
        at += 1
    return at


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the list has seen enough
        sys.stdout = Path(devnull).open("w")  # noqa: SIM115
        code = 1
    sys.exit(code)
