"""FIM schemas in XDatenfelder (XML, versions 1 to 3): the names of a schema and of its data fields."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from stellwerk.gateways.csv_table import N_, MalformedTable

LARGEST_MB = 20
DEEPEST = 200
SCHEMA, FIELD = "stammdatenschema", "datenfeld"
THINGS = (SCHEMA, FIELD, "datenfeldgruppe")
WANTED = {"id", "version", "name", "bezeichnungEingabe", "bezug"}


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A data field: its FIM number (F…), its name, and the label a form shows."""

    key: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema: its FIM number (S…), version, name, the title a form shows, the law, its fields in order."""

    key: str
    version: str
    name: str
    title: str
    legal_basis: str
    fields: tuple[SchemaField, ...]


@dataclass(slots=True)
class _Thing:
    """A schema, group or field while it is being read."""

    depth: int
    texts: dict[str, str] = field(default_factory=dict)


def read_schema(source: Path | bytes, *, name: str = "") -> Schema:
    """Read one schema.

    MalformedTable: too large, no XML, with a document type (which is how entities attack), or no schema.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_MB * 1_000_000:
        raise MalformedTable(
            N_("%(file)s ist größer als %(limit)s MB. Bitte prüfen Sie, ob es die richtige Datei ist."),
            file=name,
            limit=str(LARGEST_MB),
        )
    reader = _Reader(name)
    reader.read(source if isinstance(source, bytes) else source.read_bytes())
    return reader.schema()


class _Reader:
    """Follows the elements from outside to inside; what is no name of a thing is passed over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.path: list[str] = []
        self.things: list[_Thing] = []
        self.text = ""
        self.found: dict[str, str] = {}
        self.fields: dict[str, SchemaField] = {}

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.buffer_text = True
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError) as fault:
            raise MalformedTable(
                N_("%(file)s ist kein lesbares XML (%(what)s). Bitte laden Sie die Datei neu herunter."),
                file=self.file,
                what=str(fault),
            ) from fault

    def schema(self) -> Schema:
        texts = self.found
        if not texts.get("id") or not texts.get("name"):
            raise MalformedTable(
                N_(
                    "%(file)s enthält kein Datenschema nach XDatenfelder. Bitte wählen Sie eine andere Datei."
                ),
                file=self.file,
            )
        return Schema(
            key=texts["id"],
            version=texts.get("version", ""),
            name=texts["name"],
            title=texts.get("bezeichnungEingabe", ""),
            legal_basis=texts.get("bezug", ""),
            fields=tuple(self.fields.values()),
        )

    def _start(self, tag: str, _attributes: object) -> None:
        word = tag.rpartition("}")[2]
        self.path.append(word)
        if len(self.path) > DEEPEST:
            raise MalformedTable(
                N_("%(file)s ist zu tief verschachtelt. Bitte wählen Sie eine andere Datei."), file=self.file
            )
        if word in THINGS:
            self.things.append(_Thing(len(self.path)))
        self.text = ""

    def _characters(self, text: str) -> None:
        self.text += text

    def _end(self, _tag: str) -> None:
        word, thing = self.path[-1], self.things[-1] if self.things else None
        if thing and word in WANTED and self._belongs_to(thing):
            thing.texts.setdefault(word, " ".join(self.text.split()))
        if thing and thing.depth == len(self.path):
            self._close(word, self.things.pop().texts)
        self.path.pop()
        self.text = ""

    def _belongs_to(self, thing: _Thing) -> bool:
        """Say whether the element that ends stands in the thing itself, or in its identification."""
        below = len(self.path) - thing.depth
        return below == 1 or (below == 2 and self.path[-2] == "identifikation")

    def _close(self, word: str, texts: dict[str, str]) -> None:
        if word == SCHEMA:
            self.found = self.found or texts
        elif word == FIELD and texts.get("id"):
            name = texts.get("name", "")
            found = SchemaField(texts["id"], name, texts.get("bezeichnungEingabe") or name)
            self.fields.setdefault(found.key, found)

    def _refuse_doctype(self, *_about: object) -> NoReturn:
        raise MalformedTable(
            N_(
                "%(file)s enthält eine Dokumenttyp-Angabe; solche Dateien werden nicht gelesen. "
                "Bitte laden Sie das Schema neu herunter."
            ),
            file=self.file,
        )
