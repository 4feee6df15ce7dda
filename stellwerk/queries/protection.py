"""Small numbers are protected: who stands alone in a group is not shown, and cannot be calculated back.

The one rule for indicators, maps, reports and open data.
"""

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
        return is_small(self.seen, is_named=self.is_named)


@dataclass(frozen=True, slots=True)
class Group:
    """A group by what decides whether it is shown; for ``seen`` and ``is_named`` see ``Counted``."""

    key: str
    seen: int
    is_named: bool = False


def is_small(seen: int, *, is_named: bool) -> bool:
    return 0 < seen < FEWEST and not is_named


def hidden(figure: Figure) -> Figure:
    return replace(figure, part=0, whole=0, unknown=0, hidden=True)


def protected(rows: Sequence[Counted]) -> list[Counted]:
    """Hide the groups that ``kept_back`` names."""
    return list(_hide(rows, kept_back([Group(row.group, row.seen, row.is_named) for row in rows])))


def kept_back(groups: Sequence[Group]) -> set[str]:
    """Return the groups with too few municipalities, and further ones until the rest says nothing about them.

    One hidden group is the total minus the others; so are several that together are still too few.
    """
    to_hide = {one.key for one in groups if is_small(one.seen, is_named=one.is_named)}
    rest = sorted(
        (one for one in groups if one.seen and one.key not in to_hide),
        key=lambda one: (one.is_named, one.seen, one.key),
    )
    seen = sum(one.seen for one in groups if one.key in to_hide)
    while to_hide and rest and (len(to_hide) == 1 or seen < FEWEST):
        another = rest.pop(0)
        to_hide.add(another.key)
        seen += another.seen
    return to_hide


def _hide(rows: Iterable[Counted], groups: set[str]) -> Iterable[Counted]:
    for row in rows:
        yield replace(row, figure=hidden(row.figure)) if row.group in groups else row
