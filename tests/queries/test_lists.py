"""Lists: what an address asks for, counts that end, pages, and who sees which row."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import Http404, QueryDict

from stellwerk.access import Rights
from stellwerk.models import Grant, JournalEntry, Run
from stellwerk.queries.lists import leaves
from stellwerk.queries.lists.all_lists import LISTS, listing
from stellwerk.queries.lists.applications import CASES
from stellwerk.queries.lists.dispatches import LEDGER
from stellwerk.queries.lists.grants import GRANTS
from stellwerk.queries.lists.journal import JOURNAL
from stellwerk.queries.lists.leaves import COUNTED, all_rows, count, found
from stellwerk.queries.lists.values import cells
from stellwerk.queries.lists.wanted import kept, wanted
from tests.house.environment import DAY


def asked(address: str, rights: Rights, one=GRANTS, number: int = 1) -> leaves.Found:  # type: ignore[no-untyped-def]
    return found(wanted(one, QueryDict(address), rights), rights, on=DAY, number=number)


@pytest.mark.parametrize("one", LISTS.values(), ids=LISTS.keys())
def test_every_declaration_is_whole(one, auditor: Rights, released: Run) -> None:  # type: ignore[no-untyped-def]
    keys = [*(it.key for it in one.columns), *(it.key for it in one.filters)]
    sorts = [it.key for it in one.columns if it.sort]
    address = "&".join(f"spalte={it.key}" for it in one.columns)

    assert len({it.key for it in one.columns}) == len(one.columns)
    assert not {"q", "sort", "spalte", "seite"} & set(keys)
    assert one.columns[0].is_shown
    assert one.order[-1] in ("pk", "-pk")
    for sort in [*sorts, *(f"-{it}" for it in sorts)]:
        shown = asked(f"{address}&sort={sort}", auditor, one)
        rows = [cells(one.columns, shown.read)(row) for row in shown.rows]
        assert len(shown.wanted.columns) == len(one.columns)
        assert {len(row) for row in rows} <= {len(one.columns)}


def test_filters_search_and_sorting_are_read_from_the_address(auditor: Rights, released: Run) -> None:
    shown = asked("q=landratsamt&sort=-aktenzeichen&spalte=betrag&spalte=programm", auditor)

    first = [row[0] for row in shown.rows]
    numbers = Grant.objects.in_bulk(first)
    assert first == sorted(first, key=lambda pk: numbers[pk].file_number, reverse=True)
    assert [column.key for column in shown.wanted.columns] == ["empfaenger", "programm", "betrag"]


@pytest.mark.parametrize(
    "address", ["stand=nix&programm=x", "endet_bis=gestern", "sort=recipient__email", "spalte=passwort"]
)
def test_what_makes_no_sense_is_left_out(address: str, auditor: Rights, db: None) -> None:
    shown = asked(address, auditor)

    assert shown.total == 38
    assert not shown.wanted.values
    assert shown.wanted.sort is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("69600", "69600"),
        ("69.600,50", "69600.50"),
        ("69,600.50 €", "69600.50"),
        ("1.234.567", "1234567"),
        ("0,5", "0.5"),
        ("viel", None),
        ("-5", None),
        ("1,2,3", None),
        ("9" * 30, None),
    ],
)
def test_an_amount_narrows_as_people_write_it(text: str, amount: str | None, auditor: Rights) -> None:
    values = wanted(CASES, QueryDict(urlencode({"betrag_von": text})), auditor).values

    assert values == ({"betrag_von": Decimal(amount)} if amount else {})


def test_a_day_narrows_as_people_write_it(auditor: Rights, db: None) -> None:
    assert wanted(GRANTS, QueryDict("endet_bis=30.06.2025"), auditor).values == {
        "endet_bis": date(2025, 6, 30)
    }


def test_a_word_with_a_typing_error_finds_what_resembles_it(auditor: Rights, db: None) -> None:
    shown = asked("q=Heidenhiem", auditor)

    assert shown.is_similar
    assert [row[1] for row in shown.rows] == ["Landratsamt Heidenheim"]


def test_a_number_that_does_not_exist_leads_to_the_nearest_page(auditor: Rights, released: Run) -> None:
    last = asked("", auditor, LEDGER, number=999)

    assert (last.number, last.total, last.has_later) == (2, 73, False)
    assert len(last.rows) == 23


def test_a_count_ends_where_people_stop_counting(auditor: Rights, db: None) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(at=f"2024-03-08T09:30:{number % 60:02}Z", verb="try", thing="x", thing_id=1, text="viel")
        for number in range(COUNTED + 60)
    )

    shown = asked("q=viel", auditor, JOURNAL, number=21)
    beyond = asked("q=viel", auditor, JOURNAL, number=300)

    assert (shown.total, shown.is_more, shown.pages) == (COUNTED + 1, True, None)
    assert (len(shown.rows), shown.has_later) == (50, True)
    assert beyond.number == COUNTED // JOURNAL.size
    assert all_rows(shown.wanted, auditor, on=DAY)[1] == COUNTED + 60
    assert count(JournalEntry.objects.filter(text="gibt es nicht")) == 0


def test_nobody_sees_a_row_that_is_not_theirs(county: Rights, auditor: Rights, released: Run) -> None:
    assert asked("", auditor, JOURNAL).total > 0
    assert asked("", county, JOURNAL).total == 0
    assert asked("", county, GRANTS).total == 1


def test_an_address_is_kept_without_page_and_empty_filters() -> None:
    assert kept(QueryDict("seite=3&q=Heil&stand=&spalte=betrag&spalte=ende&sort=")) == (
        "q=Heil&spalte=betrag&spalte=ende"
    )


def test_a_list_of_that_name_is_there_or_not_found(auditor: Rights, db: None) -> None:
    assert listing("versand", auditor) is LEDGER
    with pytest.raises(Http404):
        listing("gibt-es-nicht", auditor)
