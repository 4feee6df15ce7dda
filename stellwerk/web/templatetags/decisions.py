"""How refusals and variants of a round of decisions look on a page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stellwerk.law.working import Refused
from stellwerk.queries.variants import AMOUNTS, settings_of
from stellwerk.web.office.decision_forms import ORDERS, VariantForm
from stellwerk.web.templatetags.german import euro

register = template.Library()


@register.simple_tag
def refusal(no: Refused) -> str:
    """Say in the language of the page what speaks against something."""
    return no.sentence(gettext)


@register.simple_tag
def of_year(amounts: Mapping[str, str], year: int) -> str:
    return euro(amounts.get(str(year)))


@register.simple_tag
def variant_settings(stored: Mapping[str, Any]) -> SafeString:
    """List what a variant changes, one line each."""
    it = settings_of(stored)
    fields = VariantForm.base_fields
    said = [
        f"{fields[name].label}: {value.normalize():f}"
        for name in AMOUNTS
        if (value := getattr(it, name)) is not None
    ]
    if it.in_budget:
        said.append(f"{gettext('nur solange die Mittel reichen')}: {dict(ORDERS)[it.order]}")
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in said or ["–"]))
