"""Applications in any number: copies of the example's one, made by the database itself; all invented."""

from itertools import product
from typing import Any

from django.db import connection
from django.db.models import Model

from stellwerk.models import (
    Application,
    ApplicationVersion,
    Call,
    Check,
    Flag,
    JournalEntry,
    Membership,
    Office,
    OfficeKind,
    Person,
    Role,
)

CALLS, WORKERS = 20, 10
LIVELY = 20_000  # the newest ones, of which many are still being checked
TOLD = 10_000  # the newest ones, of which the journal tells and whose check has begun
NAMES = (
    ("Ober", "Unter", "Neu", "Alt", "Nieder", "Hohen", "Klein", "Groß"),
    ("linden", "tal", "bach", "berg", "wald", "brunn", "stein", "eich", "ried", "moor", "au", "feld"),
    ("hausen", "heim", "ingen", "dorf", "weiler", "hofen", "kirch", "stadt", "burg", "furt", "see", "ach"),
)
# What differs from the one that is copied. h spreads them the same way on every machine.
APPLICATION = {
    "call_id": "(%(calls)s::bigint[])[1 + (n - 1) * %(call_count)s / %(count)s]",
    "applicant_id": "(%(offices)s::bigint[])[1 + h %% %(office_count)s]",
    "number": "n + 100",
    "file_number": "'Beispiel-Antrag-' || lpad(n::text, 8, '0')",
    "state": """CASE WHEN n > %(count)s - %(lively)s THEN (ARRAY['submitted', 'submitted', 'submitted',
        'submitted', 'correction', 'ready', 'ready', 'decided', 'decided', 'withdrawn'])[1 + h / 7 %% 10]
        ELSE (ARRAY['decided', 'decided', 'decided', 'withdrawn'])[1 + h / 7 %% 4] END""",
    "submitted_at": "moment", "created_at": "moment - interval '9 days'",
    "assigned_to_id": """CASE WHEN n <= %(count)s - %(lively)s OR h / 11 %% 10 > 2
        THEN (%(workers)s::bigint[])[1 + h / 13 %% %(worker_count)s] END""",
    "amount_asked": "30000 + h / 17 %% 50000 + 0.5",
    "only_one": "false",
}  # fmt: skip
NUMBERED = """generate_series(1, %(count)s) n CROSS JOIN LATERAL (SELECT abs(hashint8(n)::bigint) AS h,
    timestamptz '2024-03-08 08:00+01' - (%(count)s - n) * (interval '3652 days' / %(count)s) AS moment
    ) spread"""
NEWEST = "(SELECT * FROM stellwerk_application WHERE number > 100 ORDER BY id DESC LIMIT %(told)s) a"


def fill(count: int) -> None:
    """Add applications of the last ten years to a database that has the example's call."""
    first = Application.objects.filter(submitted_at__isnull=False).order_by("pk")[0]
    values = {"count": count, "lively": LIVELY, "told": TOLD} | _around(first)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the keys are right by themselves
        cursor.execute("SET maintenance_work_mem = '512MB'")
    _copied(Application, first.pk, NUMBERED, APPLICATION, values)
    version = ApplicationVersion.objects.filter(application=first, is_submitted=True).order_by("-number")[0]
    every = "(SELECT * FROM stellwerk_application WHERE number > 100) a"
    of_it = {"application_id": "a.id"}
    _copied(ApplicationVersion, version.pk, every, of_it | {"at": "a.submitted_at"}, values)
    _around_the_newest(first, of_it, values)
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")


def _around(first: Application) -> dict[str, Any]:
    """Add calls, offices and people; return their keys."""
    like = Call.objects.get(pk=first.call_id)
    copies = [_call(like, number) for number in range(CALLS)]
    calls = [one.pk for one in Call.objects.bulk_create(copies)]
    names = ["".join(parts) for parts in product(*NAMES)]
    offices = [it.pk for it in Office.objects.bulk_create([_office(name) for name in names])]
    people = Person.objects.bulk_create([_person(number) for number in range(WORKERS)])
    place = like.programme.authority_id
    Membership.objects.bulk_create(
        [Membership(person=one, office_id=place, role=Role.PREPARER) for one in people]
    )
    workers = [one.pk for one in people]
    found: dict[str, Any] = {"calls": calls, "offices": offices, "workers": workers}
    return found | {f"{name[:-1]}_count": len(keys) for name, keys in found.items()}


def _call(like: Call, number: int) -> Call:
    values = {field.attname: getattr(like, field.attname) for field in Call._meta.concrete_fields}
    return Call(
        **values | {"id": None, "title": f"Förderaufruf Nummer {number + 1} (Beispiel)", "only_one": False}
    )


def _office(name: str) -> Office:
    return Office(
        key=f"BENCH-{name}", kind=OfficeKind.DISTRICT_OFFICE, name=f"Beispielstelle {name}",
        legal_entity=f"Beispielkörperschaft {name}", city="Beispielstadt",
        email="poststelle@bench.stellwerk.invalid",
    )  # fmt: skip


def _person(number: int) -> Person:
    name = f"Fachkraft {number + 1} (Beispiel)"
    return Person(email=f"fachkraft{number + 1}@bench.stellwerk.invalid", name=name, password="!")


def _around_the_newest(first: Application, of_it: dict[str, str], values: dict[str, Any]) -> None:
    """Let the journal tell of the newest ones, begin their checks, and mark one in a hundred of all."""
    by = Person.objects.order_by("pk")[0]
    entry = JournalEntry.objects.filter(thing="application", thing_id=first.pk).order_by("pk")[0]
    for verb in ("start_application", "certify_application", "assign_application"):
        told = {"verb": f"'{verb}'", "thing_id": "a.id", "at": "a.submitted_at"}
        _copied(JournalEntry, entry.pk, NEWEST, told, values)
    check = Check.objects.create(application=first, key="share", state="fulfilled", by=by, at=entry.at)
    _copied(Check, check.pk, NEWEST, of_it, values)
    flag = Flag.objects.create(application=first, reason="Beispielgrund", by=by, at=entry.at)
    _copied(Flag, flag.pk, "(SELECT * FROM stellwerk_application WHERE number %% 100 = 0) a", of_it, values)


def _copied(model: type[Model], pk: int, rows: str, changed: dict[str, str], values: dict[str, Any]) -> None:
    """Add a copy of a row for each of others; indexes are built afterwards, several times as fast."""
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields if field.column != "id"]
    taken = ", ".join(changed.get(name, f"t.{name}") for name in columns)
    query = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {rows}"
    query += f" CROSS JOIN {table} t WHERE t.id = {pk}"
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(query, values)
        for _name, definition in indexes:
            cursor.execute(definition)


_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
