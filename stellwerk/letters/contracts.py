"""The grant by contract: what a notice would say, and what has to be agreed instead of the statute."""

from dataclasses import replace

from stellwerk.letters.facts import Fact, LetterContent
from stellwerk.models import Programme, TextVersion


def contract_content(notice: LetterContent, programme: Programme, text: TextVersion) -> LetterContent:
    """Return the contract in place of a notice: no remedy, but rescission and interest are agreed.

    notice  the content of the approval of the same application
    text    of the kind contract

    Law: VV Nr. 4.4 zu § 44 LHO, § 54 LVwVfG: §§ 48 to 49a LVwVfG apply to notices only.
    """
    facts: dict[str, Fact] = {name: fact for name, fact in notice.facts.items() if name != "rechtsbehelf"}
    facts |= {
        "rücktrittsrecht": programme.contract_withdrawal,
        "verzinsung": programme.contract_interest,
        "verzugszinsen": programme.contract_default_interest,
    }
    return replace(
        notice,
        kind="contract",
        subject=text.subject,
        subject_detail=text.subject_detail,
        salutation=text.salutation,
        text_label=str(text),
        text=text.body,
        facts=facts,
        data=None,
    )
