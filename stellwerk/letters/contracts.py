"""The grant by contract: what a notice would say, and what has to be agreed instead of the statute."""

from dataclasses import replace

from stellwerk.letters.facts import Fact, LetterContent
from stellwerk.models import Programme


def contract_content(approval: LetterContent, programme: Programme) -> LetterContent:
    """Return the contract in place of a notice: no remedy, but rescission and interest are agreed.

    approval  written with the text of a contract; the data of a notice is not attached

    Law: VV Nr. 4.4 zu § 44 LHO, § 54 LVwVfG: §§ 48 to 49a LVwVfG apply to notices only.
    """
    facts: dict[str, Fact] = {name: fact for name, fact in approval.facts.items() if name != "rechtsbehelf"}
    facts |= {
        "rücktrittsrecht": programme.contract_withdrawal,
        "verzinsung": programme.contract_interest,
        "verzugszinsen": programme.contract_default_interest,
    }
    return replace(approval, kind="contract", facts=facts, data=None)
