"""What a programme needs before it can be opened, and where to add what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass

from stellwerk.law.working import N_, Refused


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a programme must have.

    key     what is asked for; whoever reads the programme says whether it is there
    step    of the set-up where it is added
    what    German name of it
    source  the rule that asks for it
    """

    key: str
    step: str
    what: str
    source: str


_NOTICE = "VV Nr. 4.2 zu § 44 LHO"
_CONTRACT = "VV Nr. 4.4 zu § 44 LHO, § 54 LVwVfG"
_SET = "Festlegung"
ALWAYS = (
    Need("legal_basis", "rechtsgrundlage", N_("Rechtsgrundlage mit dem Tag, ab dem sie gilt"), "§ 44 LHO"),
    Need("file_number", "grundlagen", N_("Aktenzeichen"), "§ 37 Abs. 3 LVwVfG"),
    Need("budget_item", "grundlagen", N_("Haushaltsstelle"), "§ 23 LHO"),
    Need("measure", "grundlagen", N_("Bezeichnung der Maßnahme"), "VV Nr. 4.2.2 zu § 44 LHO"),
    Need("purpose", "grundlagen", N_("Zuwendungszweck"), "VV Nr. 4.2.3 zu § 44 LHO"),
    Need("goals", "grundlagen", N_("Ziele oder Kennzahlen mit Zielwert"), "VV Nr. 4.2.3 zu § 44 LHO"),
    Need("conditions", "grundlagen", N_("Nebenbestimmungen"), "VV Nr. 4.2.13 zu § 44 LHO"),
    Need("letterhead", "briefkopf", N_("Briefkopf mit Behörde und Name"), "§ 37 Abs. 3 LVwVfG"),
    Need(
        "terms",
        "bedingungen",
        N_("Förderbedingungen mit Finanzierungsart und Satz"),
        "VV Nr. 4.2.6 zu § 44 LHO",
    ),
    Need("recipients", "empfaenger", N_("Kreis der Empfänger"), "VV Nr. 4.2.1 zu § 44 LHO"),
    Need("budget", "haushalt", N_("mindestens ein Haushaltsjahr"), "§§ 6, 16, 38 LHO"),
    Need("proof", "nachweis", N_("Verwendungsnachweis: Stelle, Form und Frist"), "VV Nr. 4.2.10 zu § 44 LHO"),
    Need("payment", "nachweis", N_("Regel der Auszahlung"), "VV Nr. 7 zu § 44 LHO"),
    Need("retention", "nachweis", N_("Aufbewahrung mit Quelle"), "VV Nr. 11 zu § 44 LHO"),
    Need("form", "formular", N_("veröffentlichtes Antragsformular"), _SET),
    Need("call", "aufruf", N_("Förderaufruf mit Beginn und Ende"), _SET),
)
BY_NOTICE = (Need("remedy", "texte", N_("Text der Rechtsbehelfsbelehrung"), "VV Nr. 4.2.14 zu § 44 LHO"),)
BY_CONTRACT = (
    Need("contract_withdrawal", "entscheidung", N_("vereinbartes Rücktrittsrecht"), _CONTRACT),
    Need("contract_interest", "entscheidung", N_("vereinbarte Verzinsung von Rückzahlungen"), _CONTRACT),
    Need("contract_default_interest", "entscheidung", N_("vereinbarte Verzugszinsen"), _CONTRACT),
)


def needs(*, by_contract: bool) -> tuple[Need, ...]:
    """Return what a programme needs, in the order of its set-up.

    by_contract  it decides by contract: rescission and interest are agreed, and no remedy is explained

    Law: VV Nr. 4.2 and 4.4 zu § 44 LHO, § 54 LVwVfG (the numbers of VV 2018 are not confirmed for today).
    """
    return (*ALWAYS, *(BY_CONTRACT if by_contract else BY_NOTICE))


def missing(present: Collection[str], *, by_contract: bool) -> tuple[Need, ...]:
    """Return what is not there yet.

    Law: VV Nr. 4.2 and 4.4 zu § 44 LHO.
    """
    return tuple(one for one in needs(by_contract=by_contract) if one.key not in present)


def require_whole(present: Collection[str], *, by_contract: bool) -> None:
    """Refuse to open a programme that lacks something.

    Law: VV Nr. 4.2 and 4.4 zu § 44 LHO.
    """
    lacking = missing(present, by_contract=by_contract)
    if lacking:
        raise Refused(
            N_(
                "Das Programm ist noch nicht vollständig: %(count)s Angaben fehlen, zuerst „%(what)s“. "
                "Bitte ergänzen Sie sie; die Liste „Was noch fehlt“ nennt jede."
            ),
            count=str(len(lacking)),
            what=lacking[0].what,
        )
