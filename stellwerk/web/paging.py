"""Lists in pages: one page of a query, and the address of the next one with the same filter."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
ROWS = 50


@dataclass(frozen=True, slots=True)
class Leaf(Generic[M]):
    """One page of a list. ``address`` is the query string without the page number."""

    page: "Page[M]"
    address: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def earlier(self) -> str:
        return self._to(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def later(self) -> str:
        return self._to(self.page.next_page_number()) if self.page.has_next() else ""

    def _to(self, number: int) -> str:
        return f"?{self.address}&seite={number}" if self.address else f"?seite={number}"


def leaf(request: HttpRequest, rows: "QuerySet[M, Any]", *, size: int = ROWS) -> Leaf[M]:
    """Return the page the address asks for; a wrong number leads to the nearest page."""
    kept = request.GET.copy()
    kept.pop("seite", None)
    found: Page[M] = Paginator(rows, size).get_page(request.GET.get("seite"))
    return Leaf(found, kept.urlencode())
