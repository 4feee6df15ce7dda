"""Whatever arrives at whatever address: no fault of ours, and nothing half done."""

import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from stellwerk.web.refill import Piece
from tests.house.everywhere import (
    Known,
    Sent,
    all_places,
    asked,
    forms_on,
    names_in_addresses,
    places,
    rows,
    sent,
    signed_in,
    undone,
)
from tests.journeys.addresses import Place
from tests.journeys.cases import run_in_every_state

ANSWERS = {200, 204, 302, 303, 400, 401, 403, 404, 405, 409, 413, 422, 429}
DONE = {302, 303}
# What is done without leading elsewhere: a draft keeps what can be read of a section and says what cannot; a
# new key is shown once, on the page that made it.
STAYS_ON_ITS_PAGE = {"application_section", "tokens"}
MOST_FIELDS = 40  # of one form that are filled with nonsense; the grid has hundreds of the same kind
Value = str | bytes

STRANGE: list[Value] = [
    "", " ", "\t\r\n", "0", "-0", "-1", "1", "2147483648", "99999999999999999999", "9" * 5000, "-" * 300,
    "1e999", "1e-999", "NaN", "-NaN", "Infinity", "-Infinity", "1,5", "1.234,56", "1,234.56", "0,00000000001",
    "1_000", "0x10", "²", "٣", "Ⅷ", "true", "None", "null", "[]", "{}", '{"sections":[{}]}', '["', "{" * 3000,
    "31.02.2024", "2024-02-31", "29.02.2023", "00.00.0000", "0001-01-01", "9999-12-31", "31.12.9999",
    "2024-03-31T02:30", "0001-01-01T00:00", "9999-12-31T23:59", "2024-13-41T25:61", "24:00",
    "\x00", "a\x00b", b"\xed\xa0\x80", b"\xff\xfe\xfa", "\u202eabc\u2066", "\u2028", "ä" * 3000, "😀",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "%s%n%(x)s", "../../etc/passwd",
    "\r\nSet-Cookie: x=1", "//boese.invalid/", "javascript:alert(1)", "=cmd|' /C calc'!A0", "a@b@c", "(((",
    "08115045", "99012008001000", "csv", "de", "alle",
]  # fmt: skip
HUGE = "x" * 1_000_000
NAMES = names_in_addresses()


def bounded(examples: int) -> Any:
    return bounds(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def known(kept_for_the_module: None) -> Known:
    """Return the keys of one thing in every state."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return run_in_every_state() | {"mail": "0"}


@pytest.fixture(scope="module")
def before(known: Known) -> dict[str, int]:
    return rows()


@pytest.fixture(scope="module")
def tried() -> set[str]:
    """Return which forms were tried already; the same one stands on many pages."""
    return set()


@pytest.mark.parametrize("place", places(), ids=lambda it: it.name)
def test_no_form_breaks_whatever_is_sent(
    place: Place, known: Known, before: dict[str, int], tried: set[str], db: None
) -> None:
    client = signed_in(place.who)
    for form in forms_on(client, place.path(known)):
        if form.route not in tried:
            tried.add(form.route)
            _try(client, form, before)


def _try(client: Client, form: Sent, before: dict[str, int]) -> None:
    @bounded(3)
    @given(pairs=bodies(form.fields))
    def sends(pairs: list[tuple[str, Value]]) -> None:
        with undone():
            answer = sent(client, form.path, pairs)
            assert answer.status_code in ANSWERS, (form.route, answer.status_code)
            if answer.status_code not in DONE and form.route not in STAYS_ON_ITS_PAGE:
                assert changed(before) == {}, (form.route, answer.status_code)

    sends()


def changed(before: dict[str, int]) -> dict[str, tuple[int, int]]:
    now = rows()
    return {table: (count, now[table]) for table, count in before.items() if now[table] != count}


def bodies(fields: Sequence[Piece]) -> st.SearchStrategy[list[tuple[str, Value]]]:
    """Draw what is sent: each field as it stands, strange, huge, missing, or twice."""
    odd = st.sampled_from(STRANGE)
    made = [
        st.one_of(
            st.just([_present(one)]),
            odd.map(lambda it: [it]),
            odd.map(lambda it: [it]),
            st.lists(odd, min_size=2, max_size=2),
            st.just([]),
            st.just([HUGE]) if number == 0 else st.just([]),
        ).map(lambda values, name=one.name: [(name, value) for value in values])
        for number, one in enumerate(fields[:MOST_FIELDS])
    ]
    rest = [(one.name, _present(one)) for one in fields[MOST_FIELDS:]]
    stray = st.sampled_from(STRANGE).map(lambda it: [("unbekannt", it)])
    return st.tuples(*made, stray).map(lambda parts: [pair for part in parts for pair in part] + rest)


def _present(one: Piece) -> str:
    """Return what the field shows, or the last that can be chosen."""
    return one.options[-1].value if one.options else one.value


@pytest.mark.parametrize("place", all_places(), ids=lambda it: it.name)
def test_no_page_breaks_whatever_stands_behind_the_question_mark(
    place: Place, known: Known, before: dict[str, int], db: None
) -> None:
    """Send something strange under the names of the page's own filter, and under some of other pages."""
    client, path = signed_in(place.who), place.path(known).partition("?")[0]
    form = _filter_of(asked(client, place.path(known)))
    names = [*sorted(getattr(form, "fields", {})), *_drawn(NAMES, 4, place.name)]
    values = _drawn(STRANGE, len(names), place.name)

    with undone():
        answer = asked(client, f"{path}?{urlencode(list(zip(names, values, strict=True)))}")

    assert answer.status_code in ANSWERS, (place.name, answer.status_code)


def _drawn(choices: Sequence[Any], count: int, seed: str) -> list[Any]:
    """Return some of these, always the same for a page."""
    return random.Random(seed).choices(choices, k=count)


def _filter_of(answer: Any) -> Any:
    context = getattr(answer, "context", None)
    return context.get("form") if context is not None and answer.status_code == 200 else None


@pytest.mark.parametrize("place", [it for it in all_places() if it.args], ids=lambda it: it.name)
def test_no_address_breaks_whatever_stands_in_it(
    place: Place, known: Known, before: dict[str, int], db: None
) -> None:
    client, path = signed_in(place.who), place.path(known).partition("?")[0]
    parts = [str(known[it[1:]]) if it.startswith(":") else it for it in place.args.values()]
    found = {}
    for part in parts:
        for value in ("\x00", "²", "9" * 30, "😀'\""):
            odd = path.replace(f"/{part}", f"/{quote(value, safe='')}", 1)
            with undone():
                status = asked(client, odd).status_code
            if status not in ANSWERS:
                found[odd[:80]] = status

    assert found == {}
    assert changed(before) == {}
