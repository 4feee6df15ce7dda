"""What was published and what came in by token stays as it was written."""

import django.db.models.deletion
from django.db import migrations, models

TRIGGERS = [
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table} "
    "FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();"
    for table in ("publication", "apiimport")
]


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0006_the_area")]

    operations = [
        migrations.CreateModel(
            name="ApiImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, verbose_name="Wiederholungsschlüssel")),
                ("request_sha256", models.CharField(max_length=64, verbose_name="Prüfsumme")),
                ("at", models.DateTimeField(verbose_name="am")),
                (
                    "change_set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_import",
                        to="stellwerk.changeset",
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="stellwerk.apitoken",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einspielung über die Schnittstelle",
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="api_import_once"),
                ],
            },
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in TRIGGERS),
    ]
