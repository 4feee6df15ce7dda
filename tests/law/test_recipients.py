"""Recipients: the kinds and the territory of a programme."""

import pytest

from stellwerk.law.recipients import require_recipient
from stellwerk.law.working import Refused

COUNTY = {"kind": "district_office", "district": "08136"}


def test_without_a_rule_everybody_may_receive() -> None:
    require_recipient("Landratsamt Ostalbkreis", **COUNTY, kinds=[], territory=[])
    require_recipient("Landratsamt Ostalbkreis", **COUNTY, kinds=["district_office"], territory=["08136"])
    require_recipient("Gemeindetag", kind="association", district="", kinds=[], territory=["08136"])


@pytest.mark.parametrize(
    ("kinds", "territory", "words"),
    [(["municipality"], [], "nicht zu den Antragsberechtigten"), ([], ["08115"], "nicht in dem Gebiet")],
)
def test_others_are_refused_by_name(kinds: list[str], territory: list[str], words: str) -> None:
    with pytest.raises(Refused, match=f"Landratsamt Ostalbkreis.*{words}"):
        require_recipient("Landratsamt Ostalbkreis", **COUNTY, kinds=kinds, territory=territory)
