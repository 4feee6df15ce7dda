"""A refusal of the law or the case, shown where the person can act on it."""

from django.forms import Form
from django.utils.translation import gettext

from stellwerk.law.working import Refused


def refused(form: Form, no: Refused) -> None:
    """Put the sentence beside its field, or above the form where there is none."""
    form.add_error(no.field if no.field in form.fields else None, no.sentence(gettext))
