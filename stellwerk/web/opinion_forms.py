"""The forms around opinions: ask, answer, treat a point; several files at once, as many points as needed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stellwerk.actions.opinions import Brought
from stellwerk.models import Call, Opinion, OpinionAnswer, Programme, SilenceRule, Treatment
from stellwerk.queries.opinions import valid_points
from stellwerk.web.fields import DayField
from stellwerk.web.seen import SeenForm
from stellwerk.web.uploads import MEGABYTE

ALL = ("", _("alle"))
FEWEST_POINTS, MORE_POINTS, MOST_POINTS = 3, 3, 60
KINDS = _("Erlaubt sind PDF, PNG, JPEG, DOCX, XLSX, ODT und ODS, höchstens 10 Dateien.")


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Several(), required=False, max_length=400, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


def brought(files: Sequence["UploadedFile[Any]"]) -> list[Brought]:
    """Read files as far as they may be large; what is longer is seen and refused by its size."""
    most = settings.ATTACHMENT_LIMIT_MB * MEGABYTE + 1
    return [Brought(one.name or "", one.read(most)) for one in files]


class AskForm(forms.Form):
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programm"), empty_label=None)
    title = forms.CharField(label=_("Gegenstand"), max_length=200)
    question = forms.CharField(
        label=_("Frage"),
        help_text=_("Steht so im Schreiben an jede Stelle."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    text = forms.CharField(
        label=_("Entwurf"),
        help_text=_(
            "Zum Beispiel der Entwurf eines Förderaufrufs. In der Synopse steht er neben den Antworten."
        ),
        max_length=40000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    due_on = DayField(label=_("Antwort bis"))
    silence_rule = forms.ChoiceField(label=_("Wenn keine Antwort kommt"), choices=SilenceRule.choices)

    def __init__(
        self, *args: Any, programmes: QuerySet[Programme], call: Call | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._call = call
        programme = self.fields["programme"]
        assert isinstance(programme, forms.ModelChoiceField)
        programme.queryset = programmes
        if call is not None:
            del self.fields["programme"]
        self.fields["files"] = FilesField(label=_("Unterlagen"), help_text=KINDS)

    @property
    def values(self) -> dict[str, Any]:
        read = dict(self.cleaned_data)
        programme = read.pop("programme", None) or (self._call and self._call.programme)
        rule, files = SilenceRule(read["silence_rule"]), brought(read["files"])
        return read | {"programme": programme, "silence_rule": rule, "files": files}


class OpinionForm(SeenForm):
    """An answer with its points, each in a field of its own.

    points  how many fields there are
    """

    answer = forms.ChoiceField(label=_("Antwort"), choices=OpinionAnswer.choices)
    text = forms.CharField(
        label=_("Stellungnahme"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, points: int, by_post: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = points
        for number in range(1, points + 1):
            self.fields[f"point_{number}"] = forms.CharField(
                label=gettext("Punkt %(number)s") % {"number": number},
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["files"] = FilesField(label=_("Dateien"), help_text=KINDS)
        if by_post:
            self.fields["answered_on"] = DayField(label=_("Eingegangen am"))

    @property
    def values(self) -> dict[str, Any]:
        read = self.cleaned_data
        said = [text for name, text in read.items() if name.startswith("point_") and text.strip()]
        found = {
            "answer": OpinionAnswer(read["answer"]),
            "text": read["text"],
            "points": said,
            "files": brought(read["files"]),
        }
        return found | ({"answered_on": read["answered_on"]} if "answered_on" in read else {})


def opinion_form(
    request: HttpRequest, opinion: Opinion, *, today: date, by_post: bool = False
) -> OpinionForm:
    """Return the form as it was sent, as typed so far where more points are wanted, or as answered before."""
    options: dict[str, Any] = {"points": _points_wanted(request.POST, opinion), "by_post": by_post}
    if "more" in request.POST:
        return OpinionForm(initial=request.POST.dict(), **options)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return OpinionForm(*sent, initial=_initial_of(opinion, today=today), **options)


def _points_wanted(posted: Mapping[str, Any], opinion: Opinion) -> int:
    """Return how many fields for points a page shows: some more where the button for more was pressed."""
    word = str(posted.get("count", ""))
    there = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0
    there = max(there, len(valid_points(opinion)) + 1, FEWEST_POINTS)
    return min(there + (MORE_POINTS if "more" in posted else 0), MOST_POINTS)


def _initial_of(opinion: Opinion, *, today: date) -> dict[str, Any]:
    said = {f"point_{place}": one.text for place, one in enumerate(valid_points(opinion), start=1)}
    return said | {
        "answer": opinion.answer,
        "text": opinion.text,
        "answered_on": opinion.answered_on or today,
    }


class PointForm(SeenForm):
    treatment = forms.ChoiceField(label=_("Behandlung"), choices=Treatment.choices)
    why = forms.CharField(label=_("Begründung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Grund"), max_length=300)


class RequestFilter(forms.Form):
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[
            ALL,
            ("open", _("Antworten oder Punkte offen")),
            ("settled", _("erledigt")),
            ("withdrawn", _("zurückgezogen")),
        ],
        required=False,
    )
    q = forms.CharField(label=_("Suche nach Gegenstand oder Frage"), max_length=100, required=False)
