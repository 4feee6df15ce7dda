"""The forms of lists: filters as they are declared, and the name of a view to keep."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stellwerk.queries.lists.declared import Filter, Kind
from stellwerk.queries.lists.wanted import SEARCH, Wanted
from stellwerk.queries.search import LONGEST
from stellwerk.web.fields import DayField, EuroField
from stellwerk.web.widgets import OneOf

ALL = ("", _("alle"))


def filter_form(it: Wanted, address: QueryDict, *, without: Collection[str] = ()) -> forms.Form:
    """Return the filters of a list, filled with what the address says.

    without  filters that the page does not offer
    """
    form = forms.Form(address)
    for one in it.listing.filters:
        if one.key not in without:
            form.fields[one.key] = _field(one, it)
    form.fields[SEARCH] = forms.CharField(
        label=str(it.listing.search_label), max_length=LONGEST, required=False
    )
    return form


def _field(one: Filter, it: Wanted) -> forms.Field:
    label = str(one.label)
    if one.choices is not None:
        return forms.ChoiceField(
            label=label, choices=[ALL, *it.choices[one.key]], required=False, widget=OneOf
        )
    if one.typed is Kind.EURO:
        return EuroField(label=label, required=False)
    return DayField(label=label, required=False)


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name der Ansicht"), max_length=80)
    is_shared = forms.BooleanField(required=False)
    query = forms.CharField(required=False)
