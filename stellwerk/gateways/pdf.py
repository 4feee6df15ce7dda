"""The typesetter: a document becomes an accessible, archivable PDF (PDF/UA-1 and PDF/A-3a)."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from stellwerk.gateways.fonts import FAMILY, STYLES, covered_characters, font_files


class Unprintable(ValueError):  # noqa: N818  (it names the characters, not an error)
    """The fonts of letters lack some characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no font shows {characters!r}")
        self.characters = characters


class Typesetter:
    """Sets documents with one layout; make it once a process, it keeps fonts and layout in memory.

    layout  folder with letter.typ
    fonts   folder that ``build_fonts`` filled

    ValueError: the fonts are missing.
    """

    def __init__(self, layout: Path, fonts: Path) -> None:
        files = font_files(fonts)
        if len(files) < len(STYLES):
            raise ValueError(f"no fonts in {fonts}: build_fonts() makes them")
        known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
        if FAMILY not in known.families():
            raise ValueError(f"{FAMILY} is not among {known.families()}")
        self._characters = covered_characters(files)
        self._compiler = typst.Compiler(
            layout / "letter.typ", root=layout, font_paths=known, ignore_system_fonts=True
        )
        self._turn = Lock()  # the compiler serves one thread at a time

    def pdf(self, document: Mapping[str, Any], *, at: datetime) -> bytes:
        """Return the PDF of a document; the same document and time give the same bytes.

        Unprintable: a character has no glyph.
        ValueError: the layout cannot set the document.
        """
        shown = {key: value for key, value in document.items() if key != "data"}
        inputs = {"document": _json(shown), "attachment": _json(document["data"]) if document["data"] else ""}
        self._require_glyphs(inputs["document"])
        try:
            with self._turn:
                made = self._compiler.compile(
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards=["ua-1", "a-3a"],
                    timestamp=int(at.timestamp()),
                )
        except typst.TypstError as error:
            raise ValueError(f"the layout cannot set {document['title']!r}: {error.message}") from error
        assert isinstance(made, bytes)
        return made

    def _require_glyphs(self, text: str) -> None:
        if lacking := set(text) - self._characters:
            raise Unprintable("".join(sorted(lacking)))


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
