"""Rows of a programme: indicators, budget years, texts of its own, sizes of places, kinds of costs."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404

from stellwerk.access import Rights
from stellwerk.actions._set_ups import locked_programme, typed, write_terms
from stellwerk.actions._steps import journal
from stellwerk.law.working import N_, Refused
from stellwerk.letters.placeholders import unknown
from stellwerk.models import BudgetYear, Programme, ProgrammeIndicator, Terms, TextVersion
from stellwerk.queries.set_ups import newest_terms

# Lists that stand in the terms, and what is the key of a row.
LISTS = {"bands": "people_from", "cost_categories": "key"}


@transaction.atomic(durable=True)
def add_indicator(programme_id: int, *, rights: Rights, at: datetime, **values: Any) -> ProgrammeIndicator:
    """Add an indicator with its target.

    Refused: its key is taken.
    """
    programme = locked_programme(programme_id, rights)
    row = typed(ProgrammeIndicator, values)
    if ProgrammeIndicator.objects.filter(programme=programme, key=row["key"]).exists():
        raise Refused(N_("Eine Kennzahl mit diesem Kurznamen gibt es schon."), field="key")
    made = ProgrammeIndicator.objects.create(programme=programme, **row)
    text = f"Kennzahl „{made.label}“ in „{programme.name}“ aufgenommen, Ziel {made.target} {made.unit}"
    journal(rights.person, at, "add_indicator", programme, text)
    return made


@transaction.atomic(durable=True)
def remove_indicator(programme_id: int, key: str, *, rights: Rights, at: datetime) -> None:
    programme = locked_programme(programme_id, rights)
    found = ProgrammeIndicator.objects.filter(programme=programme, key=key).first()
    if found is None:
        raise Http404
    text = f"Kennzahl „{found.label}“ aus „{programme.name}“ genommen, Ziel war {found.target} {found.unit}"
    found.delete()
    journal(rights.person, at, "remove_indicator", programme, text)


@transaction.atomic(durable=True)
def set_budget_year(
    programme_id: int,
    *,
    rights: Rights,
    at: datetime,
    year: int,
    appropriation: Decimal,
    commitment_authority: Decimal,
    source: str,
    is_example: bool = False,
) -> BudgetYear:
    """Write down what may be spent and promised in a year, or exchange it."""
    programme = locked_programme(programme_id, rights)
    values = {"appropriation": appropriation, "commitment_authority": commitment_authority}
    row, _new = BudgetYear.objects.update_or_create(
        programme=programme, year=year, defaults=values | {"source": source, "is_example": is_example}
    )
    details = {name: str(value) for name, value in values.items()} | {"source": source}
    text = f"Haushaltsjahr {year} von „{programme.name}“ eingetragen"
    journal(rights.person, at, "set_budget_year", programme, text, details)
    return row


@transaction.atomic(durable=True)
def add_to_terms(
    programme_id: int, name: str, row: Mapping[str, Any], *, rights: Rights, at: datetime
) -> Terms:
    """Add a size of places or a kind of costs to the terms; used terms get their next version.

    name  bands or cost_categories

    Refused: there are no terms yet, its key is taken, or bands overlap.
    """
    programme = locked_programme(programme_id, rights)
    last = _terms(programme)
    rows, key = list(getattr(last, name)), LISTS[name]
    if any(one[key] == row[key] for one in rows):
        raise Refused(N_("Diese Zeile gibt es schon. Bitte entfernen Sie sie zuerst."), field=key)
    rows = sorted([*rows, _plain(row)], key=lambda one: one[key])
    terms = write_terms(programme, {name: rows}, is_example=last.is_example)
    text = f"Förderbedingungen von „{programme.name}“, Fassung {terms.number}: Zeile ergänzt"
    journal(rights.person, at, "add_to_terms", programme, text, {name: _plain(row)})
    return terms


@transaction.atomic(durable=True)
def remove_from_terms(programme_id: int, name: str, key: str, *, rights: Rights, at: datetime) -> Terms:
    """Take a row away from the terms; used terms get their next version."""
    programme = locked_programme(programme_id, rights)
    last = _terms(programme)
    kept = [one for one in getattr(last, name) if str(one[LISTS[name]]) != key]
    if len(kept) == len(getattr(last, name)):
        raise Http404
    terms = write_terms(programme, {name: kept}, is_example=last.is_example)
    text = f"Förderbedingungen von „{programme.name}“, Fassung {terms.number}: Zeile „{key}“ entfernt"
    journal(rights.person, at, "remove_from_terms", programme, text)
    return terms


@transaction.atomic(durable=True)
def add_text(
    programme_id: int,
    *,
    rights: Rights,
    at: datetime,
    kind: str,
    valid_from: date,
    title: str,
    body: str,
    subject: str = "",
    subject_detail: str = "",
    salutation: str = "",
) -> TextVersion:
    """Give a programme a wording of its own for one kind of letter; earlier letters keep theirs.

    Refused: the text has a placeholder that nobody knows.
    """
    programme = locked_programme(programme_id, rights)
    for part, words in (("body", body), ("subject", subject), ("subject_detail", subject_detail)):
        if names := unknown(words, {}):
            raise Refused(
                N_("Diesen Platzhalter gibt es nicht: %(name)s. Bitte berichtigen Sie den Text."),
                field=part,
                name=names[0],
            )
    made = TextVersion.objects.create(
        programme=programme,
        kind=kind,
        version=TextVersion.objects.filter(programme=programme, kind=kind).count() + 1,
        valid_from=valid_from,
        title=title,
        subject=subject,
        subject_detail=subject_detail,
        salutation=salutation,
        body=body,
    )
    text = f"Eigener Text von „{programme.name}“: {made}"
    journal(rights.person, at, "add_text", programme, text)
    return made


def _terms(programme: Programme) -> Terms:
    found = newest_terms(programme)
    if found is None:
        raise Refused(N_("Bitte legen Sie zuerst die Förderbedingungen fest."))
    return found


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON holds it; amounts are texts, so that no cent is lost."""
    return {
        name: f"{value:f}" if isinstance(value, Decimal) else value
        for name, value in row.items()
        if value not in (None, "")
    }
