"""English is complete, exact and up to date, and what is compiled is what was written."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Message

from scripts import compile_texts, messages

ENTRIES = [entry for entry in messages.stored() if entry.id]
SAME_IN_BOTH = {
    *(
        "AGS",
        "Definition",
        "Form",
        "Browser",
        "Format",
        "Journal",
        "Land",
        "Name",
        "Online",
        "PDF",
        "PVOG",
        "Person",
        "Text",
    ),
    *("Passkeys", "Workshop", "online"),
    *("%(day)s (%(age)s), %(who)s", "%(service)s in %(place)s"),  # the words are in what is put in
}


# --- the catalogue -------------------------------------------------------------------------------


def test_every_text_has_a_translation_with_the_same_placeholders() -> None:
    assert list(messages.missing()) == []


def test_the_file_holds_just_the_texts_of_today() -> None:
    is_current = messages.renewed() == messages.CATALOG.read_bytes()

    assert is_current, "call scripts/messages.py extract and translate what is new"


def test_nobody_doubts_a_translation() -> None:
    assert [entry.id for entry in ENTRIES if entry.fuzzy] == []


def test_no_translation_is_the_german_text() -> None:
    same = {german for german, english in _pairs() if german == english}

    assert same == SAME_IN_BOTH


def test_english_is_written_with_english_quotation_marks() -> None:
    assert [english for _german, english in _pairs() if re.search("[„»«‚]|“$|“\\s", english)] == []


def test_quotation_marks_and_paragraphs_survive_the_translation() -> None:
    counted = {"„": "“", "§": "§", "{{": "{{", "<": "<"}

    lost = [
        german
        for german, english in _pairs()
        if any(german.count(here) != english.count(there) for here, there in counted.items())
    ]

    assert lost == []


def _pairs() -> Iterator[tuple[str, str]]:
    for entry in ENTRIES:
        yield from zip(messages.forms(entry.id), messages.forms(entry.string), strict=True)


# --- the tools -----------------------------------------------------------------------------------


def test_what_is_compiled_reads_as_what_is_written() -> None:
    po = messages.CATALOG.read_text(encoding="utf-8")
    entries = [entry for entry in ENTRIES if messages.is_complete(entry)]

    english = GNUTranslations(BytesIO(compile_texts.compiled(po)))

    assert [_looked_up(english, entry) for entry in entries] == [messages.forms(e.string) for e in entries]
    assert english.info()["language"] == "en"


def _looked_up(english: GNUTranslations, entry: Message) -> tuple[str, ...]:
    if isinstance(entry.id, str):
        found = english.pgettext(entry.context, entry.id) if entry.context else english.gettext(entry.id)
        return (found,)
    return tuple(english.ngettext(*entry.id, number) for number in (1, 2))


def test_what_is_not_translated_or_doubted_stays_german() -> None:
    po = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "offen"
msgstr ""

#, fuzzy
msgid "am"
msgstr "on"

msgctxt "Einrichtung"
msgid "Stelle"
msgstr "Office"
"""

    english = GNUTranslations(BytesIO(compile_texts.compiled(po)))

    assert [english.gettext(text) for text in ("offen", "am", "Stelle")] == ["offen", "am", "Stelle"]
    assert english.pgettext("Einrichtung", "Stelle") == "Office"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{% translate 'bis zum \"Ende\"' %}", "gettext('bis zum \"Ende\"')"),
        ("{% if text == _('Ja (sofort)') %}Ja{% endif %}", "_('Ja (sofort)')"),
        ("{% translate 'Stelle' context 'Amt' %}", "pgettext('Amt', 'Stelle')"),
        (
            "{% blocktranslate count n=n trimmed %}\n {{ n }} Tag\n{% plural %}\n {{ n }} Tage\n"
            "{% endblocktranslate %}",
            "ngettext('%(n)s Tag', '%(n)s Tage',count)",
        ),
    ],
)
def test_texts_are_found_in_every_kind_of_tag(template: str, found: str) -> None:
    calls = messages.as_python(template).replace('u"', '"').replace("u'", "'").splitlines()

    assert [re.sub(r"\s*,\s*", ", ", call) for call in calls] == [re.sub(r"\s*,\s*", ", ", found)]
