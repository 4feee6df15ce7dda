"""Measuring process: the same letters through Typst alone, one compiler, no database, no mail."""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import typst

from bench.inside import report, wait_for_go, with_django

MEMORY = Path("/dev/shm")  # no disk: Typst at its best


def main() -> None:
    with_django()
    from django.conf import settings

    from bench.samples import notices
    from stellwerk import letters

    documents = notices(int(sys.argv[1]))
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        for source in (Path(letters.__file__).parent / "layout").glob("*.typ"):
            shutil.copy(source, folder)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS_DIR)]
        )
        compiler = typst.Compiler(
            folder / "letter.typ", root=folder, font_paths=fonts, ignore_system_fonts=True
        )
        wait_for_go()
        start = time.perf_counter()
        for document in documents:
            (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
            (folder / "attachment.json").write_text(json.dumps(document["data"]), encoding="utf-8")
            compiler.compile(format="pdf", pdf_standards=["ua-1", "a-3a"])
        report(letters=len(documents), elapsed=time.perf_counter() - start)


if __name__ == "__main__":
    main()
