"""What stands in a PDF: its lines of text, with the place where each begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf


@dataclass(frozen=True)
class Line:
    """A line of text in a PDF; millimetres from the upper left corner to its start, on the baseline."""

    page: int
    x: float
    y: float
    text: str


def words(made: bytes) -> str:
    """Return the whole text, line by line."""
    return "\n".join(line.text for line in lines(made))


def lines(made: bytes) -> Iterator[Line]:
    with pikepdf.open(BytesIO(made)) as opened:
        for number, page in enumerate(opened.pages, start=1):
            fonts = {name: _letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
            top = float(page.mediabox[3])
            x = y = 0.0
            font: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    x, y = float(operands[4]), float(operands[5])
                elif str(operator) == "Tf":
                    font = fonts[str(operands[0])]
                elif str(operator) == "TJ":
                    codes = b"".join(bytes(o) for o in operands[0] if isinstance(o, pikepdf.String))
                    pairs = zip(codes[::2], codes[1::2], strict=True)
                    words = "".join(font[high * 256 + low] for high, low in pairs)
                    yield Line(number, x / 72 * 25.4, (top - y) / 72 * 25.4, words.replace("\u00a0", " "))


def _letters_of(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes().decode())
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
