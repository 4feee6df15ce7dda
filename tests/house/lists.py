"""A view that somebody keeps of a list, and a file that somebody asks for."""

from stellwerk.access import Rights
from stellwerk.actions.lists import ask_for_export, save_view
from stellwerk.models import ListExport, SavedView
from tests.house.cases import RELEASED_AT


def kept_view(rights: Rights, *, name: str = "Bald zu Ende", is_shared: bool = False) -> SavedView:
    """Return a view of the list of grants."""
    return save_view(
        "zuwendungen",
        name=name,
        query="endet_bis=2025-06-30",
        is_shared=is_shared,
        rights=rights,
        at=RELEASED_AT,
    )


def asked_export(
    rights: Rights, *, key: str = "zuwendungen", kind: str = "csv", query: str = "q=Ostalb"
) -> ListExport:
    """Return a file of a list that no worker has begun yet."""
    return ask_for_export(key, kind=kind, query=query, language="de", rights=rights, at=RELEASED_AT)
