"""The forms of lists: filters as they are declared, and the name of a view to keep."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stellwerk.queries.lists.wanted import SEARCH, Wanted
from stellwerk.queries.search import LONGEST
from stellwerk.web.fields import DayField

ALL = ("", _("alle"))


def filter_form(it: Wanted, address: QueryDict) -> forms.Form:
    """Return the filters of a list, filled with what the address says."""
    form = forms.Form(address)
    for one in it.listing.filters:
        form.fields[one.key] = (
            DayField(label=str(one.label), required=False)
            if one.is_day
            else forms.ChoiceField(label=str(one.label), choices=[ALL, *it.choices[one.key]], required=False)
        )
    form.fields[SEARCH] = forms.CharField(
        label=str(it.listing.search_label), max_length=LONGEST, required=False
    )
    return form


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name der Ansicht"), max_length=80)
    is_shared = forms.BooleanField(required=False)
    query = forms.CharField(required=False)
