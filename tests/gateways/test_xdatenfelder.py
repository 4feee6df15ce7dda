"""FIM schemas: the two real ones, and XML that attacks or is something else."""

from pathlib import Path

import pytest

from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.xdatenfelder import LARGEST_MB, SchemaField, read_schema

SMALL = """<?xml version="1.0" encoding="{encoding}"?>
<xdf:m xmlns:xdf="urn:xoev-de:fim:standard:xdatenfelder_3"><xdf:header/><xdf:stammdatenschema>
<xdf:identifikation><xdf:id>S1</xdf:id><xdf:version>2.1</xdf:version></xdf:identifikation>
<xdf:name>Hund   anmelden</xdf:name><xdf:bezeichnung>x</xdf:bezeichnung>
<xdf:struktur><xdf:bezug>nicht dieser</xdf:bezug><xdf:enthaelt><xdf:datenfeldgruppe>
<xdf:identifikation><xdf:id>G1</xdf:id></xdf:identifikation><xdf:name>Gruppe</xdf:name>
<xdf:struktur><xdf:enthaelt><xdf:datenfeld><xdf:identifikation><xdf:id>F1</xdf:id></xdf:identifikation>
<xdf:name>Größe</xdf:name><xdf:codelisteReferenz><xdf:id>C1</xdf:id></xdf:codelisteReferenz>
</xdf:datenfeld></xdf:enthaelt></xdf:struktur></xdf:datenfeldgruppe></xdf:enthaelt></xdf:struktur>
<xdf:bezug>§ 1 HundG</xdf:bezug></xdf:stammdatenschema></xdf:m>"""


@pytest.mark.official
@pytest.mark.parametrize(
    ("file", "key", "version", "title", "fields", "first"),
    [
        (
            "WaBeKa.xml",
            "S00000036",
            "",
            "Waffenbesitzkarte nach § 10 Absatz 1 WaffG",
            35,
            SchemaField(
                "F00000141", "Urkundenbezeichnung Waffenbesitzkarte (WBK Grün)", "Urkundenbezeichnung"
            ),
        ),
        (
            "BlaueKarte.xml",
            "S00000121",
            "1.0",
            "Antrag auf Blaue Karte EU",
            71,
            SchemaField("F00000043", "Titel", "Titel"),
        ),
    ],
)
def test_real_schemas_are_read_with_every_field_once(
    official_data: Path, file: str, key: str, version: str, title: str, fields: int, first: SchemaField
) -> None:
    schema = read_schema(official_data / "fim" / "fixtures" / file)

    assert (schema.key, schema.version, schema.title) == (key, version, title)
    assert schema.fields[0] == first
    assert len(schema.fields) == len({it.key for it in schema.fields}) == fields


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16"])
def test_names_of_groups_and_code_lists_are_not_those_of_fields(encoding: str) -> None:
    schema = read_schema(SMALL.format(encoding=encoding).encode(encoding))

    assert (schema.key, schema.version, schema.name) == ("S1", "2.1", "Hund anmelden")
    assert schema.legal_basis == "§ 1 HundG"
    assert schema.fields == (SchemaField("F1", "Größe", "Größe"),)


BOMB = (
    '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><m><stammdatenschema>'
    "<id>&b;</id><name>x</name></stammdatenschema></m>"
)
FOREIGN = (
    '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><m><stammdatenschema><id>1</id>'
    "<name>&a;</name></stammdatenschema></m>"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "Dokumenttyp-Angabe"),
        (FOREIGN, "Dokumenttyp-Angabe"),
        ("", "kein lesbares XML"),
        ("<m><stammdatenschema>", "kein lesbares XML"),
        ('<?xml version="1.0" encoding="klingonisch"?><m/>', "kein lesbares XML"),
        ("<html><body/></html>", "kein Datenschema"),
        ("<m><stammdatenschema><name>ohne Nummer</name></stammdatenschema></m>", "kein Datenschema"),
        ("<m>" * 5000 + "</m>" * 5000, "zu tief verschachtelt"),
    ],
)
def test_what_attacks_or_is_no_schema_is_refused(content: str, words: str) -> None:
    with pytest.raises(MalformedTable, match=words):
        read_schema(content.encode(), name="irgendwas.xml")


def test_a_schema_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "riesig.xml"
    with file.open("wb") as empty:
        empty.truncate(LARGEST_MB * 1_000_000 + 1)

    with pytest.raises(MalformedTable, match="größer als 20 MB"):
        read_schema(file)
