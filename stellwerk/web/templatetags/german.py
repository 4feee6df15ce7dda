"""How amounts, days and stored sentences look on a page, in the language of the page."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from stellwerk.access import Rights, Verb
from stellwerk.law.money import exact, grouped
from stellwerk.law.periods import german
from stellwerk.queries.worklist import Item
from stellwerk.web.badges import badge, kind, staffing, state
from stellwerk.web.controls import control, labelled
from stellwerk.web.frame import same_for_all

register = template.Library()
register.simple_tag(control)
register.simple_tag(labelled)
register.simple_tag(badge)
register.simple_tag(state)
register.simple_tag(same_for_all)
register.filter(kind)
register.filter(staffing)


@register.filter
def euro(amount: Decimal | str | None) -> str:
    """Write an amount in euro: 1.234,50 € or €1,234.50."""
    return "–" if amount is None or amount == "" else euros()(Decimal(amount))


def euros() -> Callable[[Decimal], str]:
    """Return what writes many amounts; it asks for the language once."""
    if (get_language() or "de").startswith("en"):
        return lambda amount: f"€{amount:,.2f}".replace("€-", "-€")
    return lambda amount: f"{grouped(amount)} €"


@register.filter
def day(value: date | None) -> str:
    """Write a day: 30.06.2025 or 30 Jun 2025."""
    if value is None:
        return "–"
    return f"{value:%-d %b %Y}" if (get_language() or "de").startswith("en") else german(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write a day with its time: 08.03.2024, 14:05 Uhr or 8 Mar 2024, 14:05."""
    return "–" if value is None else moments()(value)


def moments() -> Callable[[datetime], str]:
    """Return what writes many moments; it asks for the language and the clocks of here once."""
    zone = timezone.get_current_timezone()
    if (get_language() or "de").startswith("en"):
        return lambda value: f"{(local := value.astimezone(zone)):%-d %b %Y}, {local:%H:%M}"
    return lambda value: _german_moment(value.astimezone(zone))


def _german_moment(local: datetime) -> str:
    return f"{german(local)}, {local.hour:02}:{local.minute:02} Uhr"


@register.filter
def exactly(value: datetime) -> str:
    """Write a moment to the second, where it decides about being in time: 08.03.2024, 14:05:09 Uhr."""
    local = timezone.localtime(value)
    clock = f"{local:%H:%M:%S}" if (get_language() or "de").startswith("en") else f"{local:%H:%M:%S} Uhr"
    return f"{day(local.date())}, {clock}"


@register.filter
def last_day(end: date | None) -> str:
    """Write the last day of a half-open period."""
    return "–" if end is None else day(end - timedelta(days=1))


@register.simple_tag
def with_days(text: str, values: Mapping[str, date]) -> str:
    """Fill the days into a sentence, written in the language of the page."""
    return text % {name: day(value) for name, value in values.items()} if values else text


@register.simple_tag
def sentence(text: str, values: Mapping[str, str] | None = None) -> str:
    """Translate a stored sentence and fill in its values."""
    return gettext(text) % values if values else gettext(text)


@register.filter
def left(year: Any) -> Decimal:
    """Return what a year has left after what is granted and what is added."""
    rest: Decimal = year.available - year.committed - year.added
    return rest


@register.filter
def share(number: Decimal) -> str:
    """Write a share of a full-time post: 1,0 or 0,75."""
    text = exact(number)
    return text.replace(",", ".") if (get_language() or "de").startswith("en") else text


@register.filter
def percent(value: Decimal | None) -> str:
    """Write a share of a hundred: 84,6 % or 84.6%."""
    if value is None:
        return "–"
    is_english = (get_language() or "de").startswith("en")
    return f"{value}%" if is_english else f"{value} %".replace(".", ",")


@register.filter
def number(value: int | None) -> str:
    """Write a whole number: 10.747 or 10,747; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,}"
    return text if (get_language() or "de").startswith("en") else text.replace(",", ".")


@register.filter
def listed(text: str) -> list[str]:
    return text.split(",")


@register.filter
def may(rights: Rights, verb: str) -> bool:
    return rights.may(Verb(verb))


@register.simple_tag
def address(item: Item) -> str:
    """Return where the next step of a work list's line is done."""
    return reverse(item.url_name, args=item.url_args, query=item.query or None)
