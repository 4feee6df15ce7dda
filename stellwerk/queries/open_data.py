"""The catalogue of our open data, as portals read it."""

from django.conf import settings
from rdflib import Graph

from stellwerk.gateways.dcat import DataSet, Edition, Publisher, describe
from stellwerk.law.working import N_
from stellwerk.models import Publication
from stellwerk.queries.publications import DATASET, SET_ABOUT, SET_TITLE, published

TITLE = N_("Offene Daten aus Stellwerk")
ABOUT = N_("Welche Leistung der Verwaltung in welcher Gemeinde online ist, seit wann und aus welcher Quelle.")
EXAMPLE = N_("(Beispieldaten)")
KEYWORDS = ("OZG", "Onlinezugangsgesetz", "Verwaltungsleistungen", "Gemeinden", "LeiKa", "Digitalisierung")


def catalogue() -> Graph:
    """Return the catalogue by DCAT-AP.de; it is empty as long as nothing was published."""
    publisher = Publisher(
        settings.PUBLISHER, settings.PUBLISHER_EMAIL, settings.DATA_LICENCE, settings.CONTRIBUTOR_ID
    )
    address = f"{settings.BASE_URL}/daten/"
    versions = list(published())
    sets = [_data_set(address, versions[0], versions[-1])] if versions else []
    interface = f"{settings.BASE_URL}/api/v1/"
    return describe(address, TITLE, ABOUT, publisher=publisher, sets=sets, interface=interface)


def _data_set(address: str, newest: Publication, first: Publication) -> DataSet:
    example = f" {EXAMPLE}" if newest.is_example else ""
    return DataSet(
        address=f"{address}{DATASET}/",
        title=f"{SET_TITLE}{example}",
        about=f"{SET_ABOUT}{example}",
        keywords=KEYWORDS,
        issued_at=first.published_at,
        newest=Edition(newest.version, newest.day, newest.published_at, newest.files),
    )
