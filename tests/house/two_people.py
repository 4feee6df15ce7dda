"""Two people at one form: both open it, both save, and the second one saves once more."""

from html import unescape
from typing import Any

from django.test import Client

from stellwerk.web.refill import PageForm, forms_of

SEEN = "seen"


def shown(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send of the page's form, untouched."""
    return _said(client.get(address, follow=True).content.decode(), address)


def both_save(
    clients: list[Client], address: str, field: str, values: tuple[Any, Any], **more: Any
) -> tuple[Any, Any, Any]:
    """Let two open the same page, both change a field, and the second one save once more."""
    said = [
        shown(client, address) | more | {field: value} for client, value in zip(clients, values, strict=True)
    ]
    first, second = (client.post(address, it) for client, it in zip(clients, said, strict=True))
    seen = _said(second.content.decode(), address)[SEEN]
    return first, second, clients[1].post(address, said[1] | {SEEN: seen})


def nobody_overwrites_unseen(
    clients: list[Client], address: str, field: str, values: tuple[Any, Any], *, told: str = "", **more: Any
) -> None:
    """Claim that the second one reads what the first one saved, beside what was typed, and then wins.

    told  how the page says what the first one saved, where it is not said as it was typed
    """
    first, second, again = both_save(clients, address, field, values, **more)

    assert (first.status_code, second.status_code, again.status_code) == (302, 422, 302)
    page = second.content.decode()
    assert f"„{told or values[0]}“" in unescape(page)
    assert _said(page, address)[field] == values[1]
    assert shown(clients[0], address)[field] == values[1]


def _said(page: str, address: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for one in _form(page, address).controls:
        if one.tag == "textarea":
            said[one.name] = unescape(page[one.end : one.inside].strip())
        elif one.options:
            chosen = [it.value for it in one.options if "selected" in it.attributes]
            said[one.name] = (chosen or [one.options[0].value])[0]
        elif one.kind == "checkbox" and "checked" in one.attributes:
            said.setdefault(one.name, []).append(one.value)
        elif one.tag == "input" and (one.kind not in ("checkbox", "radio") or "checked" in one.attributes):
            said[one.name] = unescape(one.value)
    return said


def _form(page: str, address: str) -> PageForm:
    """Return the form that is sent there and was made to be saved twice."""
    path = address.partition("?")[0]
    found = [one for one in forms_of(page) if one.leads_to(path) == path]
    seen = [one for one in found if SEEN in {it.name for it in one.controls}]
    return max(seen, key=lambda one: len(one.controls))
