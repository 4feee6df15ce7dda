"""The page of any list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.gateways import clock
from stellwerk.models import ExportKind, SavedView
from stellwerk.queries.lists.all_lists import views
from stellwerk.queries.lists.declared import Choices, Column, Label, Listing
from stellwerk.queries.lists.leaves import Found, found
from stellwerk.queries.lists.wanted import COLUMN, PAGE, SORT, kept, wanted
from stellwerk.web.guards import SignedIn
from stellwerk.web.lists.cells import body
from stellwerk.web.lists.forms import filter_form

FARTHEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. href sorts by it; sorted is what a screen reader is told, or empty."""

    label: Label
    is_numeric: bool
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list as its page shows it.

    home      its address without any choice
    address   what it shows, without the number of the page
    may_pick  each row can be picked; the form called PICKED says what happens to what is picked
    """

    listing: Listing
    found: Found
    home: str
    form: forms.Form
    address: str
    query: QueryDict
    views: Sequence[SavedView]
    may_pick: bool = False

    @property
    def at_once(self) -> Iterator[forms.BoundField]:
        """Return the filters that are offered at once; the search ends them."""
        return (field for field in self.form.visible_fields() if field.name not in self._further)

    @property
    def further(self) -> list[forms.BoundField]:
        return [field for field in self.form.visible_fields() if field.name in self._further]

    @property
    def is_further_open(self) -> bool:
        return bool(self._further & set(self.found.wanted.values)) or any(it.errors for it in self.further)

    @property
    def _further(self) -> set[str]:
        return {it.key for it in self.listing.filters if it.is_more}

    @property
    def kinds(self) -> Choices:
        return ExportKind.choices

    @property
    def said(self) -> str:
        return self.listing.counted(self.found.total)

    @property
    def sort(self) -> str:
        return self.query.get(SORT, "")

    @property
    def view(self) -> SavedView | None:
        """Return the view that is shown just now."""
        return next((view for view in self.views if view.query == self.address), None)

    @property
    def earlier(self) -> str:
        return self._to(PAGE, str(self.found.number - 1)) if self.found.number > 1 else ""

    @property
    def later(self) -> str:
        return self._to(PAGE, str(self.found.number + 1)) if self.found.has_later else ""

    @property
    def heads(self) -> Iterator[Head]:
        sort = self.found.wanted.sort
        if self.may_pick:
            yield Head(_("Auswahl"), is_numeric=False, href="", sorted="")
        for column in self.found.wanted.columns:
            is_sorted, is_backwards = (True, sort[1]) if sort and sort[0] is column else (False, False)
            key = f"-{column.key}" if is_sorted and not is_backwards else column.key
            says = ("descending" if is_backwards else "ascending") if is_sorted else ""
            href = self._to(SORT, key) if column.sort else ""
            yield Head(column.label, column.is_numeric, href, says)

    @property
    def body(self) -> SafeString:
        found = self.found
        return body(found.wanted.columns, found.read, found.rows, may_pick=self.may_pick)

    @property
    def choices(self) -> Iterator[tuple[Column, bool]]:
        """Return the columns that may be chosen; the first one is always there."""
        for column in self.listing.columns[1:]:
            yield column, column in self.found.wanted.columns

    def _to(self, key: str, value: str) -> str:
        copy = QueryDict(self.address, mutable=True)
        copy[key] = value
        return f"?{copy.urlencode()}"


def list_page(
    request: SignedIn, listing: Listing, *, may_pick: bool = False, fixed: Mapping[str, str] | None = None
) -> ListPage:
    """Return what the address asks for, of what this person may see.

    fixed  filters that the page itself sets, with their values
    """
    address = request.GET.copy()
    for key, value in (fixed or {}).items():
        address[key] = value
    it = wanted(listing, address, request.rights)
    number = address.get(PAGE, "")
    page = int(number) if number.isdecimal() and len(number) <= FARTHEST_DIGITS else 1
    return ListPage(
        listing,
        found(it, request.rights, on=clock.today(), number=page),
        home=request.path,
        form=filter_form(it, address, without=fixed or {}),
        address=kept(address),
        query=address,
        views=views(request.rights, listing.key),
        may_pick=may_pick,
    )


def show(
    request: SignedIn,
    listing: Listing,
    template: str = "lists/list.html",
    *,
    may_pick: bool = False,
    fixed: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a list; a template of its own may say more around it."""
    page = {"list": list_page(request, listing, may_pick=may_pick, fixed=fixed), "column": COLUMN}
    return render(request, template, page | more)
