"""Remedies: kind, court and period by the level of the authority."""

import pytest

from stellwerk.law.remedies import AuthorityLevel, RemedyKind, remedy
from stellwerk.law.working import Refused


@pytest.mark.parametrize(
    ("level", "source"),
    [
        (AuthorityLevel.SUPREME, "§ 68 Abs. 1 S. 2 Nr. 1 VwGO"),
        (AuthorityLevel.HIGHER, "§ 15 AGVwGO (Fassung ab 2026 nicht bestätigt)"),
    ],
)
def test_a_ministry_and_a_regierungspraesidium_are_sued_at_once(level: AuthorityLevel, source: str) -> None:
    result = remedy(level, "Verwaltungsgericht Sigmaringen")

    assert (result.kind, result.filed_at, result.months) == (
        RemedyKind.KLAGE,
        "Verwaltungsgericht Sigmaringen",
        1,
    )
    assert [step.source for step in result.working.steps] == [source, "§ 52 Nr. 3 VwGO", "§ 74 Abs. 1 VwGO"]


def test_any_other_authority_is_refused_until_somebody_decides() -> None:
    with pytest.raises(Refused, match="Widerspruch") as refused:
        remedy(AuthorityLevel.OTHER, "Verwaltungsgericht Stuttgart")

    assert refused.value.field == "authority_level"


def test_a_missing_court_is_refused() -> None:
    with pytest.raises(Refused, match="kein Verwaltungsgericht hinterlegt"):
        remedy(AuthorityLevel.SUPREME, "")
