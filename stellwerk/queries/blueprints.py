"""Blueprints: a programme as values, read from another programme or from a template that ships."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.forms.models import model_to_dict

from stellwerk.models import (
    FormVersion,
    LegalBasis,
    Letterhead,
    Office,
    Participation,
    Programme,
    ProgrammeIndicator,
    TextVersion,
)

FOLDER = Path(__file__).resolve().parent.parent / "facts" / "programmes"
# What each programme has for itself.
OWN = ["id", "slug", "name", "authority", "file_number", "state", "opened_at", "is_example"]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a new programme begins with.

    programme      columns of the programme; terms, letterhead likewise
    takes_part     key of a part → keys of kinds of offices, or of single offices
    forms          (name, content as law.form_reading reads it)
    sources        where its values come from
    is_example     its values are example values
    """

    key: str
    title: str
    description: str
    sources: tuple[str, ...]
    programme: Values
    terms: Values
    letterhead: Values = field(default_factory=dict)
    legal_bases: Sequence[Values] = ()
    indicators: Sequence[Values] = ()
    takes_part: Mapping[str, Sequence[str]] = field(default_factory=dict)
    forms: Sequence[tuple[str, Values]] = ()
    texts: Sequence[Values] = ()
    is_example: bool = True


def shipped_blueprints() -> list[Blueprint]:
    """Return the templates that come with Stellwerk, in the order of their file names."""
    return [read_blueprint(path) for path in sorted(FOLDER.glob("*.toml"))]


def read_blueprint(path: Path) -> Blueprint:
    """Return the blueprint a file describes."""
    it = tomllib.loads(path.read_text(encoding="utf-8"))
    return Blueprint(
        key=path.stem,
        title=it["title"],
        description=it["description"],
        sources=tuple(it["sources"]),
        programme=it["programme"],
        terms=it["terms"],
        letterhead=it.get("letterhead", {}),
        legal_bases=it.get("legal_bases", ()),
        indicators=it.get("indicators", ()),
        takes_part=it.get("takes_part", {}),
        forms=[(one["name"], one["content"]) for one in it.get("forms", ())],
    )


def blueprint_of(programme: Programme) -> Blueprint:
    """Return a programme as the blueprint of another one: all but its name, file number, money and calls."""
    terms = programme.terms.order_by("-number").first()
    head = Letterhead.objects.filter(programme=programme).first()
    return Blueprint(
        key=programme.slug,
        title=programme.name,
        description="",
        sources=(programme.name,),
        programme=_values(programme, OWN),
        terms=_values(terms, ["id", "programme", "number", "is_example"]) if terms else {},
        letterhead=_values(head, ["id", "programme", "is_example"]) if head else {},
        legal_bases=_rows(LegalBasis.objects.filter(programme=programme).order_by("number")),
        indicators=_rows(ProgrammeIndicator.objects.filter(programme=programme).order_by("key")),
        takes_part=_parts(programme),
        forms=_forms(programme),
        texts=_rows(TextVersion.objects.filter(programme=programme).order_by("kind", "version")),
        is_example=programme.is_example,
    )


def _values(row: Any, without: Sequence[str]) -> dict[str, Any]:
    return model_to_dict(row, exclude=without)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [_values(row, ["id", "programme", "is_example"]) for row in rows]


def _parts(programme: Programme) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = Participation.objects.filter(programme=programme).order_by("part", "office__key")
    for part, key in rows.values_list("part", "office__key"):
        found.setdefault(part, []).append(key)
    return found


def _forms(programme: Programme) -> list[tuple[str, Values]]:
    """Return the newest version of each form; DISTINCT ON keeps the first row of each."""
    newest = (
        FormVersion.objects.filter(form__programme=programme).order_by("form", "-number").distinct("form")
    )
    return list(newest.values_list("form__name", "content"))


def offices_for(keys: Sequence[str], territory: Sequence[str]) -> list[Office]:
    """Return the offices that are meant by kinds or by their own keys, in a territory if there is one."""
    found = Office.objects.filter(kind__in=keys) | Office.objects.filter(key__in=keys)
    listed = found.order_by("pk")
    if not territory:
        return list(listed)
    return [one for one in listed if one.district_id is None or one.district_id in territory]
