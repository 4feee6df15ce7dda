"""The forms with which staff define a form: one small form for each kind of piece."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.law.forms import (
    DECIDING,
    NO,
    YES,
    CheckPoint,
    Condition,
    Definition,
    Field,
    FieldKind,
    Meaning,
    Option,
    Prefill,
    Question,
    Section,
)
from stellwerk.web.seen import SeenForm

NONE = ("", _("keine"))
KIND_LABELS = {
    FieldKind.TEXT: _("kurzer Text"),
    FieldKind.LONG_TEXT: _("langer Text"),
    FieldKind.NUMBER: _("Zahl"),
    FieldKind.MONEY: _("Betrag in Euro"),
    FieldKind.DATE: _("Tag"),
    FieldKind.SHARE: _("Stellenumfang (VZÄ)"),
    FieldKind.YES_NO: _("Ja oder Nein"),
    FieldKind.CHOICE: _("eine Antwort aus mehreren"),
    FieldKind.CHOICES: _("mehrere Antworten zugleich"),
    FieldKind.OFFICE: _("Behörde aus dem Verteiler"),
    FieldKind.MUNICIPALITY: _("Gemeinde"),
    FieldKind.FILE: _("Datei"),
}
PREFILL_LABELS = {
    Prefill.OFFICE: _("Name der Behörde"),
    Prefill.LEGAL_ENTITY: _("Körperschaft"),
    Prefill.CITY: _("Ort"),
    Prefill.DISTRICT_KEY: _("Kreisschlüssel"),
    Prefill.INHABITANTS: _("Einwohnende"),
    Prefill.LAST_FILE_NUMBER: _("Aktenzeichen der bisherigen Zuwendung"),
    Prefill.LAST_SHARE: _("Stellenumfang der bisherigen Zuwendung"),
    Prefill.LAST_AMOUNT: _("bisher bewilligter Betrag"),
    Prefill.LAST_ANSWER: _("Antwort aus dem letzten Antrag"),
}
MEANING_LABELS = {
    Meaning.AMOUNT_ASKED: _("beantragter Betrag"),
    Meaning.EARLY_START: _("beantragt vorzeitigen Maßnahmebeginn"),
    Meaning.SHARE: _("Stellenumfang"),
    Meaning.STARTS_ON: _("Beginn des Bewilligungszeitraums"),
    Meaning.ENDS_ON: _("letzter Tag des Bewilligungszeitraums"),
    Meaning.MONTHS: _("Dauer in Monaten"),
    Meaning.ELIGIBLE_MONTHLY: _("zuwendungsfähige Ausgaben im Monat"),
    Meaning.OWN_MONTHLY: _("Eigenmittel im Monat"),
    Meaning.THIRD_PARTY_MONTHLY: _("Drittmittel im Monat"),
    Meaning.COST: _("Kosten einer Kostenart, für das ganze Vorhaben"),
    Meaning.COST_DAYS: _("Tage einer Kostenart"),
    Meaning.FOLLOWS: _("Aktenzeichen der Zuwendung, der das Vorhaben folgt"),
}


class PieceForm(SeenForm):
    """What every piece has. The short name stays hidden from applicants; answers are stored under it."""

    label = forms.CharField(label=_("Beschriftung"), max_length=500)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}\Z",
        label=_("Kurzname"),
        help_text=_("Kleine Buchstaben, Ziffern und Unterstriche; unter ihm wird die Antwort gespeichert."),
        max_length=40,
    )
    help = forms.CharField(
        label=_("Hilfe in einfacher Sprache"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckForm(PieceForm):
    """A point of the check list."""

    def piece(self) -> CheckPoint:
        return CheckPoint(**self.cleaned_data)


class SectionPieceForm(PieceForm):
    def piece(self) -> Section:
        it = self.cleaned_data
        return Section(it["key"], it["label"], it["help"])


class QuestionForm(PieceForm):
    excluding = forms.ChoiceField(
        label=_("Welche Antwort schließt einen Antrag aus?"), choices=[(YES, _("Ja")), (NO, _("Nein"))]
    )
    explanation = forms.CharField(
        label=_("Satz, der das erklärt"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def piece(self) -> Question:
        return Question(**self.cleaned_data)


class FieldForm(PieceForm):
    """conditions  what the field can depend on: other fields with their answers"""

    kind = forms.ChoiceField(label=_("Art"), choices=list(KIND_LABELS.items()))
    required = forms.ChoiceField(
        label=_("Muss geantwortet werden?"),
        choices=[("", _("freiwillig")), ("1", _("Pflichtangabe"))],
        required=False,
    )
    options = forms.CharField(
        label=_("Antworten zur Auswahl"),
        help_text=_("Nur bei Auswahlfeldern: je Zeile eine, als „kurzname: Beschriftung“."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    when = forms.ChoiceField(label=_("Nur fragen, wenn"), required=False)
    prefill = forms.ChoiceField(
        label=_("Vorbelegen mit"), choices=[NONE, *PREFILL_LABELS.items()], required=False
    )
    meaning = forms.ChoiceField(
        label=_("Bedeutung für den Vorgang"), choices=[NONE, *MEANING_LABELS.items()], required=False
    )
    category = forms.CharField(
        label=_("Kurzname der Kostenart"),
        help_text=_("Nur bei Kosten und Tagen einer Kostenart, so wie er in den Förderbedingungen steht."),
        max_length=40,
        required=False,
    )
    field_order = (
        "label",
        "key",
        "kind",
        "required",
        "help",
        "options",
        "when",
        "prefill",
        "meaning",
        "category",
    )

    def __init__(self, *args: Any, definition: Definition, before: Field | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._before = before
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = [("", _("immer")), *conditions(definition, before)]

    def clean_options(self) -> tuple[Option, ...]:
        lines = [line for line in self.cleaned_data["options"].splitlines() if line.strip()]
        pairs = [line.partition(":") for line in lines]
        if not all(mark and key.strip() and label.strip() for key, mark, label in pairs):
            raise forms.ValidationError(_("Bitte schreiben Sie jede Antwort als „kurzname: Beschriftung“."))
        return tuple(Option(key.strip(), label.strip()) for key, _mark, label in pairs)

    def piece(self) -> Field:
        it = dict(self.cleaned_data)
        kind = FieldKind(it.pop("kind"))
        options = it.pop("options")
        when = self._when(it.pop("when"))
        required = bool(it.pop("required"))
        return Field(**it, kind=kind, options=options, when=when, required=required)

    def _when(self, chosen: str) -> tuple[Condition, ...]:
        """Return the chosen condition; one that only a file can express stays as it was."""
        if chosen == KEPT and self._before:
            return self._before.when
        field, _mark, answer = chosen.partition("=")
        return (Condition(field, (answer,)),) if chosen else ()


KEPT = "kept"


def conditions(definition: Definition, before: Field | None) -> list[tuple[str, Any]]:
    """Return what a field can depend on: every answer of every earlier deciding field."""
    found: list[tuple[str, Any]] = []
    if before and _is_special(before):
        found.append((KEPT, _("wie bisher (mehrere Bedingungen)")))
    for one in definition.fields:
        if before and one.key == before.key:
            break
        if one.kind in DECIDING:
            found += [(f"{one.key}={key}", f"{one.label}: {label}") for key, label in _answers(one)]
    return found


def present(one: Field) -> dict[str, Any]:
    """Return a field as its form shows it."""
    names = ("label", "key", "help", "kind", "prefill", "meaning", "category")
    shown = {name: getattr(one, name) for name in names} | {"required": "1" if one.required else ""}
    shown["options"] = "\n".join(f"{it.key}: {it.label}" for it in one.options)
    if one.when:
        shown["when"] = KEPT if _is_special(one) else f"{one.when[0].field}={one.when[0].values[0]}"
    return shown


def _is_special(one: Field) -> bool:
    return len(one.when) > 1 or any(len(it.values) > 1 for it in one.when)


def _answers(one: Field) -> Sequence[tuple[str, Any]]:
    if one.options:
        return [(it.key, it.label) for it in one.options]
    return [(YES, _("Ja")), (NO, _("Nein"))]


def labels_of(one: Field) -> tuple[Any, Any, Any]:
    """Return how people call a field's kind, its prefill and its meaning."""
    prefill = PREFILL_LABELS[Prefill(one.prefill)] if one.prefill else ""
    return KIND_LABELS[one.kind], prefill, MEANING_LABELS[Meaning(one.meaning)] if one.meaning else ""
