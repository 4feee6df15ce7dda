"""Views of lists that people save, files that they take along, and a search that forgives typing errors."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As stellwerk/queries/search.py cuts words. Immutable, so that an index can be made of it; nothing in it depends on the
# language of the database.
TRIGRAMS = """
CREATE FUNCTION stellwerk_trigrams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(word, place, 3)), '{}')
    FROM (
        SELECT '  ' || it || ' ' AS word
        FROM regexp_split_to_table(translate(lower(words), 'äöüßéÄÖÜÉ', 'aouseaoue'), '[^a-z0-9]+') it
        WHERE it <> ''
    ) cut, generate_series(1, length(word) - 2) place
$$;
CREATE FUNCTION stellwerk_shared_trigrams(of_text text[], of_word text[]) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT count(*) FROM unnest(of_word) one WHERE one = ANY(of_text)
$$;
"""
NO_TRIGRAMS = """
DROP FUNCTION stellwerk_shared_trigrams(text[], text[]);
DROP FUNCTION stellwerk_trigrams(text);
"""
INDEX = "CREATE INDEX {name} ON {table} USING gin (stellwerk_trigrams({column}))"
INDEXES = (
    ("office_name_trigrams", "stellwerk_office", "name"),
    ("grant_number_trigrams", "stellwerk_grant", "file_number"),
    ("journal_text_trigrams", "stellwerk_journalentry", "text"),
)


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0018_calls_and_applications")]

    operations = [
        migrations.CreateModel(
            name="ListExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField(max_length=40, verbose_name="Liste")),
                (
                    "kind",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("json", "JSON")],
                        max_length=4,
                        verbose_name="Format",
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="Auswahl")),
                ("language", models.CharField(max_length=5, verbose_name="Sprache")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wartet"),
                            ("writing", "wird geschrieben"),
                            ("ready", "fertig"),
                            ("failed", "fehlgeschlagen"),
                            ("expired", "abgelaufen"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="Zeilen")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="Zeilen insgesamt")),
                ("file", models.CharField(blank=True, max_length=80, verbose_name="Datei")),
                ("asked_at", models.DateTimeField(verbose_name="angefordert am")),
                ("touched_at", models.DateTimeField(verbose_name="zuletzt bearbeitet am")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="verfügbar bis")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_exports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mitgenommene Liste",
                "indexes": [models.Index(fields=["state", "touched_at"], name="export_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(models.Q(("file", ""), _negated=True), ("expires_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="export_ready_has_file_and_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField(max_length=40, verbose_name="Liste")),
                ("name", models.CharField(max_length=80, verbose_name="Name der Ansicht")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="Auswahl")),
                ("is_shared", models.BooleanField(default=False, verbose_name="mit anderen geteilt")),
                ("created_at", models.DateTimeField(verbose_name="gespeichert am")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "gespeicherte Ansicht",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "list", "name"), name="saved_view_name_is_unique"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGRAMS, NO_TRIGRAMS),
        *(
            migrations.RunSQL(INDEX.format(name=name, table=table, column=column), f"DROP INDEX {name}")
            for name, table, column in INDEXES
        ),
    ]
