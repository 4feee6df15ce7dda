"""Whatever arrives at whatever address: no fault of ours, nothing half done, and nothing typed is lost."""

import random
from collections.abc import Sequence
from copy import deepcopy
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from stellwerk.models import KeptForm
from stellwerk.web.kept_forms import address
from stellwerk.web.refill import Piece, forms_of
from tests.house.everywhere import (
    Sent,
    Walk,
    all_places,
    asked,
    names_in_addresses,
    places,
    rows,
    sent,
    undone,
)
from tests.journeys.addresses import Place
from tests.journeys.cases import run_in_every_state

ANSWERS = {200, 204, 302, 303, 400, 401, 403, 404, 405, 409, 413, 422, 429}
DONE = {302, 303}
# What is done without leading elsewhere: a draft keeps what can be read of a section and says what cannot; a
# new key is shown once, on the page that made it.
STAYS_ON_ITS_PAGE = {"application_section", "tokens"}
# Sent by a program of the page with what it drew, or nothing is typed; there is nothing to come back to.
OWN_ACCOUNT = ("account_", "mfa_")
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
ODD_PARTS = ("\x00", "²", "9" * 30, "😀'\"")
FORMS_FOR_FILES = {
    "attachment_new", "intake_compare", "intake_file", "online_services_import", "opinion_record",
    "opinion_request_new", "own_opinion",
}  # fmt: skip
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
def walk(kept_for_the_module: None) -> Walk:
    """Return a walk past one thing in every state."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return Walk(run_in_every_state() | {"mail": "0"})


@pytest.fixture(scope="module")
def before(walk: Walk) -> dict[str, int]:
    return rows()


@pytest.fixture(scope="module")
def tried() -> set[str]:
    """Return which forms were tried already; the same one stands on many pages."""
    return set()


@pytest.fixture(scope="module")
def late() -> set[str]:
    """Return which forms were sent too late already."""
    return set()


@pytest.mark.parametrize("place", places(), ids=lambda it: it.name)
def test_no_form_breaks_whatever_is_sent(
    place: Place, walk: Walk, before: dict[str, int], tried: set[str], db: None
) -> None:
    for form in walk.shown(place).forms:
        if form.route not in tried:
            tried.add(form.route)
            _try(walk.enter(place.who), form, before)


def _try(client: Client, form: Sent, before: dict[str, int]) -> None:
    @bounded(2)
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
def test_no_page_breaks_whatever_stands_behind_the_question_mark(place: Place, walk: Walk, db: None) -> None:
    """Send something strange under the names of the page's own filter, and under some of other pages."""
    names = [*walk.shown(place).names, *drawn(NAMES, 4, place.name)]
    values = drawn(STRANGE, len(names), place.name)
    path = walk.path(place).partition("?")[0]

    with undone():
        answer = asked(walk.enter(place.who), f"{path}?{urlencode(list(zip(names, values, strict=True)))}")

    assert answer.status_code in ANSWERS, (place.name, answer.status_code)


def drawn(choices: Sequence[Any], count: int, seed: str) -> list[Any]:
    """Return some of these, always the same for a page."""
    return random.Random(seed).choices(choices, k=count)


@pytest.mark.parametrize("place", [it for it in all_places() if it.args], ids=lambda it: it.name)
def test_no_address_breaks_whatever_stands_in_it(
    place: Place, walk: Walk, before: dict[str, int], db: None
) -> None:
    client, path, found = walk.enter(place.who), walk.path(place).partition("?")[0], {}
    for part in walk.parts(place):
        for value in drawn(ODD_PARTS, 2, place.name):
            odd = path.replace(f"/{part}", f"/{quote(value, safe='')}", 1)
            with undone():
                status = asked(client, odd).status_code
            if status not in ANSWERS:
                found[odd[:80]] = status

    assert found == {}
    assert changed(before) == {}


@pytest.mark.parametrize("place", [it for it in places() if it.who], ids=lambda it: it.name)
def test_every_form_comes_back_as_it_was_typed(
    place: Place, walk: Walk, before: dict[str, int], late: set[str], db: None
) -> None:
    """Send each form after the session has ended, sign in, and look what stands in it."""
    for form in walk.shown(place).forms:
        if form.controls and form.route not in late and not form.route.startswith(OWN_ACCOUNT):
            late.add(form.route)
            with undone():
                _comes_back(walk.enter(place.who), form)
                assert changed(before) == {}, form.route


def _comes_back(client: Client, form: Sent) -> None:
    pairs = [(one.name, _typed(one)) for one in form.fields if one.kind not in ("submit", "button", "file")]
    outside = Client(headers={"Referer": f"http://testserver{form.page}"})
    outside.cookies = deepcopy(client.cookies)
    del outside.cookies[settings.SESSION_COOKIE_NAME]
    assert sent(outside, form.path, pairs).status_code == 302, form.route
    kept = KeptForm.objects.select_related("person").order_by("-pk")[0]
    again = client.get(address(kept))
    assert again.status_code == 200, (form.route, again.headers)
    page, path = again.content.decode(), form.path.partition("?")[0]
    shown = [one for one in forms_of(page) if one.leads_to(form.page) == path and "eingaben=" in _action(one)]
    assert len(shown) == 1, form.route
    told = {one.name: _told(one, page) for one in shown[0].controls}
    for name, value in pairs:
        if value.startswith("getippt") and told.get(name) is not None:
            assert told[name] == value, (form.route, name)


def _action(form: Any) -> str:
    return str(form.start.attributes.get("action"))


def _typed(one: Any) -> str:
    if one.kind in ("text", "textarea", "search", "email", "url", "number", "date", "tel"):
        return "getippt & „x“"
    return one.options[-1].value if one.options else one.value


def _told(one: Any, page: str) -> str | None:
    if one.tag == "textarea":
        return unescape(page[one.end : one.inside]).removeprefix("\n")
    return None if one.tag == "select" else one.value


def test_the_forms_for_files_are_known(walk: Walk, db: None) -> None:
    """So that test_bad_files need not look for them on every page."""
    there = {
        form.route
        for place in places()
        for form in walk.shown(place).forms
        if any(it.kind == "file" for it in form.controls)
    }

    assert there == FORMS_FOR_FILES
