"""Forms, their versions, and calls: which there are and which are open."""

import json
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from stellwerk.access import Rights, Verb, visible
from stellwerk.gateways.prepared import answers
from stellwerk.law.form_reading import parse
from stellwerk.law.forms import Definition
from stellwerk.models import Application, Call, Form, FormVersion

COUNTED = 1000  # applications of a call; beyond this people are told "more than"


class _Counted(Subquery):
    """How many rows another query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def forms(rights: Rights) -> QuerySet[Form]:
    found = visible(Form.objects.all(), rights).select_related("programme")
    return found.annotate(
        published=Count("versions", filter=Q(versions__published_at__isnull=False)),
        has_draft=Exists(FormVersion.objects.filter(form=OuterRef("pk"), published_at=None)),
    ).order_by("programme__name", "name", "pk")


def form(rights: Rights, pk: int) -> Form:
    return get_object_or_404(visible(Form.objects.all(), rights).select_related("programme"), pk=pk)


def versions(rights: Rights, form: Form) -> QuerySet[FormVersion]:
    """Return the versions of a form without their content, newest first, with how many calls use each."""
    found = visible(FormVersion.objects.filter(form=form), rights).select_related("by").defer("content")
    return found.annotate(used=Count("calls")).order_by("-number", "pk")


def form_version(rights: Rights, pk: int) -> FormVersion:
    found = visible(FormVersion.objects.all(), rights).select_related("form__programme", "by")
    return get_object_or_404(found, pk=pk)


def definition(version: FormVersion) -> Definition:
    return _definition(json.dumps(version.content))


@lru_cache(100)
def _definition(content: str) -> Definition:
    """Read a form once; a draft that changes is another text, and so read anew."""
    return parse(json.loads(content))


def published_versions(rights: Rights) -> QuerySet[FormVersion]:
    found = visible(FormVersion.objects.filter(published_at__isnull=False), rights)
    return found.select_related("form").defer("content").order_by("form__name", "-number", "pk")


def calls(rights: Rights) -> QuerySet[Call]:
    """Return the calls of one's authority with how many applications each has, at most COUNTED + 1."""
    found = visible(Call.objects.all(), rights).select_related("programme", "form_version__form")
    arrived = Application.objects.filter(call=OuterRef("pk"), submitted_at__isnull=False).order_by("pk")
    received = _Counted(arrived.values("pk")[: COUNTED + 1])
    found = found.defer("form_version__content").annotate(received=received)
    return found.order_by("-closes_at", "-pk")


def titles(rights: Rights) -> list[tuple[int, str]]:
    """Return number and title of the calls a person may see, the last to close first."""
    return answers(_titles, rights)


def _titles(rights: Rights) -> "QuerySet[Call, tuple[int, str]]":
    return visible(Call.objects.all(), rights).order_by("-closes_at", "-pk").values_list("pk", "title")


def call(rights: Rights, pk: int) -> Call:
    related = "programme__authority", "terms", "form_version__form"
    return get_object_or_404(visible(Call.objects.all(), rights).select_related(*related), pk=pk)


def calls_to_apply_in(rights: Rights, *, at: datetime) -> QuerySet[Call]:
    """Return what is open or opens later, the next to close first; ``own`` is one's application in it."""
    own = Application.objects.filter(call=OuterRef("pk"), applicant__in=list(rights.offices(Verb.APPLY)))
    started = own.exclude(state="withdrawn").order_by("-pk").values("pk")[:1]
    found = visible(Call.objects.filter(closes_at__gte=at), rights).select_related("programme__authority")
    return found.annotate(own=started).order_by("closes_at", "pk")
