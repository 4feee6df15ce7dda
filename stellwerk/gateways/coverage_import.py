"""Takes a file over into a snapshot: each row is read once, and judged only where one does not fit.

Reading a fact into the warehouse finds out whether it fits. To judge all rows, and to say what is wrong with
which, takes as long again; so it waits until something is. A file that lies roughly in the order of its
places is read where it is, some districts at a time; any other one is held first, and one of which not all
is taken over.
"""

from collections.abc import Collection

from stellwerk.gateways.coverage_file import Checked, CoverageFile, InPlace
from stellwerk.gateways.warehouse import Piece
from stellwerk.gateways.warehouse_build import Builder, batches
from stellwerk.gateways.warehouse_held import FactError
from stellwerk.gateways.warehouse_lane import Source

MOST = 1.6  # times that a fact may be read where it lies; to hold all of them costs more


def take_over(
    source: CoverageFile, builder: Builder, *, without: Collection[str], origin: str, at: str, counted: str
) -> tuple[Checked, list[Piece]]:
    """Return what was found in the file, and the pieces of its districts; none of them when a row is wrong.

    without  districts that are left as they are
    at       what tells these facts from others of the same districts
    """
    try:
        facts = _in_place(source, without) or builder.hold(source.source())
        wanted = {district: rows for district, rows in facts.rows.items() if district not in without}
        sources = [Source(facts.of(some), dict.fromkeys(some, at)) for some in batches(wanted)]
        pieces = builder.districts(sources, origin=origin, counted=counted)
    except FactError:
        judged = source.check()
        if not judged.problems:
            raise
        return judged, []
    return Checked(sum(facts.rows.values()), [], 0), pieces


def _in_place(source: CoverageFile, without: Collection[str]) -> InPlace | None:
    """Return the file as it lies if little of it is read twice that way, and nothing of it not at all."""
    found = source.in_place()
    if found is None or not found.rows.keys().isdisjoint(without):
        return None
    read, there = found.read_for(batches(found.rows)), sum(found.rows.values())
    return found if read <= MOST * there else None
