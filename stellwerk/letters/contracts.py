"""The grant by contract: what has to be agreed because the statute on notices does not apply to it."""

from stellwerk.letters.facts import Fact
from stellwerk.models import Programme


def agreed_facts(programme: Programme) -> dict[str, Fact]:
    """Return what a contract agrees on in place of the instruction on remedies.

    Law: VV Nr. 4.4 zu § 44 LHO, § 54 LVwVfG: §§ 48 to 49a LVwVfG apply to notices only.
    """
    return {
        "rücktrittsrecht": programme.contract_withdrawal,
        "verzinsung": programme.contract_interest,
        "verzugszinsen": programme.contract_default_interest,
    }
