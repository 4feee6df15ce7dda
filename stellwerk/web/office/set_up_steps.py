"""The steps of a programme's set-up: what each shows, which form it has, and what saving it does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.actions.calls import create_form, open_call
from stellwerk.actions.set_up_parts import (
    add_indicator,
    add_text,
    add_to_terms,
    remove_from_terms,
    remove_indicator,
    set_budget_year,
)
from stellwerk.actions.set_ups import (
    add_legal_basis,
    change_letterhead,
    change_parts,
    change_programme,
    change_terms,
)
from stellwerk.models import Letterhead, Part, Programme
from stellwerk.queries.set_ups import newest_terms
from stellwerk.web.office import set_up_forms as it
from stellwerk.web.office import set_up_rows as rows
from stellwerk.web.office.call_forms import CallForm
from stellwerk.web.office.column_forms import ColumnsForm
from stellwerk.web.office.set_up_rows import Row

Store = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One page of the set-up.

    store   called with the key of the programme, rights, moment and what the form says
    there   what is there already, where the step adds one at a time
    remove  takes a row away by its key
    """

    key: str
    title: Any
    text: Any
    form: type[forms.Form]
    store: Store
    initial: Callable[[Programme], dict[str, Any]] = lambda _programme: {}
    heads: Sequence[Any] = ()
    there: Callable[[Programme], Iterable[Row]] | None = None
    remove: Store | None = None

    @property
    def adds(self) -> bool:
        return self.there is not None


def _columns(form: type[ColumnsForm]) -> Callable[[Programme], dict[str, Any]]:
    """Return what a programme says in the columns of a form."""
    return lambda programme: {name: _shown(getattr(programme, name)) for name in form.names}


def _shown(value: Any) -> Any:
    return ("1" if value else "") if isinstance(value, bool) else value


def _head(programme: Programme) -> dict[str, Any]:
    head = Letterhead.objects.filter(programme=programme).first()
    return {name: _shown(getattr(head, name)) for name in it.LetterheadForm.names} if head else {}


def _terms(programme: Programme) -> dict[str, Any]:
    found = newest_terms(programme)
    return {name: _shown(getattr(found, name)) for name in it.TermsForm.names} if found else {}


def _recipients(programme: Programme) -> dict[str, Any]:
    return {"recipient_kinds": programme.recipient_kinds, "territory": programme.territory}


def _parts(programme: Programme) -> dict[str, Any]:
    """Return for each part the kinds of which an office takes part."""
    found: dict[str, Any] = {"silence_rule": programme.silence_rule}
    found["consultation_days"] = programme.consultation_days
    rows = programme.participations.order_by("part", "pk").values_list("part", "office__kind")
    for part, kind in rows:
        found.setdefault(part, set()).add(kind)
    return {name: sorted(value) if isinstance(value, set) else value for name, value in found.items()}


def _years(programme: Programme) -> dict[str, Any]:
    """Return for each budget year what its row says."""
    names = [name for name in it.BudgetForm.names if name != "year"]
    rows = programme.budget_years.order_by("year")
    return {"years": {str(row.year): {name: _shown(getattr(row, name)) for name in names} for row in rows}}


def _save_parts(pk: int, *, rights: Any, at: Any, **said: Any) -> None:
    parts = {part.value: said.pop(part.value) for part in Part}
    change_parts(pk, rights=rights, at=at, parts=parts, **said)


def _add_band(pk: int, *, rights: Any, at: Any, **row: Any) -> None:
    add_to_terms(pk, "bands", row, rights=rights, at=at)


def _remove_band(pk: int, key: str, *, rights: Any, at: Any) -> None:
    remove_from_terms(pk, "bands", key, rights=rights, at=at)


def _add_cost(pk: int, *, rights: Any, at: Any, **row: Any) -> None:
    add_to_terms(pk, "cost_categories", row, rights=rights, at=at)


def _remove_cost(pk: int, key: str, *, rights: Any, at: Any) -> None:
    remove_from_terms(pk, "cost_categories", key, rights=rights, at=at)


def _add_form(pk: int, *, rights: Any, at: Any, name: str) -> None:
    create_form(Programme.objects.get(pk=pk), rights=rights, at=at, name=name)


def _add_call(_pk: int, *, rights: Any, at: Any, **values: Any) -> None:
    open_call(rights=rights, at=at, **values)


