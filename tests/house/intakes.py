"""An intake of the Landkreis Böblingen, as its coordinator has it: one row of each kind."""

from stellwerk.access import Rights
from stellwerk.actions.intakes import apply_intake, bring
from stellwerk.models import Intake, IntakeKind
from stellwerk.queries.sheets import Typed
from tests.house.cases import ASKED_AT

DISTRICT = "08115"
WOHNGELD, HUND, AUSWEIS = "99107023017000", "99102013002000", "99008001012000"


def brought(rights: Rights, *, kind: IntakeKind = IntakeKind.PASTE) -> Intake:
    """Return an open intake with faulty, deviating, new and unchanged rows."""
    known = [_row(2, "Böblingen", WOHNGELD, "online"), _row(3, "Sindelfingen", WOHNGELD, "kein Angebot")]
    earlier = bring(
        known, rights=rights, at=ASKED_AT, district=DISTRICT, kind=IntakeKind.PASTE, title="Januar"
    )
    apply_intake(earlier.pk, rights=rights, at=ASKED_AT, confirm_same=True)
    rows = [
        _row(2, "Böblingen", WOHNGELD, "online"),
        _row(3, "Sindelfingen", WOHNGELD, "online"),
        _row(4, "Aidlingen", HUND, "geplant", planned_on="1.10.2024"),
        _row(5, "Böplingen", AUSWEIS, "vielleicht"),
    ]
    return bring(
        rows, rights=rights, at=ASKED_AT, district=DISTRICT, kind=kind, title="Rückmeldungen Februar"
    )


def _row(number: int, place: str, service: str, state: str, **more: str) -> Typed:
    return Typed(number, {"place": place, "service": service, "state": state, **more})
