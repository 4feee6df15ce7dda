"""The forms around rounds of decisions: a new one, what shall be proposed, a variant, a filter."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.law.costs import CostItem
from stellwerk.law.decisions import Change, Outcome
from stellwerk.law.money import ZERO
from stellwerk.law.periods import german
from stellwerk.law.terms import CostCategory, CostPlan
from stellwerk.law.variants import Order, Settings
from stellwerk.models import Decision, DecisionRound, Grant
from stellwerk.models import Outcome as Stored
from stellwerk.web.fields import DayField, EuroField, NumberField
from stellwerk.web.seen import SeenForm

ALL = ("", _("alle"))
COSTS = ("eligible_monthly", "own_monthly", "third_party_monthly")
PROPOSABLE = [(one, one.label) for one in (Stored.APPROVE, Stored.REFUSE)]
ORDERS = [
    (Order.ARRIVAL, _("Eingang")),
    (Order.SMALLEST, _("kleinste Beträge zuerst")),
    (Order.LARGEST, _("größte Beträge zuerst")),
]


class ShareField(NumberField):
    def __init__(self, **options: Any) -> None:
        limits = {"min_value": Decimal("0.001"), "max_value": Decimal(1), "decimal_places": 3}
        super().__init__(**{**limits, **options})


class RoundForm(SeenForm):
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    legal_basis = forms.CharField(label=_("Rechtsgrundlage"), max_length=300)
    letter_date = DayField(label=_("Datum der Bescheide"))

    def __init__(self, *args: Any, by_contract: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if by_contract:
            self.fields["letter_date"].label = _("Datum der Verträge")


def present_round(round_: DecisionRound) -> dict[str, Any]:
    return {name: getattr(round_, name) for name in ("title", "legal_basis", "letter_date")}


class DecisionFilter(forms.Form):
    ergebnis = forms.ChoiceField(
        label=_("Entscheidung"), choices=[ALL, *((one, one.label) for one in Stored)], required=False
    )
    q = forms.CharField(label=_("Suche nach Stelle oder Aktenzeichen"), max_length=100, required=False)


class ChangeForm(SeenForm):
    """What is left empty stays as each application has it."""

    outcome = forms.ChoiceField(label=_("Entscheidung"), choices=PROPOSABLE)
    reason = forms.CharField(
        label=_("Begründung"),
        help_text=_(
            "Steht so im Bescheid oder Vertrag. Nötig bei einer Ablehnung und wenn weniger bewilligt wird."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    share = ShareField(
        label=_("Stellenumfang (VZÄ)"),
        help_text=_("Leer lassen, um ihn aus dem Antrag zu nehmen."),
        required=False,
    )
    starts_on = DayField(label=_("Beginn des Bewilligungszeitraums"), required=False)
    last_day = DayField(label=_("letzter Tag des Bewilligungszeitraums"), required=False)
    limit = EuroField(
        label=_("Höchstbetrag in Euro"),
        help_text=_("Nur, wenn weniger bewilligt werden soll, als die Förderbedingungen ergeben."),
        required=False,
    )
    eligible_monthly = EuroField(
        label=_("zuwendungsfähige Ausgaben im Monat (1,0 VZÄ)"),
        help_text=_("Nötig, wenn die Förderbedingungen keinen Festbetrag vorsehen."),
        required=False,
    )
    own_monthly = EuroField(label=_("Eigenmittel im Monat (1,0 VZÄ)"), required=False)
    third_party_monthly = EuroField(label=_("Drittmittel im Monat (1,0 VZÄ)"), required=False)

    def __init__(
        self, *args: Any, earlier: Iterable[Grant] = (), kinds: Iterable[CostCategory] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._kinds = tuple(kinds)
        self.fields |= _cost_fields(self._kinds)
        self._earlier = {str(one.pk): one for one in earlier}
        if self._earlier:
            self.fields["follows"] = forms.ChoiceField(
                label=_("Anschlussvorhaben zu"),
                help_text=_("Dann gelten die Bedingungen für Anschlussvorhaben."),
                choices=[("", _("keiner Zuwendung, es ist ein erstes Vorhaben")), *_named(self._earlier)],
                required=False,
            )

    def change(self) -> Change:
        it = self.cleaned_data
        last_day = it["last_day"]
        return Change(
            outcome=Outcome(it["outcome"]),
            reason=it["reason"],
            share=it["share"],
            starts_on=it["starts_on"],
            ends_on=last_day + timedelta(days=1) if last_day else None,
            costs=_costs(it, by_kind=bool(self._kinds)),
            limit=it["limit"],
            items=self._items(),
            **self._followed(),
        )

    def _items(self) -> tuple[CostItem, ...] | None:
        """Return the planned costs by kind; where they are not asked for, each application keeps its own."""
        if not self._kinds:
            return None
        said = [(one.key, self.cleaned_data[f"cost_{one.key}"]) for one in self._kinds]
        days = self.cleaned_data
        return tuple(CostItem(key, it, days.get(f"days_{key}")) for key, it in said if it)

    def _followed(self) -> dict[str, Any]:
        """Return which grant is followed; where it is not asked for, each application keeps its own."""
        if "follows" not in self.fields:
            return {}
        grant = self._earlier.get(self.cleaned_data["follows"])
        return {"follows": grant.as_earlier() if grant else None, "is_first": grant is None}


def _cost_fields(kinds: Iterable[CostCategory]) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    for one in kinds:
        label = _("%(kind)s: geplante Ausgaben in Euro, für das ganze Vorhaben") % {"kind": one.label}
        made[f"cost_{one.key}"] = EuroField(label=label, required=False)
        if one.most_days is not None:
            label = _("%(kind)s: Tage") % {"kind": one.label}
            made[f"days_{one.key}"] = forms.IntegerField(
                label=label, min_value=1, max_value=100_000, required=False
            )
    return made


def _named(earlier: Mapping[str, Grant]) -> list[tuple[str, str]]:
    return [
        (key, f"{one.file_number}, {one.programme.name}, {german(one.starts_on)}")
        for key, one in earlier.items()
    ]


def present_decision(one: Decision) -> dict[str, Any]:
    """Return a proposal as the form shows it; people see the last day."""
    names = ("reason", "share", "starts_on", "limit", *COSTS)
    shown: dict[str, Any] = {name: getattr(one, name) for name in names}
    shown["follows"] = str(one.follows_id or "")
    for item in one.proposal().items:
        shown |= {f"cost_{item.category}": item.amount, f"days_{item.category}": item.days}
    shown["last_day"] = one.ends_on - timedelta(days=1) if one.ends_on else None
    return shown | {"outcome": Stored.APPROVE if one.outcome == Stored.OPEN else one.outcome}


class VariantForm(forms.Form):
    percent = NumberField(
        label=_("Prozent dessen, was die Förderbedingungen ergeben"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        decimal_places=2,
        required=False,
    )
    cap = EuroField(label=_("Höchstbetrag je Antrag in Euro"), required=False)
    share_limit = ShareField(label=_("größter Stellenumfang (VZÄ)"), required=False)
    refuse_below = EuroField(label=_("ablehnen, was unter diesem Betrag läge, in Euro"), required=False)
    in_budget = forms.ChoiceField(
        label=_("Wenn die Mittel nicht reichen"),
        choices=[
            ("", _("trotzdem zeigen, was fehlt")),
            ("1", _("der Reihe nach bewilligen, solange sie reichen")),
        ],
        required=False,
    )
    order = forms.ChoiceField(label=_("Reihenfolge"), choices=ORDERS)
    reason = forms.CharField(
        label=_("Begründung der Kürzungen und Ablehnungen"),
        help_text=_("Steht in jedem Schreiben, das weniger gewährt oder ablehnt."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Name der Variante"), help_text=_("Nur zum Speichern nötig."), max_length=80, required=False
    )

    def settings(self) -> Settings:
        it = self.cleaned_data
        names = ("percent", "cap", "share_limit", "refuse_below")
        return Settings(
            **{name: it[name] for name in names}, in_budget=bool(it["in_budget"]), order=Order(it["order"])
        )


def _costs(it: dict[str, Any], *, by_kind: bool) -> CostPlan | None:
    """Return the plan by the month; where costs are planned by kind, own means count beside it."""
    said = [it["eligible_monthly"], it["own_monthly"], it["third_party_monthly"]]
    if said[0] is None and (not by_kind or said == [None] * 3):
        return None
    return CostPlan(*(one or ZERO for one in said))
