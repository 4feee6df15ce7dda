"""The form of a publication: one day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.web.fields import DayField


class PublicationForm(forms.Form):
    day = DayField(
        label=_("Stichtag"),
        help_text=_("Veröffentlicht wird, was bis zu diesem Tag gilt und heute bekannt ist."),
    )
