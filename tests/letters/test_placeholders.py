"""Placeholders: every fact finds its place, and what is missing or unknown is refused by name."""

import pytest

from stellwerk.law.working import Refused
from stellwerk.letters.facts import Table
from stellwerk.letters.placeholders import fill, fill_line, missing, placeholders, unknown

TABLE = Table(("Jahr", "Betrag"), (("2025", "1,00 €"),), align="lr", widths=(1, 1))


def _words(block: dict) -> str:
    return "".join(run["text"] for run in block["runs"])


def test_a_text_names_its_placeholders() -> None:
    assert placeholders("Az. {{aktenzeichen}}\n\n- **{{ frist }}**\n\n{{tabelle:jahresbeträge}}") == {
        "aktenzeichen",
        "frist",
        "tabelle:jahresbeträge",
    }


def test_blocks_are_told_apart() -> None:
    blocks = fill("Ein\nSatz.\n\n## Titel\n\n- a\n- b\n\n3. c\n4. d\n\n# Anlage: Rechnung", {})

    assert [block["kind"] for block in blocks] == ["para", "heading", "list", "numbered", "annex"]
    assert _words(blocks[0]) == "Ein Satz."
    assert blocks[3]["start"] == 3


def test_a_date_at_the_start_of_a_wrapped_line_begins_no_list() -> None:
    (block,) = fill("Die Förderung endet am\n30. Juni 2025.", {})

    assert (block["kind"], _words(block)) == ("para", "Die Förderung endet am 30. Juni 2025.")


def test_bold_words_are_runs_of_their_own() -> None:
    (block,) = fill("bis zum **{{frist}}**, nicht später", {"frist": "22.03.2024"})

    assert block["runs"] == [
        {"text": "bis zum ", "bold": False},
        {"text": "22.03.2024", "bold": True},
        {"text": ", nicht später", "bold": False},
    ]


def test_an_item_that_is_only_a_placeholder_is_repeated_for_each_line() -> None:
    (block,) = fill("- {{ziele}}", {"ziele": "erstes Ziel\n\nzweites Ziel\n"})

    assert ["".join(run["text"] for run in item) for item in block["items"]] == [
        "erstes Ziel",
        "zweites Ziel",
    ]


def test_a_table_stands_where_its_placeholder_stood() -> None:
    blocks = fill("Davor\n{{tabelle:jahresbeträge}}\nDanach", {"tabelle:jahresbeträge": TABLE})

    assert [block["kind"] for block in blocks] == ["para", "table", "para"]
    assert blocks[1]["rows"] == [["2025", "1,00\u00a0€"]]


def test_numbers_and_their_units_stay_on_one_line() -> None:
    line = fill_line("{{betrag_neu}} nach § 44 LHO, Nr. 4", {"betrag_neu": "1.250,50 €"})

    assert line == "1.250,50\u00a0€ nach §\u00a044 LHO, Nr.\u00a04"


def test_a_link_is_made_of_a_web_address_only() -> None:
    (safe,) = fill("{{datenschutz_url}}", {"datenschutz_url": "https://www.ministerium.invalid/d"})
    (unsafe,) = fill("siehe {{datenschutz_url}}", {"datenschutz_url": "javascript:alert(1)"})

    assert not [run for run in unsafe["runs"] if "link" in run]
    assert _words(safe) == "https://www.ministerium.invalid/d"


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_a_missing_fact_is_refused_by_name(value: str | None) -> None:
    facts = {} if value is None else {"aktenzeichen": value}

    with pytest.raises(Refused) as refused:
        fill("Bitte {{aktenzeichen}} angeben.", facts, label="Rundschreiben, Fassung 1")

    assert "„Aktenzeichen“" in str(refused.value)
    assert "„Rundschreiben, Fassung 1“" in str(refused.value)
    assert missing("{{aktenzeichen}}", facts) == ["aktenzeichen"]


def test_an_empty_table_counts_as_missing() -> None:
    empty = Table(("Jahr",), (), align="l", widths=(1,))

    assert missing("{{berechnung}}", {"berechnung": empty}) == ["berechnung"]


def test_an_unknown_placeholder_is_refused() -> None:
    with pytest.raises(Refused, match="„aktenzeichn“"):
        fill("Az. {{aktenzeichn}}", {"aktenzeichen": "1"})

    assert unknown("{{aktenzeichn}}", {}) == ["aktenzeichn"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Az. {{aktenzeichen", "nicht geschlossen"),
        ("Az. {{aktenzeichen}} }}", "nicht geschlossen"),
        ("Az. {{akten zeichen}}", "kein gültiger Platzhalter"),
        ("Az. {{}}", "kein gültiger Platzhalter"),
        ("**nur auf", "Hervorhebung nicht geschlossen"),
        ("hier {{berechnung}} mitten im Satz", "allein in einer Zeile"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        fill(text, {"aktenzeichen": "1", "berechnung": TABLE})


@pytest.mark.parametrize(
    "fact", ["{{datum}}", "**x**", "## x", "- x", "#eval(1)", "<script>", "$x$", "`x`", "\\x"]
)
def test_a_fact_stays_literal_whatever_it_looks_like(fact: str) -> None:
    (block,) = fill("{{begründung}}", {"begründung": fact})

    assert block == {"kind": "para", "runs": [{"text": fact, "bold": False}]}
