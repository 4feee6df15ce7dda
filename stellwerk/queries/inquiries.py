"""Questions on cells and their answers."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.models import Inquiry


def inquiries(rights: Rights, *, district: str = "", is_open: bool | None = None) -> QuerySet[Inquiry]:
    """Return questions, those that wait for an answer first, each group with the latest first."""
    found = visible(Inquiry.objects.all(), rights).select_related("municipality", "service", "asked_by")
    if district:
        found = found.filter(municipality__district=district)
    if is_open is not None:
        found = found.filter(answered_at__isnull=is_open)
    return found.order_by("-asked_at", "-pk")


def waiting(rights: Rights) -> QuerySet[Inquiry]:
    """Return the open questions in the person's own districts."""
    own = list(rights.districts(Verb.ENTER_COVERAGE))
    return inquiries(rights, is_open=True).filter(municipality__district__in=own)


def inquiry(rights: Rights, pk: int) -> Inquiry:
    related = "municipality__district", "service", "asked_by", "answered_by"
    return get_object_or_404(visible(Inquiry.objects.all(), rights).select_related(*related), pk=pk)


def of_cell(rights: Rights, ags: str, service_id: int) -> QuerySet[Inquiry]:
    found = visible(Inquiry.objects.filter(municipality=ags, service=service_id), rights)
    return found.select_related("asked_by", "answered_by").order_by("-asked_at", "-pk")
