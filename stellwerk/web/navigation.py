"""The main navigation: what a person may open, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access import Rights, Verb
from stellwerk.models import Role

# Pages below a page of the navigation, so that it stays marked there.
SECTIONS = {
    "programmes": ("programme", "run", "set_up"),
    "grants": ("grant",),
    "ledger": ("dispatch", "forgotten", "letter"),
    "own_grants": ("grant",),
    "own_letters": ("letter",),
    "asked": ("consultation", "own_opinion"),
    "opinion_requests": ("opinion_",),
    "remedies": ("remed",),
    "people": ("membership", "person", "read_entries", "substitution"),
    "journal": ("journal",),
    "applications": ("application", "call", "decision", "form"),
    "own_applications": (
        "application_",
        "attachment",
        "open_call",
        "own_application",
        "own_versions",
        "receipt",
    ),
    "calculators": ("calc",),
    "mailbox": ("mail",),
    "area": (
        "activit",
        "area",
        "bulk",
        "campaign",
        "cell",
        "change_set",
        "figure",
        "freshness",
        "grid",
        "inquir",
        "intake",
        "mismatch",
        "municipalit",
        "online_service",
        "priority_list",
        "publication",
        "service",
        "town_hall",
        "wave",
    ),
    "open_data": ("api_docs", "open_data"),
    "services": ("online_service", "priority_list", "service"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    is_current: bool


def entries(request: HttpRequest, rights: Rights | None) -> list[Entry]:
    match = request.resolver_match
    current = (match.url_name or "") if match else ""
    return [Entry(label, reverse(name), _is_current(name, current)) for name, label in _names(rights)]


def _names(rights: Rights | None) -> Iterator[tuple[str, str]]:
    if rights is None:
        yield "open_data", _("Offene Daten")
        yield "calculators", _("Rechner")
        yield "account_login", _("Anmelden")
        return
    yield "start", _("Start")
    yield from _grants(rights)
    if rights.may(Verb.READ_COVERAGE):
        yield "area", _("Fläche")
    elif rights.may(Verb.KEEP_CATALOGUE):
        yield "services", _("Katalog")
    if rights.may(Verb.READ_PEOPLE):
        yield "people", _("Personen")
    if rights.may(Verb.OPERATE):
        yield "site_texts", _("Seitentexte")
    yield "calculators", _("Rechner")
    if settings.DEMO and rights.may(Verb.READ_OFFICE):
        yield "mailbox", _("Postkorb")


def _grants(rights: Rights) -> Iterator[tuple[str, str]]:
    if rights.may(Verb.READ_OFFICE):
        yield "programmes", _("Programme")
        yield "grants", _("Zuwendungen")
        yield "applications", _("Anträge")
        yield "opinion_requests", _("Stellungnahmen")
        yield "remedies", _("Rechtsbehelfe")
        yield "ledger", _("Versand")
        yield "journal", _("Journal")
    if Role.COUNTY in rights.roles:
        yield "own_grants", _("Meine Zuwendung")
    if rights.may(Verb.APPLY):
        yield "own_applications", _("Meine Anträge")
    if rights.may(Verb.READ_OWN):
        yield "own_letters", _("Meine Schreiben")
    if rights.may(Verb.ANSWER):
        yield "asked", _("Stellungnahmen")
    if rights.may(Verb.OBJECT):
        yield "remedies", _("Rechtsbehelfe")


def _is_current(name: str, current: str) -> bool:
    return current == name or current.startswith(SECTIONS.get(name, ("-",)))
