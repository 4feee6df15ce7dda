"""Parts that the set-up of programmes shares: lock one, write terms, give offices their part."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.http import Http404

from stellwerk.access import Rights, Verb, require
from stellwerk.law.bands import require_bands
from stellwerk.law.working import N_, Refused
from stellwerk.models import Participation, Programme, Terms
from stellwerk.queries.blueprints import offices_for
from stellwerk.queries.set_ups import is_used, newest_terms

_VERSION = re.compile(r"Fassung \d+$")  # at the end of a label, which workings quote
IDENTITY = {"id", "pk", "programme", "programme_id", "number"}


def locked_programme(programme_id: int, rights: Rights) -> Programme:
    """Return the programme, locked until the end of the transaction.

    Http404: there is none; PermissionDenied: no right to prepare for its authority.
    """
    found = Programme.objects.select_for_update(of=("self",)).filter(pk=programme_id).first()
    if found is None:
        raise Http404
    require(rights, Verb.PREPARE, office_id=found.authority_id)
    return found


def typed(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the columns of a model hold them; a name that is no column is our mistake.

    ValueError: a template or a test names a column that is not there, or a value it cannot hold.
    """
    columns = {field.name: field for field in model._meta.concrete_fields}
    unknown = set(values) - set(columns) | set(values) & IDENTITY
    if unknown:
        raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))} to set")
    return {
        columns[name].attname if columns[name].is_relation else name: columns[name].to_python(value)
        for name, value in values.items()
    }


def write_terms(programme: Programme, values: Mapping[str, Any], *, is_example: bool) -> Terms:
    """Change the newest terms while nobody relies on them, else write the next version.

    Refused: bands overlap, or shares or durations contradict each other.
    """
    last = newest_terms(programme)
    row = last if last is not None and not is_used(last) else _next_version(programme, last)
    for name, value in typed(Terms, values).items():
        setattr(row, name, value)
    row.is_example = is_example
    if row._state.adding:
        row.label = _VERSION.sub(f"Fassung {row.number}", row.label)
    _require_fitting(row)
    row.save()
    return row


def give_parts(programme: Programme, parts: Mapping[str, Sequence[str]]) -> None:
    """Let offices take part: by kind, or by their own keys; what they had before is exchanged."""
    Participation.objects.filter(programme=programme).delete()
    Participation.objects.bulk_create(
        Participation(programme=programme, office=office, part=part)
        for part, keys in parts.items()
        for office in offices_for(keys, programme.territory)
    )


def _next_version(programme: Programme, last: Terms | None) -> Terms:
    if last is None:
        return Terms(programme=programme, number=1, label="Förderbedingungen, Fassung 1", minimum_share=0)
    copied = Terms(**{field.attname: getattr(last, field.attname) for field in Terms._meta.concrete_fields})
    copied.pk, copied._state.adding, copied.number = None, True, last.number + 1
    return copied


def _require_fitting(row: Terms) -> None:
    require_bands(row.values().bands)
    if row.maximum_share is not None and row.maximum_share < row.minimum_share:
        raise Refused(
            N_("Der Höchstumfang liegt unter dem Mindestumfang. Bitte berichtigen Sie ihn."),
            field="maximum_share",
        )
    shortest, longest = row.shortest_months, row.longest_months
    if shortest is not None and longest is not None and shortest > longest:
        raise Refused(
            N_("Die kürzeste Dauer ist länger als die längste. Bitte berichtigen Sie sie."),
            field="shortest_months",
        )
