"""What a letter must contain before it is released, and what is missing where (VV Nr. 4.2 zu § 44 LHO)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from stellwerk.law.working import N_
from stellwerk.letters.compose import standard_facts
from stellwerk.letters.facts import Fact, LetterContent
from stellwerk.letters.placeholders import has_value, placeholders
from stellwerk.letters.vocabulary import LABELS

State = Literal["present", "missing", "not_required"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is missing.

    number  of the administrative rule, or a paragraph
    what    the content that must be there
    where   German sentence that says where to add it, with %(name)s for each of ``values``
    """

    number: str
    what: str
    where: str
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.where) % self.values


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list people see: present, missing with its findings, or not required."""

    number: str
    what: str
    state: State
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    number: str
    what: str
    placeholders: tuple[str, ...]
    where: str


_PROGRAMME = N_("Die Angabe „%(name)s“ fehlt. Bitte beim Programm ergänzen.")
_GRANT = N_("Die Angabe „%(name)s“ fehlt. Bitte bei der Zuwendung ergänzen.")
_AUTHORITY = N_("Die Angabe „%(name)s“ fehlt. Bitte im Briefkopf der Behörde ergänzen.")
_RUN = N_("Die Angabe „%(name)s“ fehlt. Bitte im Lauf ergänzen.")
_ROUND = N_("Die Angabe „%(name)s“ fehlt. Bitte in der Bestätigungsrunde ergänzen.")
_DECISION = N_("Die Angabe „%(name)s“ fehlt. Bitte bei der Entscheidung ergänzen.")
_TEXT = N_("Im Text „%(label)s“ fehlt der Platzhalter %(mark)s. Bitte dort einfügen.")
_NO_NOTICE = N_("Der Text „%(label)s“ ist kein Bescheid. Bitte die Rechtsbehelfsbelehrung entfernen.")

_NOTICE = (
    _Rule("4.2.1", N_("genaue Bezeichnung des Zuwendungsempfängers"), ("empfänger",), _GRANT),
    _Rule("4.2.2", N_("genaue Bezeichnung der Maßnahme"), ("maßnahme",), _GRANT),
    _Rule("4.2.3", N_("Zuwendungszweck, Ziele und Kennzahlen"), ("zuwendungszweck", "ziele"), _PROGRAMME),
    _Rule(
        "4.2.5",
        N_("Art, Form und Höhe der Zuwendung"),
        ("zuwendungsart", "zuwendungsform", "betrag_neu"),
        _PROGRAMME,
    ),
    _Rule("4.2.6", N_("Finanzierungsart"), ("finanzierungsart",), _PROGRAMME),
    _Rule("4.2.7", N_("zuwendungsfähige Ausgaben"), ("zuwendungsfähige_ausgaben",), _PROGRAMME),
    _Rule(
        "4.2.9",
        N_("Bewilligungszeitraum und Jahresbeträge"),
        ("beginn", "ende_neu", "tabelle:jahresbeträge"),
        _GRANT,
    ),
    _Rule("4.2.10", N_("Stelle für den Verwendungsnachweis"), ("nachweis_stelle",), _PROGRAMME),
    _Rule("4.2.13", N_("anzuwendende Nebenbestimmungen"), ("nebenbestimmungen",), _PROGRAMME),
    _Rule("4.2.14", N_("Rechtsbehelfsbelehrung"), ("rechtsbehelf",), _GRANT),
)
_INSTEAD = {"betrag_neu": "betrag", "ende_neu": "ende", "tabelle:jahresbeträge": "tabelle:bewilligt"}
_REASON = _Rule("§ 39 LVwVfG", N_("Begründung der Entscheidung"), ("begründung",), _DECISION)
_APPLIED = _Rule(
    "4.1",
    N_("Antrag, über den entschieden wird"),
    ("antrag_aktenzeichen", "antrag_datum", "betrag_beantragt"),
    _DECISION,
)
_APPROVAL = tuple(
    replace(rule, placeholders=tuple(_INSTEAD.get(name, name) for name in rule.placeholders))
    for rule in _NOTICE
)
_REFUSAL = tuple(rule for rule in _NOTICE if rule.number in ("4.2.1", "4.2.2", "4.2.14"))
_AGREED = _Rule(
    "4.4",
    N_("vereinbartes Rücktrittsrecht, Verzinsung und Verzugszinsen"),
    ("rücktrittsrecht", "verzinsung", "verzugszinsen"),
    _PROGRAMME,
)
_CONTRACT = (*(rule for rule in _APPROVAL if rule.number != "4.2.14"), _AGREED)
_PRIVACY = _Rule("Art. 13 DSGVO", N_("Hinweis auf den Datenschutz"), ("datenschutz_url",), _AUTHORITY)
_DEADLINE = _Rule("Frist", N_("Tag, bis zu dem geantwortet werden soll"), ("frist",), _RUN)
_ANSWER = _Rule("Frist", N_("Tag, bis zu dem geantwortet werden soll"), ("antwort_bis",), _ROUND)
_RULES = {
    "notice": (*_NOTICE, _PRIVACY),
    "circular": (_PRIVACY,),
    "consultation": (_DEADLINE, _PRIVACY),
    "opinion": (_DEADLINE, _PRIVACY),
    "campaign": (_ANSWER, _PRIVACY),
    "receipt": (_PRIVACY,),
    "approval": (_APPLIED, *_APPROVAL, _REASON, _PRIVACY),
    "contract": (_APPLIED, *_CONTRACT, _PRIVACY),
    "refusal": (_APPLIED, *_REFUSAL, _REASON, _PRIVACY),
}
DECIDING = frozenset({"notice", "approval", "refusal"})  # kinds that are administrative acts
GRANTING = frozenset({"notice", "approval", "contract"})
_NOT_REQUIRED = (
    Entry("4.2.4", N_("Bindung beschaffter Gegenstände, nur wenn etwas beschafft wird"), "not_required"),
    Entry("4.2.8", N_("Inhalt der Vorschrift nicht bestätigt"), "not_required"),
    Entry("4.2.11", N_("subventionserhebliche Tatsachen, nur soweit es sie gibt"), "not_required"),
    Entry("4.2.12", N_("Überleitungsrechnung, nur soweit nötig"), "not_required"),
)


def missing_content(content: LetterContent) -> list[Finding]:
    """Return what keeps a letter from being released; nothing means it is complete.

    Law: VV Nr. 4.2 zu § 44 LHO, § 37 Abs. 3 und 6 LVwVfG, Art. 13 DSGVO.
    """
    return [finding for entry in checked(content) for finding in entry.findings]


def checked(content: LetterContent) -> tuple[Entry, ...]:
    """Return the whole list, in the order of the rule, with the state of each content."""
    used = placeholders(content.text) | placeholders(content.subject) | placeholders(content.subject_detail)
    facts = standard_facts(content) | dict(content.facts)
    entries = [_entry(rule, content, used, facts) for rule in _RULES[content.kind]]
    entries += [_frame(content), *(_NOT_REQUIRED if content.kind in GRANTING else ())]
    return tuple(entries)


def _entry(rule: _Rule, content: LetterContent, used: frozenset[str], facts: Mapping[str, Fact]) -> Entry:
    findings = tuple(
        Finding(rule.number, rule.what, where, _named(name, content))
        for name in rule.placeholders
        for where in _lacking(rule, name, used, facts)
    )
    return Entry(rule.number, rule.what, "missing" if findings else "present", findings)


def _lacking(rule: _Rule, name: str, used: frozenset[str], facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield where to add what: the value of a placeholder, the placeholder in the text."""
    if not has_value(facts.get(name)):
        yield rule.where
    if name not in used:
        yield _TEXT


