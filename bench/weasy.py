"""Measuring process: the same letters as HTML and CSS through WeasyPrint, tagged as PDF/UA."""

import logging
import sys
import time
from html import escape
from pathlib import Path
from typing import Any

from bench.inside import report, wait_for_go, with_django

CSS = """
@font-face { font-family: Fira; src: url("%(fonts)s/FiraSans-Regular.ttf") }
@font-face { font-family: Fira; font-weight: bold; src: url("%(fonts)s/FiraSans-Bold.ttf") }
@page { size: A4; margin: 27mm 20mm 25mm 25mm; @bottom-right {
    font: 9pt Fira; content: "Seite " counter(page) " von " counter(pages) } }
body { font: 11pt/1.35 Fira; hyphens: auto }
header { position: absolute; top: -15mm; font-size: 9pt }
.address { position: absolute; top: 18mm; width: 80mm }
.sender { font-size: 7pt }
.info { position: absolute; top: 23mm; left: 100mm; font-size: 10pt }
main { padding-top: 76mm }
h1, h2 { font-size: 11pt }
h2.annex { break-before: page }
table { width: 100%%; border-collapse: collapse; font-size: 9.5pt }
th, td { padding: 3.5pt 4pt; border-top: 0.25pt solid #aaa; text-align: left }
.r { text-align: right }
"""


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    with_django()
    import weasyprint  # type: ignore[import-untyped]
    from django.conf import settings
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    from bench.samples import notices

    documents = notices(int(sys.argv[1]))
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=CSS % {"fonts": Path(settings.FONTS_DIR).as_uri()}, font_config=fonts)
    wait_for_go()
    start = time.perf_counter()
    for document in documents:
        page = weasyprint.HTML(string=html(document))
        page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    report(letters=len(documents), elapsed=time.perf_counter() - start)


def html(document: dict[str, Any]) -> str:
    """Return a document of ours as a web page with the same words and tables."""
    blocks = "".join(map(_block, document["body"]))
    annexes = "".join(map(_block, document["annexes"]))
    signature = "<br>".join(map(escape, document["signature"]))
    rows = "".join(f"<div>{escape(word)} {escape(value)}</div>" for word, value in document["info"])
    return (
        f'<!doctype html><html lang="de"><head><title>{escape(document["title"])}</title></head><body>'
        f"<header>{_lines(document['authority'])}</header>"
        f'<div class="address"><div class="sender">{escape(document["return_address"])}</div>'
        f"{_lines(document['addressee'])}</div><div class='info'>{rows}</div>"
        f"<main><h1>{escape(document['subject'])}<br>{escape(document['subject_detail'])}</h1>"
        f"<p>{escape(document['example_note'])}</p><p>{escape(document['salutation'])}</p>"
        f"{blocks}<p>{signature}</p>{annexes}</main></body></html>"
    )


def _block(block: dict[str, Any]) -> str:
    kind = block["kind"]
    if kind == "table":
        return _table(block)
    if kind in ("list", "numbered"):
        tag = "ul" if kind == "list" else "ol"
        return f"<{tag}>{''.join(f'<li>{_runs(item)}</li>' for item in block['items'])}</{tag}>"
    if kind == "para":
        return f"<p>{_runs(block['runs'])}</p>"
    return f'<h2 class="{kind}">{_runs(block["runs"])}</h2>'


def _table(block: dict[str, Any]) -> str:
    def row(tag: str, cells: list[str]) -> str:
        sides = zip(block["align"], cells, strict=True)
        return f"<tr>{''.join(f'<{tag} class={side}>{escape(cell)}</{tag}>' for side, cell in sides)}</tr>"

    body = "".join(row("td", cells) for cells in block["rows"])
    return f"<table><thead>{row('th', block['header'])}</thead><tbody>{body}</tbody></table>"


def _runs(runs: list[dict[str, Any]]) -> str:
    return "".join(f"<b>{escape(r['text'])}</b>" if r["bold"] else escape(r["text"]) for r in runs)


def _lines(lines: list[str]) -> str:
    return "".join(f"<div>{escape(line)}</div>" for line in lines)


if __name__ == "__main__":
    main()
