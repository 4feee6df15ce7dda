"""The PDF of a letter: accessible, archivable, set by DIN 5008, and free of anything that was injected."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pdfua
import pikepdf
import pytest

from stellwerk.gateways.pdf import Typesetter
from stellwerk.law.working import Refused
from stellwerk.letters.compose import document
from stellwerk.letters.facts import Addressee, LetterContent
from stellwerk.letters.typeset import letter_pdf, typesetter
from stellwerk.letters.verify import attached_data, fingerprint

Make = Callable[..., LetterContent]
Pdf = Callable[[LetterContent], bytes]
Shown = Callable[[bytes], list]
KINDS = ["notice", "circular", "consultation"]
AT = datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
HOSTILE_TEXT = '#eval("1") <b>x</b> `a` $b$ _d_ @e ='
HOSTILE = '{{datum}} #eval("1") <script>x</script> `a` $b$ *c* _d_ \\ @e = // /* "'


def _structure(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    """Return the elements of the structure tree in reading order."""
    if isinstance(node, pikepdf.Array):
        return [element for kid in node for element in _structure(kid)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [node, *(_structure(node.K) if "/K" in node else [])]


@pytest.mark.parametrize("form", ["A", "B"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_independent_checker_finds_nothing(
    letter: Make, pdf: Pdf, tmp_path: Path, kind: str, form: str
) -> None:
    content = letter(kind)
    made = pdf(replace(content, letterhead=replace(content.letterhead, form=form)))
    path = tmp_path / "letter.pdf"
    path.write_bytes(made)

    report = pdfua.validate(str(path))

    assert report.findings == ()
    # This rule cannot read /K arrays with the pikepdf we have; the next test does what it would do.
    assert {outcome.rule_id for outcome in report.skipped} <= {"UA-14-001"}


@pytest.mark.parametrize("kind", KINDS)
def test_headings_have_words_and_skip_no_level(letter: Make, pdf: Pdf, kind: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(letter(kind)))) as opened:
        headings = [e for e in _structure(opened.Root.StructTreeRoot.K) if str(e.S) in ("/H1", "/H2", "/H3")]
        levels = [str(e.S) for e in headings]

        assert all(len(e.K) for e in headings)

    assert levels[0] == "/H1"
    assert set(levels[1:]) <= {"/H2"}


def test_the_file_says_what_it_is(letter: Make, pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf(letter("notice")))) as opened:
        packet = opened.Root.Metadata.read_bytes().decode()

        assert "<pdfuaid:part>1</pdfuaid:part>" in packet
        assert "<pdfaid:part>3</pdfaid:part>" in packet
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
        assert str(opened.Root.Lang) == "de-DE"
        assert str(opened.docinfo.Title).startswith("1. Änderungsbescheid zum Zuwendungsbescheid")
        assert str(opened.docinfo.Author) == "Beispielministerium"
        assert str(opened.docinfo.Keywords) == "AB1-0144.5-12/7, Änderungsbescheid, Fassung 1"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.Outlines.Count


def test_a_notice_carries_its_data_and_a_circular_none(letter: Make, pdf: Pdf) -> None:
    content = letter("notice")
    made = pdf(content)

    assert attached_data(made) == content.data
    assert attached_data(pdf(letter("circular"))) is None
    with pikepdf.open(io.BytesIO(made)) as opened:
        (spec,) = opened.Root.AF
        assert str(spec.AFRelationship) == "/Data"
        assert str(spec.EF.F.Subtype) == "/application/json"


def test_what_is_no_letter_has_no_data() -> None:
    assert attached_data(b"no pdf") is None


def test_the_same_letter_and_time_give_the_same_bytes(letters: Typesetter, fonts: Path, letter: Make) -> None:
    made = document(letter("notice"))
    another = typesetter(fonts)

    first = fingerprint(letter_pdf(letters, made, at=AT))

    assert fingerprint(letter_pdf(another, made, at=AT)) == first
    assert fingerprint(letter_pdf(another, made, at=AT + timedelta(seconds=1))) != first


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["salutation", "channel_note", "subject", "fact", "text", "address"])
def test_nothing_written_is_ever_evaluated(
    letter: Make, pdf: Pdf, shown: Shown, kind: str, place: str
) -> None:
    content = letter(kind)
    changes: dict[str, LetterContent | object] = {
        "fact": {"facts": dict(content.facts) | {"begründung": HOSTILE}},
        "text": {"text": f"{HOSTILE_TEXT}\n\n{content.text}"},
        "address": {"addressee": Addressee((HOSTILE_TEXT, "Balingen"))},
        "subject": {"subject": HOSTILE_TEXT},
    }.get(place, {place: HOSTILE})

    lines = shown(pdf(replace(content, **changes)))

    words = " ".join(line.text for line in lines).replace("  ", " ")
    assert (HOSTILE if place in ("salutation", "channel_note", "fact") else HOSTILE_TEXT) in words


def test_a_character_without_glyph_is_refused(letter: Make, pdf: Pdf) -> None:
    with pytest.raises(Refused, match="漢"):
        pdf(letter("circular", salutation="Guten Tag 漢,"))


def test_names_of_all_of_europe_can_be_written(letter: Make, pdf: Pdf, shown: Shown) -> None:
    name = "Łukasz Đorđević Şağlam Çelik Ñuñez Ǧ Ș ẞ Žižek Æsir Þór"

    assert name in [line.text for line in shown(pdf(letter("circular", salutation=name)))]


def test_a_broken_document_is_our_mistake(letters: Typesetter, letter: Make) -> None:
    made = document(letter("circular")) | {"body": [{"kind": "poem", "runs": []}]}

    with pytest.raises(ValueError, match="poem"):
        letter_pdf(letters, made, at=AT)


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="build_fonts"):
        typesetter(tmp_path)