def _named(name: str, content: LetterContent) -> dict[str, str]:
    return {"name": LABELS[name], "label": content.text_label, "mark": f"{{{{{name}}}}}"}


def _frame(content: LetterContent) -> Entry:
    """Check what stands around the text: who decides, to whom, under which number."""
    number, what = "§ 37 Abs. 3 LVwVfG", N_("Behörde, Name, Anschrift und Aktenzeichen")
    head = content.letterhead
    needed = (
        (head.authority, N_("Der Name der Behörde fehlt. Bitte im Briefkopf ergänzen.")),
        (head.signature_name, N_("Der Name unter dem Schreiben fehlt. Bitte im Briefkopf ergänzen.")),
        (content.addressee.lines, N_("Die Anschrift fehlt. Bitte bei der empfangenden Stelle ergänzen.")),
        # A county need not open a file to ask its municipalities; it decides nothing.
        (
            content.file_number or content.kind == "campaign",
            N_("Das Aktenzeichen fehlt. Bitte im Lauf ergänzen."),
        ),
    )
    findings = [Finding(number, what, where) for value, where in needed if not _is_there(value)]
    if content.kind not in DECIDING and "rechtsbehelf" in placeholders(content.text):
        findings.append(Finding("§ 35 LVwVfG", what, _NO_NOTICE, {"label": content.text_label}))
    return Entry(number, what, "missing" if findings else "present", tuple(findings))


def _is_there(value: str | tuple[str, ...] | bool) -> bool:
    return value if isinstance(value, bool) else bool("".join(value).strip())
