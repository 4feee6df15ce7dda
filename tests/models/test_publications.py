"""Publications and imports by token: each version once, each import once, and nothing of it changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from stellwerk.models import ApiImport, ApiToken, ChangeSet, Person, Publication, PublicationOrder

Breaks = Callable[..., None]
AT = datetime(2024, 3, 8, 9, 12, tzinfo=UTC)


@pytest.fixture
def publication(db: None) -> Publication:
    return Publication.objects.create(
        dataset="coverage", version=1, day=date(2024, 3, 8), published_at=AT, rows=7, files={}, changes="{}"
    )


@pytest.fixture
def imported(db: None) -> ApiImport:
    person = Person.objects.order_by("pk")[0]
    token = ApiToken.objects.create(person=person, name="Abgleich", token_sha256="a" * 64, created_at=AT)
    return ApiImport.objects.create(
        token=token, key="nacht-1", request_sha256="b" * 64, change_set=change_set(person), at=AT
    )


@pytest.fixture
def order(db: None) -> PublicationOrder:
    """Return an order that waits."""
    return PublicationOrder.objects.create(
        dataset="coverage", day=date(2024, 3, 8), by=Person.objects.order_by("pk")[0], asked_at=AT
    )


def change_set(person: Person) -> ChangeSet:
    return ChangeSet.objects.create(kind="file", title="Abgleich", by=person, by_text="", at=AT, added=0)


def test_a_data_set_has_each_version_once(publication: Publication, copy_breaks: Breaks) -> None:
    copy_breaks("publication_version_once", publication)


def test_one_order_of_a_data_set_is_open(order: PublicationOrder, copy_breaks: Breaks) -> None:
    copy_breaks("publication_order_one_is_open", order)


@pytest.mark.parametrize(
    "ends",
    ["finished_at = now()", 'failure = \'{"text": "…"}\'', "publication_id = %(version)s"],
)
def test_an_order_ends_with_a_version_or_a_reason(
    order: PublicationOrder, publication: Publication, breaks: Breaks, ends: str
) -> None:
    ends = ends % {"version": publication.pk}
    breaks(
        "publication_order_ends_in_one_way",
        f"UPDATE stellwerk_publicationorder SET {ends} WHERE id = {order.pk}",
    )


def test_no_more_than_all_of_an_order_is_done(order: PublicationOrder, breaks: Breaks) -> None:
    breaks("publication_order_percent_is_one", "UPDATE stellwerk_publicationorder SET percent = 101")


def test_a_key_of_a_token_stands_for_one_import(imported: ApiImport, copy_breaks: Breaks) -> None:
    copy_breaks("api_import_once", imported, change_set=change_set(imported.token.person))


def test_a_token_is_known_by_its_fingerprint_alone(imported: ApiImport, copy_breaks: Breaks) -> None:
    copy_breaks("token_sha256", imported.token)


@pytest.mark.parametrize("table", ["publication", "apiimport"])
def test_what_was_published_or_imported_is_kept(
    publication: Publication, imported: ApiImport, breaks: Breaks, table: str
) -> None:
    breaks(f"{table} is append-only", f"UPDATE stellwerk_{table} SET id = id")
    breaks(f"{table} is append-only", f"DELETE FROM stellwerk_{table}")
