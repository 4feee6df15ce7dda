"""The forms that bring something in: a pasted table, a file, a list to compare with."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stellwerk.gateways.spreadsheets import Rows, read_file, read_text, too_large
from stellwerk.gateways.workbooks import UnreadableTable
from stellwerk.law.working import Refused
from stellwerk.models import District, IntakeKind
from stellwerk.queries.sheets import ORDER, PROPOSAL, SHEET, Typed, proposed, typed_rows
from stellwerk.web.fields import DayField
from stellwerk.web.uploads import MEGABYTE

LIST_ORDER = {
    IntakeKind.PVOG: ("place", "service", "url", "valid_from"),
    IntakeKind.SERVICE_LIST: ("place", "service", "online_service", "channel", "url", "valid_from"),
}


class BringForm(forms.Form):
    """What every intake has; each adds its ``kind`` and ``typed``, its rows (Refused: unreadable).

    listed  of a list from outside, once it is typed: every service it speaks of
    """

    listed: Collection[str] = ()

    district = forms.ChoiceField(label=_("Kreis"))
    title = forms.CharField(
        label=_("Bezeichnung"),
        help_text=_("Unter diesem Namen finden Sie die Änderung wieder, zum Beispiel „Rückmeldungen Mai“."),
        max_length=200,
    )
    day = DayField(
        label=_("Gilt ab, wo die Tabelle keinen Tag nennt"),
        help_text=_("Leer lassen, um den heutigen Tag zu nehmen."),
        required=False,
    )

    def __init__(self, *args: Any, districts: Sequence[District], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, districts)


def offer(form: forms.Form, districts: Sequence[District]) -> None:
    """Let a form's district be chosen among these; where there is one only, nobody is asked."""
    only = form.fields["district"]
    assert isinstance(only, forms.ChoiceField)
    only.choices = [(one.ags, one.name) for one in districts]
    if len(districts) == 1:
        only.widget, only.initial = forms.HiddenInput(), districts[0].ags


class PasteForm(BringForm):
    text = forms.CharField(
        label=_("Tabelle"),
        help_text=_("Kopieren Sie die Zellen in der Tabellenkalkulation und fügen Sie sie hier ein."),
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    @property
    def kind(self) -> IntakeKind:
        return IntakeKind.PASTE

    def typed(self) -> list[Typed]:
        return typed_rows(_readable(read_text, self.cleaned_data["text"], field="text"))


class FileForm(BringForm):
    file = forms.FileField(
        label=_("Datei"), help_text=_("XLSX oder CSV; gelesen wird das erste sichtbare Blatt.")
    )

    @property
    def kind(self) -> IntakeKind:
        return IntakeKind.FILE

    def typed(self) -> list[Typed]:
        return typed_rows(self.rows(), order=ORDER, needs=SHEET)

    def rows(self) -> Rows:
        """Return the rows of the file. Refused: too large, or no table."""
        file, limit = self.cleaned_data["file"], settings.INTAKE_LIMIT_MB * MEGABYTE
        if file.size > limit:
            raise _refusal(too_large(limit), "file")
        return _readable(
            lambda content: read_file(file.name, content, limit_bytes=limit), file.read(), field="file"
        )


class ListForm(FileForm):
    compared_with = forms.ChoiceField(
        label=_("Womit wird verglichen?"),
        choices=[(one, one.label) for one in LIST_ORDER],
        help_text=_(
            "Nichts wird überschrieben: Jede Abweichung ist ein Vorschlag, über den Sie entscheiden."
        ),
    )
    field_order = ("district", "compared_with", "title", "file", "day")

    @property
    def kind(self) -> IntakeKind:
        return IntakeKind(self.cleaned_data["compared_with"])

    def typed(self) -> list[Typed]:
        rows = typed_rows(self.rows(), order=LIST_ORDER[self.kind], needs=PROPOSAL)
        self.listed = {row.words["service"] for row in rows if row.words.get("service")}
        return proposed(rows, district=self.cleaned_data["district"], needs_link=self.kind == IntakeKind.PVOG)


def _readable(read: Any, content: Any, *, field: str) -> Rows:
    try:
        rows: Rows = read(content)
    except UnreadableTable as no:
        raise _refusal(no, field) from no
    return rows


def _refusal(no: UnreadableTable, field: str) -> Refused:
    return Refused(no.text, field=field, **no.values)
