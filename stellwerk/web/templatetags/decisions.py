"""How refusals and amounts by year of a round of decisions look on a page."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from stellwerk.law.working import Refused
from stellwerk.web.templatetags.german import euro

register = template.Library()


@register.simple_tag
def refusal(no: Refused) -> str:
    """Say in the language of the page what speaks against something."""
    return no.sentence(gettext)


@register.simple_tag
def of_year(amounts: Mapping[str, str], year: int) -> str:
    return euro(amounts.get(str(year)))
