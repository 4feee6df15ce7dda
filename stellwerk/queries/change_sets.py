"""Changes of coverage: the list of them, one with its facts, and whether it can be taken back."""

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import ChangeSet, CoverageFact


def change_sets(
    rights: Rights, *, district: str = "", kind: str = "", own: bool = False
) -> QuerySet[ChangeSet]:
    found = _told(rights, "district")
    if district:
        found = found.filter(district=district)
    if kind:
        found = found.filter(kind=kind)
    if own:
        found = found.filter(by=rights.person)
    return found.order_by("-at", "-pk")


def change_set(rights: Rights, pk: int) -> ChangeSet:
    return get_object_or_404(_told(rights, "district", "undoes"), pk=pk)


def facts_of(change_set: ChangeSet) -> QuerySet[CoverageFact]:
    """Return what a change wrote down, and with it what it cut short or restored."""
    found = CoverageFact.objects.filter(change_set=change_set)
    found = found.select_related("municipality", "service", "online_service")
    return found.order_by("municipality", "service", "channel", "valid_from", "pk")


def may_undo(change_set: ChangeSet, rights: Rights) -> bool:
    """Say whether the person may take a change of this module back, as far as that is known before trying."""
    own = change_set.district_id in rights.districts(Verb.ENTER_COVERAGE)
    return own and change_set.undone_id is None  # type: ignore[attr-defined]


def _told(rights: Rights, *related: str) -> QuerySet[ChangeSet]:
    """Return the changes, each with the one that took it back: ``undone_id`` and ``undone_at``."""
    found = visible(ChangeSet.objects.all(), rights).select_related(*related)
    return found.annotate(undone_id=F("undone_by__pk"), undone_at=F("undone_by__at"))
