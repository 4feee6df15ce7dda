"""Fills the form of a finished page with what somebody typed before; it is read as a browser reads it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of the field)
LEFT_ALONE = frozenset({"password", "file", "submit", "button", "image", "reset"})
TICKED = frozenset({"checkbox", "radio"})
Attributes = dict[str, str | None]
Typed = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Piece:
    """A tag of the page and where it stands; ``inside`` is where the words of a long text end."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    inside: int = 0
    options: "list[Piece]" = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag

    @property
    def value(self) -> str:
        return self.attributes.get("value") or ""


@dataclass(slots=True)
class PageForm:
    """A form that is sent by POST, with its controls in their order."""

    start: Piece
    controls: list[Piece] = field(default_factory=list)

    def leads_to(self, page: str) -> str:
        """Return the path that it is sent to from a page."""
        return urlsplit(urljoin(page, self.start.attributes.get("action") or page)).path

    def fits(self, typed: Typed) -> int:
        """Say how well what was typed fits: names in common, less the hidden values that differ."""
        own = [one for one in self.controls if one.name != TOKEN]
        strange = [one for one in own if one.kind == "hidden" and one.value not in typed.get(one.name, ())]
        return sum(one.name in typed for one in own) - len(strange)


class _Reader(HTMLParser):
    """Notes where each form, each control and the main part of a page stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[PageForm] = []
        self.main: Piece | None = None
        self._by_id: dict[str, PageForm] = {}
        self._elsewhere: list[tuple[str, Piece]] = []
        self._open: PageForm | None = None
        self._text: Piece | None = None
        self._select: Piece | None = None
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()
        for name, control in self._elsewhere:
            if name in self._by_id:
                self._by_id[name].controls.append(control)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._place()
        piece = Piece(tag, dict(attrs), start, start + len(self.get_starttag_text() or ""))
        if tag == "main":
            self.main = piece
        elif tag == "form":
            self._begin(piece)
        elif tag == "option" and self._select:
            self._select.options.append(piece)
        elif tag in ("input", "textarea", "select"):
            self._control(piece)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            self._text.inside, self._text = self._place(), None

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _begin(self, piece: Piece) -> None:
        self._open = PageForm(piece)
        self._by_id[piece.attributes.get("id") or ""] = self._open
        if (piece.attributes.get("method") or "").lower() == "post":
            self.forms.append(self._open)

    def _control(self, piece: Piece) -> None:
        if piece.tag == "textarea":
            self._text = piece
        elif piece.tag == "select":
            self._select = piece
        if owner := piece.attributes.get("form"):
            self._elsewhere.append((owner, piece))
        elif self._open:
            self._open.controls.append(piece)


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page that are sent by POST."""
    return _Reader(page).forms


def refilled(page: str, *, shown_at: str, sent_to: str, typed: Typed, notice: str) -> str | None:
    """Return the page with the form filled in, and a notice at the top of its main part.

    shown_at  path and query of the page
    sent_to   where the form was sent to before, and will be sent to again
    typed     its fields; the token, passwords and files are left as the page has them

    None: no form of the page is sent there.
    """
    read = _Reader(page)
    found = [one for one in read.forms if one.leads_to(shown_at) == urlsplit(sent_to).path]
    if not found or read.main is None:
        return None
    chosen = max(found, key=lambda one: one.fits(typed))
    edits = [(read.main.end, read.main.end, notice), _tag(chosen.start, action=sent_to)]
    edits += _filled(chosen.controls, typed)
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


Edit = tuple[int, int, str]


def _filled(controls: Sequence[Piece], typed: Typed) -> Iterator[Edit]:
    used: Counter[str] = Counter()
    for one in controls:
        if one.name == TOKEN or one.kind in LEFT_ALONE or "disabled" in one.attributes:
            continue
        values = typed.get(one.name)
        if one.kind in TICKED:
            yield _tag(one, checked=(one.attributes.get("value") or "on") in (values or ()))
        elif one.tag == "select" and (values or "multiple" in one.attributes):
            yield from (_tag(it, selected=it.value in (values or ())) for it in one.options)
        elif one.tag != "select" and values and used[one.name] < len(values):
            value = values[used[one.name]]
            used[one.name] += 1
            yield (
                (one.end, one.inside, f"\n{escape(value)}")
                if one.tag == "textarea"
                else _tag(one, value=value)
            )


def _tag(piece: Piece, **changes: str | bool) -> Edit:
    """Return the tag with other attributes; a switch is there or not."""
    attributes: dict[str, str | bool | None] = {**piece.attributes, **changes}
    said = [
        f" {name}" if value is None or value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    ]
    return piece.start, piece.end, f"<{piece.tag}{''.join(said)}>"
