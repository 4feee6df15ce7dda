"""The texts that come with the programme; offices add later versions of their own."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class ShippedText:
    """One text in one version, with placeholders.

    kind  approval_notice, refusal_notice, amendment_notice, circular, consultation, opinion,
          opinion_reminder, campaign, campaign_reminder, receipt, contract, or remedy (one sentence, no
          subject)
    """

    kind: str
    version: int
    valid_from: date
    title: str
    body: str
    subject: str = ""
    subject_detail: str = ""
    salutation: str = ""

    @property
    def label(self) -> str:
        return f"{self.title}, Fassung {self.version}"


@cache
def shipped_texts() -> tuple[ShippedText, ...]:
    """Return all texts, in the order of their file names."""
    return tuple(_read(path) for path in sorted(TEXTS.glob("*.md")))


def _read(path: Path) -> ShippedText:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    return ShippedText(
        kind=fields["kind"],
        version=int(fields["version"]),
        valid_from=date.fromisoformat(fields["valid_from"]),
        title=fields["title"],
        body=body.strip(),
        subject=fields.get("subject", ""),
        subject_detail=fields.get("subject_detail", ""),
        salutation=fields.get("salutation", ""),
    )
