"""The description for data portals obeys the shapes of DCAT-AP.de, and is the same in both spellings."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from stellwerk.gateways.dcat import DCAT, DataSet, Edition, Publisher, describe
from tests.house.dcat import EU, SH, findings, official_shapes

ADDRESS = "https://stellwerk.invalid/daten/"
AT = datetime(2024, 3, 8, 15, 4, 11, 250, tzinfo=UTC)
FILES: dict[str, dict[str, str | int]] = {
    name: {"sha256": f"{number:064x}", "size": 1021 + number}
    for number, name in enumerate(
        ["README.md", "coverage.csv", "coverage.json", "coverage.parquet", "datapackage.json", "services.csv"]
    )
}


def catalogue(**publisher: str) -> Graph:
    values = {"name": "Beispielamt", "email": "daten@beispielamt.invalid",
              "licence": "http://dcat-ap.de/def/licenses/dl-by-de/2.0"} | publisher  # fmt: skip
    one = DataSet(
        address=f"{ADDRESS}coverage/",
        title="Onlinedienste in der Fläche",
        about="Welche Leistung wo angeboten wird.",
        keywords=("OZG", "Gemeinden"),
        issued_at=datetime(2023, 11, 2, 8, 0, tzinfo=UTC),
        newest=Edition(3, date(2024, 3, 7), AT, FILES),
    )
    return describe(
        ADDRESS,
        "Offene Daten",
        "Alle Datensätze.",
        publisher=Publisher(**values),
        sets=[one],
        interface="https://stellwerk.invalid/api/v1/",
    )


@pytest.fixture(scope="module")
def shapes(official_data: Path) -> Graph:
    return official_shapes(official_data)


@pytest.mark.official
def test_the_description_obeys_the_shapes_without_a_warning(shapes: Graph) -> None:
    assert findings(catalogue(), shapes) == []


@pytest.mark.official
@pytest.mark.parametrize(
    "setting",
    [
        {"licence": "http://dcat-ap.de/def/licenses/other-closed"},
        {"contributor": "http://dcat-ap.de/def/contributors/beispielamt"},
    ],
)
def test_what_an_operator_may_set_obeys_them_too(shapes: Graph, setting: dict[str, str]) -> None:
    assert [it for it in findings(catalogue(**setting), shapes) if "contributors" not in it[1]] == []


@pytest.mark.official
@pytest.mark.parametrize("subject", ["coverage/#dataset", "coverage/#services.csv"])
def test_the_shapes_find_what_is_missing(shapes: Graph, subject: str) -> None:
    graph = catalogue()
    graph.remove((URIRef(f"{ADDRESS}{subject}"), DCTERMS.publisher, None))
    graph.remove((URIRef(f"{ADDRESS}{subject}"), DCTERMS.license, None))

    assert "Violation" in {severity for severity, _message, _path in findings(graph, shapes)}


@pytest.mark.official
def test_the_shapes_find_a_word_that_is_not_of_the_list(shapes: Graph) -> None:
    graph = catalogue()
    graph.set((URIRef(f"{ADDRESS}coverage/#dataset"), DCAT.theme, URIRef(f"{EU}/data-theme/GIBTESNICHT")))

    assert findings(graph, shapes) != []


@pytest.mark.official
def test_what_the_shapes_count_is_there_as_often_as_they_say(shapes: Graph) -> None:
    """The German shapes only name what those of the Union count; so we count what the sentences say."""
    graph, rules = catalogue(), set(counted(shapes))

    wrong = {
        f"{kind} {path}: {len(found)}"
        for kind, path, is_least in rules
        for subject in graph.subjects(RDF.type, graph.namespace_manager.expand_curie(kind))
        for found in [list(graph.objects(subject, graph.namespace_manager.expand_curie(path)))]
        if (not found if is_least else len(found) > 1)
    }

    assert ("dcat:Dataset", "dcterms:title", True) in rules
    assert len(rules) > 20
    assert wrong == set()


def counted(shapes: Graph) -> Iterator[tuple[str, str, bool]]:
    """Yield class, property and whether it must be there (or may only once), for what our catalogue knows."""
    known = {prefix for prefix, _space in catalogue().namespaces()}
    rule = re.compile(r"(\w+:\w+): (\w+:\w+) (MUSS MINDESTEN|DARF MAXIMAL) einmal vorkommen")
    for message in shapes.objects(None, SH.message):
        if found := rule.match(str(message)):
            kind, path, how = found.groups()
            if {kind.split(":")[0], path.split(":")[0]} <= known:
                yield kind, path, how.startswith("MUSS")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_spellings_say_the_same() -> None:
    graph = catalogue()

    turtle = Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    json_ld = Graph().parse(data=graph.serialize(format="json-ld"), format="json-ld")

    assert isomorphic(turtle, graph)
    assert isomorphic(json_ld, graph)


def test_each_table_is_offered_at_an_address_that_never_changes() -> None:
    graph = catalogue()

    offered = {str(url) for url in graph.objects(None, DCAT.downloadURL)}

    assert offered == {
        f"{ADDRESS}coverage/v3/{name}"
        for name in ("coverage.csv", "coverage.json", "coverage.parquet", "services.csv")
    }
    assert (None, DCTERMS.title, Literal("Onlinedienste in der Fläche", lang="de")) in graph