_AMOUNTS = (_("Festbetrag je Jahr"), _("Höchstbetrag je Jahr"), _("Anteil"))
STEPS = {
    step.key: step
    for step in (
        SetUpStep(
            "grundlagen",
            _("Grundlagen"),
            _("Was gefördert wird und wozu. Der Zweck steht so in jedem Bescheid."),
            it.BasicsForm,
            change_programme,
            _columns(it.BasicsForm),
        ),
        SetUpStep(
            "rechtsgrundlage",
            _("Rechtsgrundlage"),
            _("Jede Fassung bleibt; neue Schreiben nennen die, die zuletzt in Kraft tritt."),
            it.LegalBasisForm,
            add_legal_basis,
            heads=(_("Rechtsgrundlage"), _("gilt ab")),
            there=rows.bases,
        ),
        SetUpStep(
            "briefkopf",
            _("Briefkopf"),
            _("So erscheint die Behörde auf Papier."),
            it.LetterheadForm,
            change_letterhead,
            _head,
        ),
        SetUpStep(
            "bedingungen",
            _("Förderbedingungen"),
            _(
                "Sobald ein Bescheid, eine Fortführung oder der Aufruf eines eröffneten Programms sie nutzt, "
                "wird eine Änderung zur neuen Fassung."
            ),
            it.TermsForm,
            change_terms,
            _terms,
        ),
        SetUpStep(
            "groessenklassen",
            _("Größenklassen"),
            _("Nur nötig, wenn die Förderung von der Zahl der Einwohnenden abhängt."),
            it.BandForm,
            _add_band,
            heads=(_("Einwohnende"), *_AMOUNTS),
            there=rows.bands,
            remove=_remove_band,
        ),
        SetUpStep(
            "kostenarten",
            _("Kostenarten"),
            _("Nur nötig, wenn für einzelne Arten von Ausgaben eigene Grenzen gelten."),
            it.CostForm,
            _add_cost,
            heads=(_("Bezeichnung"), _("höchstens Euro"), _("höchstens Prozent"), _("höchstens Tage")),
            there=rows.costs,
            remove=_remove_cost,
        ),
        SetUpStep(
            "empfaenger",
            _("Empfänger"),
            _("Wer einen Antrag stellen darf und in welchem Gebiet."),
            it.RecipientsForm,
            change_programme,
            _recipients,
        ),
        SetUpStep(
            "beteiligung",
            _("Beteiligung"),
            _("Wer vorher gefragt wird, wer Schreiben bekommt und was Schweigen bedeutet."),
            it.PartsForm,
            _save_parts,
            _parts,
        ),
        SetUpStep(
            "haushalt",
            _("Haushalt"),
            _("Was in einem Jahr ausgegeben und was im Voraus zugesagt werden darf."),
            it.BudgetForm,
            set_budget_year,
            _years,
            heads=(_("Haushaltsjahr"), _("Ansatz"), _("Verpflichtungsermächtigung"), _("Quelle")),
            there=rows.years,
        ),
        SetUpStep(
            "entscheidung",
            _("Form der Entscheidung"),
            _("In der Regel entscheidet ein Bescheid, ausnahmsweise ein Vertrag."),
            it.DecisionFormForm,
            change_programme,
            _columns(it.DecisionFormForm),
        ),
        SetUpStep(
            "nachweis",
            _("Auszahlung, Nachweis, Aufbewahrung"),
            _("Wann Geld fließt, wie die Verwendung nachgewiesen wird und wie lange Akten bleiben."),
            it.ProofForm,
            change_programme,
            _columns(it.ProofForm),
        ),
        SetUpStep(
            "kennzahlen",
            _("Kennzahlen"),
            _("Woran sich zeigt, ob der Zweck erreicht wird. Sie stehen mit ihrem Zielwert im Bescheid."),
            it.IndicatorForm,
            add_indicator,
            heads=(_("Kennzahl"), _("Zielwert"), _("Definition")),
            there=rows.indicators,
            remove=remove_indicator,
        ),
        SetUpStep(
            "texte",
            _("Texte"),
            _(
                "Ohne eigenen Text gilt der gemeinsame. Eine Fassung bleibt, wie sie ist; "
                "eine Änderung ist eine neue."
            ),
            it.TextForm,
            add_text,
            heads=(_("Art"), _("Textfassung"), _("gilt ab"), _("wessen")),
            there=rows.texts,
        ),
        SetUpStep(
            "formular",
            _("Antragsformular"),
            _("Öffnen Sie ein Formular, um es zu ändern und zu veröffentlichen."),
            it.FormNameForm,
            _add_form,
            heads=(_("Name"), _("Fassung"), _("Stand")),
            there=rows.forms,
        ),
        SetUpStep(
            "aufruf",
            _("Förderaufruf"),
            _(
                "Das Fenster, in dem Anträge möglich sind. Landkreise sehen es, sobald das Programm "
                "eröffnet ist."
            ),
            CallForm,
            _add_call,
            heads=(_("Bezeichnung"), _("Anträge ab"), _("Anträge bis")),
            there=rows.calls,
        ),
    )
}


def after(key: str) -> str:
    """Return the key of the next step; empty after the last one."""
    keys = list(STEPS)
    return next(iter(keys[keys.index(key) + 1 :]), "")
