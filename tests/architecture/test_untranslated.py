"""No German text gets past the translation: not in a template, not in a module, not in a refusal."""

import ast
import re
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

from tests.house.environment import REPOSITORY

SOURCE = REPOSITORY / "stellwerk"
TEMPLATES = sorted((SOURCE / "web" / "templates").rglob("*.html"))
MODULES = sorted(SOURCE.rglob("*.py"))
SHOWN = [path for path in MODULES if path.relative_to(SOURCE).parts[0] in ("law", "models", "queries", "web")]


# --- templates -----------------------------------------------------------------------------------


def test_a_template_says_nothing_untranslated() -> None:
    found = {path.name: _words(path.read_text(encoding="utf-8")) for path in TEMPLATES}

    assert {name: words for name, words in found.items() if words} == {}


def test_the_search_for_untranslated_words_finds_them() -> None:
    template = """{% if a %}<h1 title="Ende">{{ b }} Tage</h1>{% endif %}<p class="a">{% translate "j" %}</p>
    {% blocktranslate count n=n %}{{ n }} Tag{% plural %}{{ n }} Tage{% endblocktranslate %} heute"""

    assert _words(template) == ["Ende", "Tage", "heute"]


def _words(template: str) -> list[str]:
    reader = _Words()
    reader.feed(_bare(template))
    reader.close()
    return reader.found


_NAMES = {"Stellwerk", "CSV", "Excel (XLSX)"}  # names are the same in both languages
_SPOKEN = {
    "alt",
    "aria-label",
    "badge",
    "caption",
    "placeholder",
    "sentence",
    "status",
    "text",
    "title",
    "who",
}


class _Words(HTMLParser):
    """Collects what a page shows or a screen reader says, as far as letters are in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("script", "style")
        for name, value in attrs:
            spoken = name in _SPOKEN or (name == "name" and tag == "c-fact")
            if spoken and value:
                self._note(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        words = " ".join(text.split()).strip(" –·,;:")
        if re.search(r"[^\W\d_]", words) and words not in _NAMES:
            self.found.append(words)


def _bare(template: str) -> str:
    """Leave of a template what stands in it as it is: without tags, variables and translated blocks."""
    kept, inside = [], False
    for token in Lexer(template).tokenize():
        if token.token_type is TokenType.BLOCK:
            word = token.contents.split()[0]
            inside = word in ("blocktranslate", "blocktrans", "comment") or (inside and word == "plural")
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
    return "".join(kept)


# --- modules -------------------------------------------------------------------------------------


def test_a_module_shows_no_unmarked_german() -> None:
    found = {path.name: _unmarked(path.read_text(encoding="utf-8")) - _RECORDED for path in SHOWN}

    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_search_for_unmarked_german_finds_it() -> None:
    source = """'''Für alle.'''
label = "Gültig bis"
done = _("Bitte warten")
text = f"{count} Fälle"
"""

    assert _unmarked(source) == {"Gültig bis", " Fälle"}


# German that is not translated, and why.
_RECORDED = {
    # parts of sources and periods, which are quoted as they stand in the stored working
    " (nicht bestätigt)", "Festlegung im Programm", "§ 15 AGVwGO (Fassung ab 2026 nicht bestätigt)", " bis ",
}  # fmt: skip
_MARKS = {"_", "N_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_GERMAN = re.compile(
    "[äöüßÄÖÜ]|\\b(der|die|das|und|oder|nicht|kein|keine|ist|sind|wird|werden|für|von|bis|mit|zum|bitte|Sie)\\b"
)


def _unmarked(source: str) -> set[str]:
    """Return literals that look German and stand neither in a mark nor alone, as docstrings do."""
    tree = ast.parse(source)
    passed = {id(part) for node in ast.walk(tree) if _is_exempt(node) for part in ast.walk(node)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if _GERMAN.search(node.value)
    }


# Constants with words that people write into sheets; they are read in German, whatever language a page has.
_READ = {"STATES", "CHANNELS", "NAMES", "SPELLING", "TITLES", "TEMPLATE"}


def _is_exempt(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(getattr(target, "id", "") in _READ for target in targets)
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in _MARKS
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_every_refusal_and_every_step_is_marked_for_translation() -> None:
    literal = [
        f"{path.name}: {ast.unparse(call)}"
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("Refused", "Step") and call.args
        if isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]

    assert literal == []
