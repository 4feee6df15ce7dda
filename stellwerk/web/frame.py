"""Parts of the frame around every page in which nothing is personal: drawn once for each language."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def same_for_all(template: str) -> SafeString:
    """Return a template that shows everybody the same; it knows neither the request nor the person."""
    return _drawn(template, get_language() or "de")


@lru_cache
def _drawn(template: str, _language: str) -> SafeString:
    return render_to_string(template)
