"""The typesetter: a document becomes an accessible, archivable PDF (PDF/UA-1 and PDF/A-3a)."""

import json
import os
import shutil
import weakref
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any

import typst

from stellwerk.gateways.fonts import FAMILY, STYLES, covered_characters, font_files

MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it; writing there costs a tenth)


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
        self._folder = _own_copy(layout)
        weakref.finalize(self, _remove, self._folder, os.getpid())
        self._compiler = typst.Compiler(
            self._folder / "letter.typ", root=self._folder, font_paths=known, ignore_system_fonts=True
        )
        self._turn = Lock()  # one letter at a time: the compiler and the files are shared

    def pdf(self, document: Mapping[str, Any], *, at: datetime) -> bytes:
        """Return the PDF of a document; the same document and time give the same bytes.

        The document's ``data``, where there is some, is attached: bescheid.json, or vertrag.json.

        Unprintable: a character has no glyph.
        ValueError: the layout cannot set the document.
        """
        text = _json(document)
        self._require_glyphs(text)
        with self._turn:
            (self._folder / "document.json").write_text(text, encoding="utf-8")
            (self._folder / "attachment.json").write_text(_json(document["data"]), encoding="utf-8")
            return self._compiled(document["title"], at)

    def _compiled(self, title: str, at: datetime) -> bytes:
        try:
            made = self._compiler.compile(
                format="pdf", pdf_standards=["ua-1", "a-3a"], timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            raise ValueError(f"the layout cannot set {title!r}: {error.message}") from error
        assert isinstance(made, bytes)
        return made

    def _require_glyphs(self, text: str) -> None:
        if lacking := set(text) - self._characters:
            raise Unprintable("".join(sorted(lacking)))


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _own_copy(layout: Path) -> Path:
    """Copy the layout to a folder of this process, beside which its documents can lie."""
    folder = Path(
        mkdtemp(prefix="letters-", dir=MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None)
    )
    for source in layout.glob("*.typ"):
        shutil.copy(source, folder)
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child must not take its parent's folder away
        shutil.rmtree(folder, ignore_errors=True)
