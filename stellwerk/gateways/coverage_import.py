"""Takes a file over into a snapshot: each row is read once, and judged only where one does not fit.

Reading a fact into the warehouse finds out whether it fits. To judge all rows, and to say what is wrong with
which, takes as long again; so it waits until something is.
"""

from collections.abc import Collection

from stellwerk.gateways.coverage_file import Checked, CoverageFile
from stellwerk.gateways.warehouse import Piece
from stellwerk.gateways.warehouse_build import Builder, batches
from stellwerk.gateways.warehouse_held import FactError


def take_over(
    source: CoverageFile, builder: Builder, *, without: Collection[str], origin: str, at: str, counted: str
) -> tuple[Checked, list[Piece]]:
    """Return what was found in the file, and the pieces of its districts; none of them when a row is wrong.

    without  districts that are left as they are
    at       what tells these facts from others of the same districts
    """
    pieces: list[Piece] = []
    try:
        held = builder.hold(source.source())
        wanted = {district: rows for district, rows in held.rows.items() if district not in without}
        for some in batches(wanted):
            fingerprints = dict.fromkeys(some, at)
            pieces += builder.districts(held.of(some), fingerprints, origin=origin, counted=counted)
    except FactError:
        judged = source.check()
        if not judged.problems:
            raise
        return judged, []
    return Checked(sum(held.rows.values()), [], 0), pieces
