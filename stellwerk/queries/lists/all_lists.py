"""Every list that is declared, the views that people saved of them, and the files they asked for."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, require, visible
from stellwerk.gateways.prepared import answers
from stellwerk.models import ListExport, SavedView
from stellwerk.queries.lists.applications import CASES, INBOX, MINE, OWN
from stellwerk.queries.lists.calls import CALLS, FORMS
from stellwerk.queries.lists.declared import Listing
from stellwerk.queries.lists.dispatches import LEDGER, PROBLEMS
from stellwerk.queries.lists.grants import GRANTS
from stellwerk.queries.lists.journal import JOURNAL
from stellwerk.queries.lists.letters import OWN_LETTERS

ALL = (GRANTS, LEDGER, PROBLEMS, JOURNAL, CASES, INBOX, MINE, OWN, CALLS, FORMS, OWN_LETTERS)
LISTS: dict[str, Listing] = {one.key: one for one in ALL}


def listing(key: str, rights: Rights) -> Listing:
    """Return a list.

    Http404: there is none of this key; PermissionDenied: not for this person.
    """
    found = LISTS.get(key)
    if found is None:
        raise Http404
    require(rights, found.verb)
    return found


def views(rights: Rights, key: str) -> list[SavedView]:
    """Return the person's own views of a list and the shared ones, own ones first."""
    return answers(_views, rights, key)


def _views(rights: Rights, key: str) -> QuerySet[SavedView]:
    found = visible(SavedView.objects.filter(list=key), rights).select_related("owner")
    return found.order_by("is_shared", "name", "pk")


def view(rights: Rights, pk: int) -> SavedView:
    return get_object_or_404(visible(SavedView.objects.all(), rights), pk=pk)


def exports(rights: Rights) -> QuerySet[ListExport]:
    """Return what the person asked for, newest first."""
    return visible(ListExport.objects.all(), rights).order_by("-pk")


def export(rights: Rights, pk: int) -> ListExport:
    return get_object_or_404(exports(rights), pk=pk)


def unfinished(rights: Rights) -> int:
    """Return how many files of the person are still to be written."""
    return exports(rights).filter(Q(state="waiting") | Q(state="writing")).count()
