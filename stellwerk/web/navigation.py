"""The main navigation: what a person may open, and where they are."""

from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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


_ENTRY = '<li><a href="{}"{}>{}</a></li>'
_CURRENT = SafeString(' aria-current="page"')


def entries(request: HttpRequest, rights: Rights | None) -> SafeString:
    """Return the entries as HTML; all who may do the same see the same, which is drawn once for them."""
    match = request.resolver_match
    current = (match.url_name or "") if match else ""
    verbs, roles = (None, frozenset[Role]()) if rights is None else (rights.verbs, rights.roles)
    return _entries(current, verbs, roles, settings.DEMO, get_language() or "de")


@lru_cache(1000)
def _entries(
    current: str, verbs: frozenset[Verb] | None, roles: frozenset[Role], demo: bool, _language: str
) -> SafeString:
    """Draw from nothing but the arguments: whatever is personal would be shown to others."""
    return format_html_join(
        "",
        _ENTRY,
        (
            (reverse(name), _CURRENT if _is_current(name, current) else "", label)
            for name, label in _names(verbs, roles, demo=demo)
        ),
    )


def _names(verbs: frozenset[Verb] | None, roles: frozenset[Role], *, demo: bool) -> Iterator[tuple[str, str]]:
    if verbs is None:
        yield "open_data", _("Offene Daten")
        yield "calculators", _("Rechner")
        yield "account_login", _("Anmelden")
        return
    yield "start", _("Start")
    yield from _grants(verbs, roles)
    if Verb.READ_COVERAGE in verbs:
        yield "area", _("Fläche")
    elif Verb.KEEP_CATALOGUE in verbs:
        yield "services", _("Katalog")
    if Verb.READ_PEOPLE in verbs:
        yield "people", _("Personen")
    if Verb.OPERATE in verbs:
        yield "site_texts", _("Seitentexte")
    yield "calculators", _("Rechner")
    if demo and Verb.READ_OFFICE in verbs:
        yield "mailbox", _("Postkorb")


def _grants(verbs: frozenset[Verb], roles: frozenset[Role]) -> Iterator[tuple[str, str]]:
    if Verb.READ_OFFICE in verbs:
        yield "programmes", _("Programme")
        yield "grants", _("Zuwendungen")
        yield "applications", _("Anträge")
        yield "opinion_requests", _("Stellungnahmen")
        yield "remedies", _("Rechtsbehelfe")
        yield "ledger", _("Versand")
        yield "journal", _("Journal")
    if Role.COUNTY in roles:
        yield "own_grants", _("Meine Zuwendung")
    if Verb.APPLY in verbs:
        yield "own_applications", _("Meine Anträge")
    if Verb.READ_OWN in verbs:
        yield "own_letters", _("Meine Schreiben")
    if Verb.ANSWER in verbs:
        yield "asked", _("Stellungnahmen")
    if Verb.OBJECT in verbs:
        yield "remedies", _("Rechtsbehelfe")


def _is_current(name: str, current: str) -> bool:
    return current == name or current.startswith(SECTIONS.get(name, ("-",)))
