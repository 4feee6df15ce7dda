"""The forms of associations and counties."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.models import Answer
from stellwerk.web.seen import SeenForm


class OwnAnswerForm(SeenForm):
    answer = forms.ChoiceField(
        label=_("Ihre Stellungnahme"), choices=[(a, a.label) for a in (Answer.AGREED, Answer.OBJECTED)]
    )
    remark = forms.CharField(
        label=_("Bemerkung oder Einwände"),
        help_text=_("Bei Einwänden nötig: Bitte schreiben Sie, welche es sind."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
