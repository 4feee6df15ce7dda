"""Every form of every page: what the journeys' addresses show, in the role that may open each."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from stellwerk.models import Person
from stellwerk.queries.people import DEMO_DOMAIN
from stellwerk.web.refill import TOKEN, Piece, forms_of
from tests.house.environment import REPOSITORY
from tests.journeys.addresses import FILES, LEADS_ELSEWHERE, PAGES, Place

Known = Mapping[str, int | str]
IN_EVERY_HEADER = {"set_language", "account_logout", "substitution_leave", "kept_form"}
# What no form of a case fills: sessions, limits, failed sign-ins, who read what, what waits for its person.
BESIDE_THE_CASES = re.compile(r"django_session|stellwerk_(tally|readentry|keptform)|axes_|usersessions_")
ASKED = re.compile(r"""GET(?:\.get|\.getlist)?[(\[]["']([\w-]+)["']""")


def places() -> list[Place]:
    """Return each route once, as the role that the journeys open it with."""
    first = {one.name: one for one in reversed([*PAGES, *LEADS_ELSEWHERE])}
    return [first[name] for name in sorted(first)]


def all_places() -> list[Place]:
    """Return every place that a browser opens, files as well."""
    first = {one.name: one for one in reversed([*PAGES, *LEADS_ELSEWHERE, *FILES])}
    return [first[name] for name in sorted(first)]


def names_in_addresses() -> list[str]:
    """Return every name that a view looks for behind the question mark."""
    sources = Path(REPOSITORY / "stellwerk" / "web").rglob("*.py")
    return sorted({name for file in sources for name in ASKED.findall(file.read_text(encoding="utf-8"))})


@dataclass(frozen=True, slots=True)
class Sent:
    """A form on a page. ``path`` is where it is sent to, ``route`` the name of that address."""

    route: str
    page: str
    path: str
    controls: tuple[Piece, ...]

    @property
    def fields(self) -> list[Piece]:
        return [one for one in self.controls if one.name and one.name != TOKEN]


def signed_in(who: str) -> Client:
    client = Client()
    if who:
        person = Person.objects.get(email=f"{who}{DEMO_DOMAIN}")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Doors:
    """Lets everybody in once; whoever comes again brings the same session along."""

    def __init__(self) -> None:
        self._cookies = {who: _at_home(who).cookies for who in sorted({one.who for one in all_places()})}

    def enter(self, who: str) -> Client:
        client = Client()
        client.cookies = deepcopy(self._cookies[who])
        return client


def _at_home(who: str) -> Client:
    """Let somebody in and open a page, which leaves the other cookies with them."""
    client = signed_in(who)
    client.get(reverse("imprint"))
    return client


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page asks for: its forms, and the names of its own filter."""

    forms: list[Sent]
    names: list[str]


class Walk:
    """Goes to each page once, however many tests ask what stands there."""

    def __init__(self, known: Known) -> None:
        self._known, self._doors, self._shown = known, Doors(), dict[str, Shown]()

    def enter(self, who: str) -> Client:
        return self._doors.enter(who)

    def path(self, place: Place) -> str:
        return place.path(self._known)

    def parts(self, place: Place) -> list[str]:
        """Return what stands in the address of a place for something: keys, names, years."""
        return [str(self._known[it[1:]]) if it.startswith(":") else it for it in place.args.values()]

    def shown(self, place: Place) -> Shown:
        if place.name not in self._shown:
            path = self.path(place)
            answer = asked(self.enter(place.who), path)
            form = answer.context.get("form") if answer.context and answer.status_code == 200 else None
            self._shown[place.name] = Shown(_forms(answer, path), sorted(getattr(form, "fields", {})))
        return self._shown[place.name]


def asked(client: Client, path: str) -> Any:
    """Ask, and read what comes piece by piece to its end, which closes it: a fault may wait there."""
    answer = client.get(path)
    if answer.streaming:
        list(answer.streaming_content)  # type: ignore[arg-type]
    return answer


def forms_on(client: Client, page: str) -> list[Sent]:
    """Return the forms of a page but those of its header, and the page's own address where it has none."""
    return _forms(asked(client, page), page)


def _forms(answer: Any, page: str) -> list[Sent]:
    found = []
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        for form in forms_of(answer.content.decode()):
            path = form.leads_to(page)
            if form.start.attributes.get("action", "").startswith("?"):  # type: ignore[union-attr]
                path += str(form.start.attributes["action"])
            found.append(Sent(_route(path), page, path, tuple(form.controls)))
    kept = [one for one in found if one.route not in IN_EVERY_HEADER]
    return kept or [Sent(_route(page), page, page, ())]


def _route(path: str) -> str:
    try:
        return str(resolve(urlsplit(path).path).url_name)
    except Resolver404:
        return path


def sent(client: Client, path: str, pairs: list[tuple[str, str | bytes]]) -> HttpResponse:
    """Send a form as a browser does; a value may be bytes that are no text."""
    return client.post(path, urlencode(pairs), content_type="application/x-www-form-urlencoded")


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is stored meanwhile; the actions' durable transactions fit inside."""
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        yield
        transaction.set_rollback(True)


def rows() -> dict[str, int]:
    """Return how many rows each table has, but those beside the cases."""
    tables = [it for it in connection.introspection.table_names() if not BESIDE_THE_CASES.search(it)]
    query = " UNION ALL ".join(f"SELECT '{it}', count(*) FROM \"{it}\"" for it in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())
