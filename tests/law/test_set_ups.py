"""What a programme needs before it is opened; a contract needs other things than a notice."""

import pytest

from stellwerk.law.set_ups import missing, needs, require_whole
from stellwerk.law.working import Refused

BY_NOTICE = {one.key for one in needs(by_contract=False)}
BY_CONTRACT = {one.key for one in needs(by_contract=True)}


def test_every_need_names_its_rule_and_its_step() -> None:
    listed = needs(by_contract=True)

    assert all(one.source and one.step and one.what for one in listed)
    assert len({one.key for one in listed}) == len(listed) > 15


def test_a_contract_agrees_on_interest_and_explains_no_remedy() -> None:
    assert {"remedy"} == BY_NOTICE - BY_CONTRACT
    assert {
        "contract_withdrawal",
        "contract_interest",
        "contract_default_interest",
    } == BY_CONTRACT - BY_NOTICE


def test_what_is_missing_is_named_first() -> None:
    lacking = missing(BY_NOTICE - {"budget", "call"}, by_contract=False)

    assert [one.key for one in lacking] == ["budget", "call"]
    with pytest.raises(Refused, match="2 Angaben fehlen, zuerst „mindestens ein Haushaltsjahr“"):
        require_whole(BY_NOTICE - {"budget", "call"}, by_contract=False)


def test_a_whole_programme_passes() -> None:
    require_whole(BY_NOTICE, by_contract=False)
    require_whole(BY_CONTRACT, by_contract=True)
