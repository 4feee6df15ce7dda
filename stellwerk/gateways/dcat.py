"""The description of our open data for data portals: DCAT-AP.de 3.0 as Turtle and JSON-LD."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # that of rdflib is still version 2
# The Union writes it with a slash, some shapes of DCAT-AP.de 3.0 with a hash: we say it in both.
AVAILABILITIES = (
    URIRef("http://data.europa.eu/r5r/availability"),
    URIRef("http://data.europa.eu/r5r#availability"),
)
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority"
GERMAN = URIRef(f"{EU}/language/DEU")
AVAILABLE = URIRef(f"{EU}/planned-availability/AVAILABLE")
_AVAILABLE = dict.fromkeys(AVAILABILITIES, AVAILABLE)
PUBLIC = URIRef(f"{EU}/access-right/PUBLIC")
GOVERNMENT = URIRef(f"{EU}/data-theme/GOVE")
IRREGULAR = URIRef(f"{EU}/frequency/IRREG")
STATISTICAL = URIRef(f"{EU}/dataset-type/STATISTICAL")
MUNICIPAL = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/municipality")
MEDIA = "https://www.iana.org/assignments/media-types"
PACKAGE = "datapackage.json"  # says what the columns are; no table itself
# suffix → (file type of the EU, media type)
FORMATS = {
    ".csv": ("CSV", "text/csv"),
    ".json": ("JSON", "application/json"),
    ".parquet": ("PARQUET", "application/vnd.apache.parquet"),
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who is responsible. ``licence`` and ``contributor`` (may be empty) are addresses of DCAT-AP.de."""

    name: str
    email: str
    licence: str
    contributor: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a data set. ``files`` is name → {"sha256": …, "size": bytes}."""

    version: int
    day: date
    published_at: datetime
    files: Mapping[str, Mapping[str, str | int]]


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set with its newest edition. ``address`` is its page."""

    address: str
    title: str
    about: str
    keywords: tuple[str, ...]
    issued_at: datetime
    newest: Edition


def describe(
    address: str, title: str, about: str, *, publisher: Publisher, sets: Iterable[DataSet], interface: str
) -> Graph:
    """Return the catalogue. ``address`` is where people read it, ``interface`` the address of the API."""
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("dcatde", DCATDE),
                          ("spdx", SPDX), ("vcard", VCARD)):  # fmt: skip
        graph.bind(prefix, space)
    catalogue, agent = URIRef(f"{address}#catalog"), URIRef(f"{address}#publisher")
    _say(graph, agent, {RDF.type: [FOAF.Agent, FOAF.Organization], FOAF.name: Literal(publisher.name)})
    _say(
        graph,
        catalogue,
        {
            RDF.type: DCAT.Catalog,
            DCTERMS.title: _german(title),
            DCTERMS.description: _german(about),
            DCTERMS.publisher: agent,
            DCTERMS.language: GERMAN,
            DCTERMS.license: URIRef(publisher.licence),
            FOAF.homepage: URIRef(address),
        },
    )
    named = [_data_set(graph, one, publisher, agent) for one in sets]
    service = _service(graph, interface, publisher, agent, named)
    _say(graph, catalogue, {DCAT.dataset: named, DCAT.service: service})
    return graph


def _data_set(graph: Graph, one: DataSet, publisher: Publisher, agent: URIRef) -> Node:
    node, newest = URIRef(f"{one.address}#dataset"), one.newest
    _say(
        graph,
        node,
        {
            RDF.type: DCAT.Dataset,
            DCTERMS.title: _german(one.title),
            DCTERMS.description: _german(one.about),
            DCTERMS.identifier: Literal(str(node)),
            DCTERMS.publisher: agent,
            DCTERMS.issued: _moment(one.issued_at),
            DCTERMS.modified: _moment(newest.published_at),
            DCTERMS.language: GERMAN,
            DCTERMS.accessRights: PUBLIC,
            DCTERMS.accrualPeriodicity: IRREGULAR,
            DCTERMS.type: STATISTICAL,
            DCTERMS.temporal: _period(graph, newest.day),
            DCAT.theme: GOVERNMENT,
            DCAT.keyword: [_german(word) for word in one.keywords],
            DCAT.version: Literal(str(newest.version)),
            DCAT.landingPage: URIRef(one.address),
            DCAT.contactPoint: _contact(graph, publisher),
            DCAT.distribution: list(_distributions(graph, one, publisher)),
            **_AVAILABLE,
            DCATDE.politicalGeocodingLevelURI: MUNICIPAL,
            DCATDE.contributorID: URIRef(publisher.contributor) if publisher.contributor else [],
        },
    )
    return node


