"""Small numbers are protected: who stands alone in a group is not shown, and cannot be calculated back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stellwerk.queries.indicator_texts import FEWEST, Figure


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a group before anything is hidden.

    seen      municipalities behind it
    is_named  the group is one municipality by its nature, and meant to be
    """

    group: str
    name: str
    figure: Figure
    seen: int
    is_named: bool = False

    @property
    def is_small(self) -> bool:
        return 0 < self.seen < FEWEST and not self.is_named


def hidden(figure: Figure) -> Figure:
    return replace(figure, part=0, whole=0, unknown=0, hidden=True)


def protected(rows: Sequence[Counted]) -> list[Counted]:
    """Hide the groups with too few municipalities, and further ones until the rest says nothing about them.

    One hidden group is the total minus the others; so are several that together are still too few.
    """
    to_hide = {row.group for row in rows if row.is_small}
    rest = sorted(
        (row for row in rows if row.seen and row.group not in to_hide),
        key=lambda row: (row.is_named, row.seen, row.group),
    )
    seen = sum(row.seen for row in rows if row.group in to_hide)
    while to_hide and rest and (len(to_hide) == 1 or seen < FEWEST):
        another = rest.pop(0)
        to_hide.add(another.group)
        seen += another.seen
    return list(_hide(rows, to_hide))


def _hide(rows: Iterable[Counted], groups: set[str]) -> Iterable[Counted]:
    for row in rows:
        yield replace(row, figure=hidden(row.figure)) if row.group in groups else row
