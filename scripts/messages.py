"""Collects and compiles the texts of the user interface; pure Python, no gettext programs needed.

python scripts/messages.py extract    bring stellwerk/locale/en up to date; new texts are left empty
python scripts/messages.py compile    make the .mo file that Django reads
python scripts/messages.py missing    list texts without an English translation, exit code 1 if any
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "stellwerk"
CATALOG = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "extract":
        return update()
    if verb == "compile":
        return compile_catalog()
    if verb == "missing":
        return list_missing()
    print(__doc__)
    return 2


def update() -> int:
    found = Catalog(project="Stellwerk")
    for name, line, message, context in messages():
        found.add(message, locations=[(name, line)], context=context)
    known = stored()
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, known, width=100, sort_output=True, no_location=True, omit_header=False)
    return 0


def compile_catalog() -> int:
    target = CATALOG.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, stored())
    return 0


def list_missing() -> int:
    """A text is missing where it is used but not translated, or its placeholders differ."""
    known = stored()
    used = {message if isinstance(message, str) else message[0] for _n, _l, message, _c in messages()}
    gaps = sorted(
        text for text in used if (entry := known.get(text)) is None or not _is_translated(entry.string)
    )
    for text in gaps:
        print(text.replace("\n", " "))
    return 1 if gaps else 0


def stored() -> Catalog:
    if not CATALOG.exists():
        return Catalog(locale="en", project="Stellwerk", domain="django", fuzzy=False)
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def messages() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Return every text with its place: Python files as they are, templates turned into Python."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extracted(path, path.read_bytes())
    for path in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        yield from _extracted(path, _as_python(path.read_text(encoding="utf-8")).encode())


def _extracted(path: Path, source: bytes) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    name = path.relative_to(ROOT).as_posix()
    for line, message, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        yield name, line, message, context


def _as_python(template: str) -> str:
    """Return the texts of a template as calls, one a line; Django does the reading."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    made = templatize(template)
    # What is not a text comes back as XXXX; it is no Python, so only the calls are kept.
    return "\n".join(call for call in _calls(made))


def _calls(made: str) -> Iterator[str]:
    for start in ("gettext(", "ngettext(", "pgettext("):
        at = made.find(start)
        while at != -1:
            if at == 0 or not (made[at - 1].isalpha() or made[at - 1] == "_"):
                yield made[at : _closing(made, at + len(start))]
            at = made.find(start, at + 1)


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


def _is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