def _contact(graph: Graph, publisher: Publisher) -> Node:
    node = BNode()
    facts: dict[URIRef, Node | Iterable[Node]] = {
        RDF.type: [VCARD.Organization, VCARD.Kind],
        VCARD.fn: Literal(publisher.name),
        VCARD.hasEmail: URIRef(f"mailto:{publisher.email}"),
    }
    _say(graph, node, facts)
    return node


def _period(graph: Graph, end: date) -> Node:
    node = BNode()
    _say(graph, node, {RDF.type: DCTERMS.PeriodOfTime, DCAT.endDate: Literal(end)})
    return node


def _checksum(graph: Graph, sha256: str | int) -> Node:
    node = BNode()
    value = Literal(sha256, datatype=XSD.hexBinary)
    _say(graph, node, {RDF.type: SPDX.Checksum, SPDX.algorithm: SPDX.checksumAlgorithm_sha256})
    _say(graph, node, {SPDX.checksumValue: value})
    return node


def _distributions(graph: Graph, one: DataSet, publisher: Publisher) -> Iterable[Node]:
    """Yield each table of the newest edition."""
    for name in one.newest.files:
        if PurePath(name).suffix in FORMATS and name != PACKAGE:
            yield _distribution(graph, one, publisher, name)


def _distribution(graph: Graph, one: DataSet, publisher: Publisher, name: str) -> Node:
    """Describe a table; the address of the version is the one that never changes."""
    folder = f"{one.address}v{one.newest.version}/"
    facts = one.newest.files[name]
    file_type, media_type = FORMATS[PurePath(name).suffix]
    node, shape = URIRef(f"{one.address}#{name}"), URIRef(folder + PACKAGE)
    graph.add((shape, RDF.type, DCTERMS.Standard))
    _say(
        graph,
        node,
        {
            RDF.type: DCAT.Distribution,
            DCTERMS.title: Literal(name),
            DCAT.accessURL: URIRef(f"{one.address}latest/{name}"),
            DCAT.downloadURL: URIRef(folder + name),
            DCAT.byteSize: Literal(facts["size"], datatype=XSD.nonNegativeInteger),
            DCAT.mediaType: URIRef(f"{MEDIA}/{media_type}"),
            DCTERMS["format"]: URIRef(f"{EU}/file-type/{file_type}"),
            DCTERMS.license: URIRef(publisher.licence),
            DCTERMS.language: GERMAN,
            DCTERMS.issued: _moment(one.newest.published_at),
            DCTERMS.conformsTo: shape,
            **_AVAILABLE,
            DCATDE.licenseAttributionByText: Literal(publisher.name),
            SPDX.checksum: _checksum(graph, facts["sha256"]),
        },
    )
    return node


def _service(graph: Graph, interface: str, publisher: Publisher, agent: URIRef, sets: Iterable[Node]) -> Node:
    node = URIRef(f"{interface}#service")
    _say(
        graph,
        node,
        {
            RDF.type: DCAT.DataService,
            DCTERMS.title: _german("Schnittstelle von Stellwerk"),
            DCTERMS.publisher: agent,
            DCTERMS.license: URIRef(publisher.licence),
            DCTERMS.accessRights: PUBLIC,
            **_AVAILABLE,
            DCAT.endpointURL: URIRef(interface),
            DCAT.endpointDescription: URIRef(f"{interface}openapi.json"),
            DCAT.servesDataset: list(sets),
        },
    )
    return node


def _say(graph: Graph, subject: Node, facts: Mapping[URIRef, Node | Iterable[Node]]) -> None:
    for predicate, value in facts.items():
        for one in [value] if isinstance(value, Node) else value:
            graph.add((subject, predicate, one))


def _german(text: str) -> Literal:
    return Literal(text, lang="de")


def _moment(at: datetime) -> Literal:
    return Literal(at.replace(microsecond=0).isoformat(), datatype=XSD.dateTime)
