"""What is there already in the steps of a set-up that add one row at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.law.bands import size_of
from stellwerk.law.money import euro, exact
from stellwerk.law.periods import german
from stellwerk.models import Programme
from stellwerk.queries.set_ups import newest_terms, texts_of


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is there: its key, what its cells say, where more of it stands."""

    key: str
    cells: Sequence[Any]
    address: str = ""


def bases(programme: Programme) -> Iterable[Row]:
    for one in programme.legal_bases.order_by("-valid_from", "-number"):
        yield Row(str(one.number), (one.text, german(one.valid_from)))


def bands(programme: Programme) -> Iterable[Row]:
    terms = newest_terms(programme)
    for one in terms.values().bands if terms else ():
        amounts = (euro(each) if each is not None else "–" for each in (one.yearly_rate, one.yearly_cap))
        yield Row(str(one.people_from), (size_of(one), *amounts, _percent(one.percent)))


def costs(programme: Programme) -> Iterable[Row]:
    terms = newest_terms(programme)
    for one in terms.values().cost_categories if terms else ():
        most = euro(one.most_euro) if one.most_euro is not None else "–"
        yield Row(one.key, (one.label, most, _percent(one.most_percent), one.most_days or "–"))


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{exact(value, 0)} %"


def years(programme: Programme) -> Iterable[Row]:
    for one in programme.budget_years.order_by("year"):
        yield Row(
            str(one.year), (one.year, euro(one.appropriation), euro(one.commitment_authority), one.source)
        )


def indicators(programme: Programme) -> Iterable[Row]:
    for one in programme.indicators.order_by("key"):
        target = f"{exact(one.target, 0)} {one.unit}"
        yield Row(one.key, (one.label, target, one.definition))


def texts(programme: Programme) -> Iterable[Row]:
    for one in texts_of(programme):
        whose = _("eigener Text") if one.programme_id else _("gemeinsamer Text")
        yield Row(str(one.pk), (one.get_kind_display(), str(one), german(one.valid_from), whose))


def forms(programme: Programme) -> Iterable[Row]:
    for one in programme.forms.order_by("name", "pk").prefetch_related("versions"):
        newest = max(one.versions.all(), key=lambda version: version.number)
        state = _("veröffentlicht") if newest.published_at else _("Entwurf")
        yield Row(str(one.pk), (one.name, newest.number, state), reverse("form_version", args=[newest.pk]))


def calls(programme: Programme) -> Iterable[Row]:
    for one in programme.calls.order_by("opens_at", "pk"):
        ends = (_moment(one.opens_at), _moment(one.closes_at))
        yield Row(str(one.pk), (one.title, *ends), reverse("call", args=[one.pk]))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M}"
