"""The official shapes of DCAT-AP.de, and what they find in a description; nothing is fetched."""

from pathlib import Path

import pyshacl
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

SH = Namespace("http://www.w3.org/ns/shacl#")
EU = "http://publications.europa.eu/resource/authority"
# What the shapes would read from the network: the entries of official lists that we use, by list.
KNOWN = {
    f"{EU}/language": ["DEU"],
    f"{EU}/planned-availability": ["AVAILABLE"],
    f"{EU}/access-right": ["PUBLIC"],
    f"{EU}/data-theme": ["GOVE"],
    f"{EU}/frequency": ["IRREG"],
    f"{EU}/dataset-type": ["STATISTICAL"],
    f"{EU}/file-type": ["CSV", "JSON", "PARQUET"],
    "http://dcat-ap.de/def/licenses": ["other-closed", "dl-by-de/2.0"],
    "http://dcat-ap.de/def/politicalGeocoding/Level": ["municipality"],
}


def vocabularies() -> Graph:
    graph = Graph()
    for scheme, names in KNOWN.items():
        for name in names:
            graph.add((URIRef(f"{scheme}/{name}"), SKOS.inScheme, URIRef(scheme)))
            graph.add((URIRef(f"{scheme}/{name}"), RDF.type, SKOS.Concept))
    spdx = Namespace("http://spdx.org/rdf/terms#")
    graph.add((spdx.checksumAlgorithm_sha256, RDF.type, spdx.ChecksumAlgorithm))
    return graph


def official_shapes(official_data: Path) -> Graph:
    """Return the official shapes; the list of what they import is left out."""
    graph = Graph()
    folder = official_data / "dcat_ap_de" / "shacl-validation" / "validator" / "resources" / "v3.0" / "shapes"
    for file in sorted(folder.glob("*.ttl")):
        if not file.stem.endswith("imports"):
            graph.parse(file)
    return graph


def findings(graph: Graph, shapes: Graph) -> list[tuple[str, str, str]]:
    """Return severity, message and property of what the shapes find, warnings included."""
    data = graph + vocabularies()
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=True)
    assert isinstance(report, Graph)
    return sorted(
        (
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            str(report.value(result, SH.resultMessage)),
            str(report.value(result, SH.resultPath)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )
