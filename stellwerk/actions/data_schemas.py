"""Data schemas of FIM: take over the names of their fields, and say which services they belong to."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from stellwerk.access import Rights, Verb, require
from stellwerk.actions._online_services import services_of
from stellwerk.actions._steps import journal
from stellwerk.gateways.csv_table import MalformedTable
from stellwerk.gateways.xdatenfelder import read_schema
from stellwerk.law.working import Refused
from stellwerk.models import DataSchema


@transaction.atomic(durable=True)
def import_data_schema(
    file: Path, *, keys: Sequence[str] = (), rights: Rights | None, at: datetime, dry_run: bool = False
) -> DataSchema:
    """Take over a schema; one that is known in this version is brought up to date.

    keys    services it belongs to from now on as well; those it belonged to before stay
    rights  None at the terminal, where the operator works

    A dry run returns what would be stored, unsaved. PermissionDenied: no right to keep the catalogue.
    Refused: no schema after XDatenfelder, or a key that is not in the catalogue.
    """
    if rights is not None:
        require(rights, Verb.KEEP_CATALOGUE)
    try:
        schema = read_schema(file)
    except MalformedTable as fault:
        raise Refused(fault.text, field="file", **fault.values) from fault
    services = services_of(keys)
    which: dict[str, Any] = {"key": schema.key[:20], "version": schema.version[:20]}
    values = {
        "name": schema.name[:300],
        "title": schema.title[:500],
        "legal_basis": schema.legal_basis,
        "fields": [asdict(it) for it in schema.fields],
        "source": file.name[:300],
    }
    if dry_run:
        return DataSchema(**which, **values)
    found, _is_new = DataSchema.objects.update_or_create(**which, defaults=values)
    found.services.add(*services)
    details = {"key": schema.key, "fields": len(schema.fields), "keys": list(keys)}
    person = rights.person if rights else None
    journal(person, at, "import_data_schema", found, f"Datenschema „{schema.name}“ übernommen", details)
    return found
