"""The catalogue of open data: what was published is described as the official shapes want it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF

from stellwerk.access import Rights
from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.actions.publications import publish
from stellwerk.gateways.dcat import DCAT
from stellwerk.queries.open_data import catalogue
from tests.house.cases import BERLIN
from tests.house.dcat import EU, findings, official_shapes

AT = datetime(2024, 3, 8, 16, 4, tzinfo=BERLIN)


@pytest.fixture
def published(preparer: Rights, settings: Any, tmp_path: Path) -> None:
    settings.PUBLICATIONS = tmp_path / "publications"
    load_example_coverage(at=AT, district="08136")
    publish(day=date(2024, 3, 8), rights=preparer, at=AT)


@pytest.mark.official
def test_what_was_published_obeys_the_shapes_without_a_warning(published: None, official_data: Path) -> None:
    graph = catalogue()

    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1
    assert findings(graph, official_shapes(official_data)) == []


@pytest.mark.official
def test_the_shapes_find_a_wrong_word_in_it(published: None, official_data: Path) -> None:
    graph = catalogue()
    (data_set,) = graph.subjects(RDF.type, DCAT.Dataset)
    graph.set((data_set, DCAT.theme, URIRef(f"{EU}/data-theme/GIBTESNICHT")))

    assert findings(graph, official_shapes(official_data)) != []


def test_example_data_is_called_so(published: None) -> None:
    assert "(Beispieldaten)" in catalogue().serialize(format="turtle")


def test_before_the_first_version_the_catalogue_has_no_data_set(db: None) -> None:
    assert list(catalogue().subjects(RDF.type, DCAT.Dataset)) == []
