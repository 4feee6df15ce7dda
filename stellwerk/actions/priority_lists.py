"""Priority lists: keep one, its services in their order."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils.text import slugify

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._online_services import services_of
from stellwerk.actions._steps import journal
from stellwerk.law.coverage import service_key
from stellwerk.law.working import N_, Refused
from stellwerk.models import PriorityEntry, PriorityList


@transaction.atomic(durable=True)
def keep_priority_list(
    slug: str | None,
    *,
    name: str,
    source: str,
    as_of: date | None,
    keys: Sequence[str],
    rights: Rights,
    at: datetime,
) -> PriorityList:
    """Add a priority list, or change one; ``keys`` are its services from now on, the first one first.

    Http404: there is none of this name in the address. PermissionDenied: no right to keep the catalogue.
    Refused: the name is taken, a key stands there twice or is not in the catalogue.
    """
    require(rights, Verb.KEEP_CATALOGUE)
    found = PriorityList(slug=_free_slug(name)) if slug is None else _locked(slug)
    plain = [service_key(key) for key in keys]
    _refuse_repeated(plain)
    ids = {service.key: service.pk for service in services_of(plain)}
    found.name, found.source, found.as_of = name, source, as_of
    found.save()
    # Rows of a list carry nothing else, so they are written anew; the journal keeps the order before.
    before = list(found.entries.order_by("rank").values_list("service__key", flat=True))
    found.entries.all().delete()
    PriorityEntry.objects.bulk_create(
        PriorityEntry(priority_list=found, service_id=ids[key], rank=rank)
        for rank, key in enumerate(plain, start=1)
    )
    text = f"Prioritätenliste „{name}“ {'angelegt' if slug is None else 'geändert'}"
    journal(rights.person, at, "keep_priority_list", found, text, {"keys": plain, "before": before})
    return found


def _locked(slug: str) -> PriorityList:
    found = PriorityList.objects.select_for_update().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _free_slug(name: str) -> str:
    slug = slugify(name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss"))[:60]
    if not slug or slug == "neu" or PriorityList.objects.filter(slug=slug).exists():
        raise Refused(
            N_("Eine Prioritätenliste mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen Namen."),
            field="name",
        )
    return slug


def _refuse_repeated(keys: Sequence[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise Refused(
                N_("Die Leistung %(key)s steht zweimal auf der Liste. Bitte nehmen Sie eine davon heraus."),
                field="keys",
                key=key,
            )
