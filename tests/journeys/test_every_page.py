"""Every address is opened by somebody who may, in both languages, wide and narrow, and is good to use."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from playwright.sync_api import Browser

from tests.journeys.addresses import FILES, FOR_PROGRAMS, LEADS_ELSEWHERE, PAGES, Place
from tests.journeys.cases import Known, run_in_every_state
from tests.journeys.hands import Mouse
from tests.journeys.running import House, wait_until
from tests.journeys.visitor import Visitor

LANGUAGES = ("de", "en")
FIRST = {place.name: place for place in reversed(PAGES)}  # the others are the same page with other rows
INLINE_SCRIPT = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"


@pytest.fixture(scope="module")
def things() -> Known:
    return {}


@pytest.fixture(scope="module")
def prepare(things: Known) -> Callable[[], None]:
    return lambda: things.update(run_in_every_state())


@pytest.fixture(scope="module")
def known(things: Known, house: House) -> Known:
    """Return the keys of everything that is there once the worker has sent what was waiting."""
    wait_until(lambda: len(house.post.mails()) == things["mails"], "the worker does not send the letters")
    return things | {"mail": house.post.mails()[0].key}


@pytest.fixture(scope="module")
def people(
    browser: Browser, house: House, known: Known, sessions: dict[str, str]
) -> Iterator[Callable[..., Visitor]]:
    """Return a function for one browser window per person and language."""
    there: dict[tuple[str, str], Visitor] = {}

    def window(who: str, language: str = "de") -> Visitor:
        if (who, language) not in there:
            made = there[who, language] = Visitor(browser, house.address, hands=Mouse)
            made.speak(language)
            if who:
                made.continue_session(sessions[who])
        return there[who, language]

    yield window
    for one in there.values():
        one.context.close()


def test_every_address_is_visited() -> None:
    visited = {place.name for place in (*PAGES, *LEADS_ELSEWHERE, *FILES)}

    assert visited | FOR_PROGRAMS == set(_names(get_resolver()))


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_the_page_is_good_to_use(place: Place, people: Callable[..., Visitor], known: Known) -> None:
    for language in LANGUAGES if FIRST[place.name] is place else LANGUAGES[:1]:
        visitor = people(place.who, language)

        answer = visitor.open(place.path(known))

        assert answer.status == place.status
        visitor.look_closely(language)


@pytest.mark.parametrize("place", LEADS_ELSEWHERE, ids=str)
def test_the_address_of_a_step_leads_to_its_page(
    place: Place, people: Callable[..., Visitor], known: Known
) -> None:
    visitor = people(place.who)

    visitor.open(place.path(known))

    assert place.path(known) not in visitor.page.url
    assert visitor.page.locator("h1").count() == 1


@pytest.mark.parametrize("place", FILES, ids=str)
def test_the_file_is_what_it_says(place: Place, people: Callable[..., Visitor], known: Known) -> None:
    assert people(place.who).fetch(place.path(known)).startswith(FILES[place])


def test_the_language_is_changed_on_the_page_itself(visitor: Callable[..., Visitor], known: Known) -> None:
    by = visitor("vorbereitung", hands=Mouse)
    by.open("/zuwendungen/?stand=filled")

    by.hands.press("English")

    assert by.page.url.endswith("/zuwendungen/?stand=filled")
    by.reads("Grants")
    by.hands.press("Deutsch")
    by.reads("Zuwendungen")


def test_a_script_that_the_policy_forbids_is_noticed(people: Callable[..., Visitor]) -> None:
    visitor = people("")
    visitor.open("/impressum/")

    visitor.page.evaluate(INLINE_SCRIPT)

    with pytest.raises(AssertionError, match="Content Security Policy"):
        visitor.look()


def _names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name)
        else:
            yield from _names(one)
