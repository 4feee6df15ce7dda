"""The invented coverage: the same each time, with gaps, true to the rules of what is stored, and labelled."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from stellwerk.actions.example_coverage import load_example_coverage
from stellwerk.law.working import Refused
from stellwerk.models import (
    Activity,
    Campaign,
    ChangeSet,
    CoverageFact,
    CoverageSource,
    Municipality,
    Service,
    Wave,
    WaveTarget,
)

AT = datetime(2024, 3, 8, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
BOEBLINGEN = "08115"


@pytest.fixture
def services(db: None) -> list[Service]:
    if not Service.objects.exists():
        Service.objects.bulk_create(
            Service(key=f"9900{number:04}012000", name=f"Leistung {number}", source="Test")
            for number in range(1, 21)
        )
    return list(Service.objects.filter(gone_on=None).order_by("key"))


def fingerprint() -> str:
    query = """
        SELECT md5(string_agg(concat_ws('|', f.municipality_id, s.key, channel, state, planned_on, maturity,
            maturity_model, valid_from, valid_to, checked_on, replaced_by_id IS NULL), ';'
            ORDER BY municipality_id, s.key, valid_from, valid_to, checked_on))
        FROM stellwerk_coveragefact f JOIN stellwerk_service s ON s.id = f.service_id
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def test_a_district_gets_facts_with_history_and_gaps_and_everything_is_labelled(
    services: list[Service],
) -> None:
    count = load_example_coverage(at=AT, district=BOEBLINGEN)

    facts = CoverageFact.objects.all()
    known = facts.filter(replaced_by=None)
    cells = known.values("municipality", "service").distinct().count()
    possible = Municipality.objects.filter(district=BOEBLINGEN).count() * min(len(services), 80)
    assert facts.count() == count
    assert 0.5 * possible < cells < 0.95 * possible  # what is missing was not collected
    assert known.filter(valid_to=None).count() == cells
    assert set(known.values_list("state", flat=True)) >= {"none", "planned", "live"}
    assert known.filter(valid_to__isnull=False).exists()
    assert set(facts.values_list("source", flat=True)) == {CoverageSource.EXAMPLE}
    assert set(facts.values_list("maturity_model", flat=True)) == {"", "1.1"}  # 2.0 came later
    assert not facts.exclude(municipality__district=BOEBLINGEN).exists()
    assert not ChangeSet.objects.filter(is_example=False).exists()
    assert facts.order_by("-valid_from", "pk")[0].valid_from <= AT.date()
    for one in ChangeSet.objects.filter(facts__isnull=False).distinct().order_by("pk"):
        assert one.added == one.facts.count()
        assert one.at < AT


def test_what_replaces_a_fact_came_later_and_begins_where_it_ends(services: list[Service]) -> None:
    load_example_coverage(at=AT, district=BOEBLINGEN)

    replaced = CoverageFact.objects.exclude(replaced_by=None).select_related("change_set", "replaced_by")
    assert replaced.exists()
    for fact in replaced.order_by("pk")[:200]:
        closed, following = CoverageFact.objects.filter(
            change_set=fact.replaced_by, municipality=fact.municipality_id, service=fact.service_id
        ).order_by("valid_from")
        assert fact.change_set.at < fact.replaced_by.at
        assert (closed.valid_from, closed.state) == (fact.valid_from, fact.state)
        assert closed.valid_to == following.valid_from


def test_the_same_seed_gives_the_same_facts_and_another_one_others(services: list[Service]) -> None:
    prints = []
    for seed in ("Stellwerk", "Stellwerk", "Weiche"):
        before = transaction.savepoint()
        load_example_coverage(at=AT, district=BOEBLINGEN, seed=seed)
        prints.append(fingerprint())
        transaction.savepoint_rollback(before)

    assert prints[0] == prints[1] != prints[2]


def test_it_is_loaded_once(services: list[Service]) -> None:
    first = load_example_coverage(at=AT, district=BOEBLINGEN)

    assert load_example_coverage(at=AT, district=BOEBLINGEN) == first
    assert CoverageFact.objects.count() == first
    assert Wave.objects.count() == 3


def test_the_coordinator_finds_work(services: list[Service]) -> None:
    load_example_coverage(at=AT, district=BOEBLINGEN)

    assert Activity.objects.filter(is_example=True, district=BOEBLINGEN).count() == 12
    assert Campaign.objects.get().state == "draft"
    assert Wave.objects.exclude(after=None).count() == 2
    assert not WaveTarget.objects.exclude(municipality__district=BOEBLINGEN).exists()


def test_without_a_catalogue_it_says_what_to_do(db: None) -> None:
    Service.objects.update(gone_on=AT.date())

    with pytest.raises(Refused, match="Katalog"):
        load_example_coverage(at=AT)
