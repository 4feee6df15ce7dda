"""The forms around addresses of municipalities: the filter, one address, a pasted table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.gateways.spreadsheets import Rows, read_text
from stellwerk.gateways.workbooks import UnreadableTable
from stellwerk.law.working import Refused
from stellwerk.models import District
from stellwerk.queries.town_halls import LENGTHS, Address
from stellwerk.web.area.intake_forms import offer
from stellwerk.web.seen import SeenForm


class TownHallFilter(forms.Form):
    """Which addresses are shown; the first district where nothing sensible is said."""

    kreis = forms.ModelChoiceField(
        District.objects.none(), label=_("Kreis"), required=False, empty_label=None
    )
    stand = forms.ChoiceField(
        label=_("Anschrift der Gemeinde"), choices=[("", _("alle")), ("fehlt", _("fehlt"))], required=False
    )
    q = forms.CharField(
        label=_("Suche nach Name, Gemeindeschlüssel oder E-Mail"), max_length=100, required=False
    )

    def __init__(self, *args: Any, districts: QuerySet[District], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kreis"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = districts
        self.is_valid()
        self.district: District | None = self.cleaned_data.get("kreis") or districts.first()
        self.is_missing = self.cleaned_data.get("stand") == "fehlt"
        self.words: str = self.cleaned_data.get("q", "").strip()


class TownHallForm(SeenForm):
    email = forms.CharField(
        label=_("E-Mail"),
        help_text=_("Am besten ein Postfach der Verwaltung, das mehrere lesen, keines einer Person."),
        max_length=LENGTHS["email"],
        widget=forms.EmailInput,
    )
    name = forms.CharField(
        label=_("Name der Stelle"),
        help_text=_("Wie sie im Schreiben steht, zum Beispiel „Bürgermeisteramt“ und der Ort."),
        max_length=LENGTHS["name"],
    )
    legal_entity = forms.CharField(
        label=_("Körperschaft"),
        help_text=_("„Stadt“ oder „Gemeinde“ und der Name."),
        max_length=LENGTHS["legal_entity"],
    )
    city = forms.CharField(label=_("Ort"), max_length=LENGTHS["city"])

    @property
    def address(self) -> Address:
        return Address(**{name: self.cleaned_data[name] for name in LENGTHS})


class TownHallsForm(forms.Form):
    district = forms.ChoiceField(label=_("Landkreis"))
    text = forms.CharField(
        label=_("Tabelle"),
        help_text=_(
            "Spalten: Gemeinde (Name oder AGS), E-Mail; wenn gewünscht: Name der Stelle, Körperschaft, Ort. "
            "Was leer bleibt, ändert sich nicht."
        ),
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, districts: Sequence[District], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, districts)

    def rows(self) -> Rows:
        """Return the rows of the table. Refused: it is too large, or a mark of quotation never ends."""
        try:
            return read_text(self.cleaned_data["text"])
        except UnreadableTable as no:
            raise Refused(no.text, field="text", **no.values) from no
