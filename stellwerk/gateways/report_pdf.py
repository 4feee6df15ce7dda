"""Sets a report with its pictures as an accessible, archivable PDF (PDF/UA-1 and PDF/A-3a)."""

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from stellwerk.gateways.fonts import FAMILY


def set_report(
    layout: Path, fonts: Path, document: Mapping[str, Any], pictures: Mapping[str, str], *, at: datetime
) -> bytes:
    """Return the PDF; the same document, pictures and time give the same bytes.

    layout    the Typst file; it reads document.json and the pictures beside it
    fonts     folder that ``build_fonts`` filled
    pictures  SVG by file name

    ValueError: the fonts are missing, or the layout cannot set the document.
    """
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    if FAMILY not in known.families():
        raise ValueError(f"no fonts in {fonts}: build_fonts() makes them")
    with TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        shutil.copy(layout, folder)
        (folder / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        for file, svg in pictures.items():
            (folder / file).write_text(svg, encoding="utf-8")
        compiler = typst.Compiler(
            folder / layout.name, root=folder, font_paths=known, ignore_system_fonts=True
        )
        try:
            made = compiler.compile(
                format="pdf", pdf_standards=["ua-1", "a-3a"], timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            raise ValueError(f"the layout cannot set {document.get('title')!r}: {error.message}") from error
    assert isinstance(made, bytes)
    return made
