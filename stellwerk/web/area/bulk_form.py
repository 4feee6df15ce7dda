"""For many at once: one state for services in all municipalities, in those of a size, in all except some."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stellwerk.gateways import clock
from stellwerk.models import Channel, CoverageState, District, IntakeKind, OnlineService, PriorityList
from stellwerk.queries import many
from stellwerk.queries.sheets import Typed
from stellwerk.web.area.intake_forms import BringForm
from stellwerk.web.fields import DayField

SIZES = [
    ("", gettext_lazy("alle")),
    ("0-2000", gettext_lazy("unter 2.000 Einwohnende")),
    ("2000-5000", gettext_lazy("2.000 bis unter 5.000")),
    ("5000-10000", gettext_lazy("5.000 bis unter 10.000")),
    ("10000-20000", gettext_lazy("10.000 bis unter 20.000")),
    ("20000-50000", gettext_lazy("20.000 bis unter 50.000")),
    ("50000-100000", gettext_lazy("50.000 bis unter 100.000")),
    ("ab-100000", gettext_lazy("ab 100.000")),
]
EACH = gettext_lazy("Je Zeile eine, Name oder Schlüssel.")


class BulkForm(BringForm):
    liste = forms.ModelChoiceField(
        PriorityList.objects.order_by("name", "pk"),
        label=gettext_lazy("Alle Leistungen einer Prioritätenliste"),
        required=False,
        empty_label=gettext_lazy("keine Liste"),
    )
    services = forms.CharField(
        label=gettext_lazy("Einzelne Leistungen"), help_text=EACH, max_length=100_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    size = forms.ChoiceField(label=gettext_lazy("Größe der Gemeinden"), choices=SIZES, required=False)
    without = forms.CharField(
        label=gettext_lazy("Alle außer"), help_text=EACH, max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    state = forms.ChoiceField(label=gettext_lazy("Stand"), choices=CoverageState.choices[::-1])
    planned_on = DayField(label=gettext_lazy("Bei „geplant“: online ab"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Art"), choices=Channel.choices, required=False)
    online_service = forms.ModelChoiceField(
        OnlineService.objects.order_by("name", "pk"),
        label=gettext_lazy("Onlinedienst"),
        help_text=gettext_lazy(
            "Nur bei „online“ oder „geplant“; er muss die Leistungen abdecken und sagt auch die Art."
        ),
        required=False,
        empty_label=gettext_lazy("nicht genannt"),
    )
    only_empty = forms.BooleanField(
        label=gettext_lazy("Nur, wo noch nichts erhoben ist"), required=False,
        widget=forms.Select(choices=[("", gettext_lazy("nein")), ("on", gettext_lazy("ja"))]),
    )  # fmt: skip
    field_order = ("district", "title", "state", "planned_on", "channel", "online_service", "liste",
                   "services", "size", "without", "only_empty", "day")  # fmt: skip
    kind = IntakeKind.BULK

    def __init__(self, *args: Any, districts: Sequence[District], **options: Any) -> None:
        super().__init__(*args, districts=districts, **options)
        self.fields["day"].label = gettext_lazy("Gilt ab")

    def typed(self) -> list[Typed]:
        said = self.cleaned_data
        day: date = said["day"] or clock.today()
        ags = many.places(said["district"], day=day, size=said["size"], without=_listed(said["without"]))
        keys = many.keys(_listed(said["services"]), said["liste"])
        planned = said["planned_on"].isoformat() if said["planned_on"] else ""
        words = {"state": said["state"], "planned_on": planned, "channel": said["channel"]}
        if one := said["online_service"]:
            many.require_serving(one, keys, channel=said["channel"])
            words |= {"online_service": one.name, "channel": one.channel}
        words = {name: text for name, text in words.items() if text and text != Channel.ANY}
        return many.rows(ags, keys, words, day=day, only_empty=said["only_empty"])


def _listed(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n;]+", text) if line.strip()]
