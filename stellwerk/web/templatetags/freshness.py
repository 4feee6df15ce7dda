"""How old a statement is, in words."""

from datetime import date

from django import template
from django.utils.translation import gettext

from stellwerk.law.coverage import age_in_words

register = template.Library()


@register.filter
def age(checked_on: date, today: date) -> str:
    """Say how long ago something was checked: 3 Wochen alt."""
    return age_in_words(max(0, (today - checked_on).days), gettext)
