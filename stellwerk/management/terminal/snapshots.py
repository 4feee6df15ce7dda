"""Take a snapshot of the coverage, and take over a file of the whole country."""

from rich.console import Console

from config import database
from stellwerk.actions.snapshots import refresh_snapshot
from stellwerk.gateways import clock
from stellwerk.gateways.warehouse import Manifest

console = Console(highlight=False)


def snapshot() -> None:
    """Die Auswertung der Angaben zum Angebot erneuern; geschrieben wird nur, was sich geändert hat."""
    database.ensure_running()
    _say(refresh_snapshot(at=clock.now()))


def _say(manifest: Manifest) -> None:
    console.print(
        f"Auswertung vom {manifest.day:%d.%m.%Y}: {manifest.rows} Angaben aus {len(manifest.pieces)} Kreisen."
    )
