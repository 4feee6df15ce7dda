"""Limits count for all processes together; the table is not logged, for nothing in it outlives a minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0013_services_of_a_list")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False, verbose_name="Schlüssel")),
                ("value", models.JSONField(verbose_name="Wert")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="gilt bis")),
            ],
            options={"verbose_name": "Strichliste"},
        ),
        migrations.RunSQL(
            'ALTER TABLE "stellwerk_tally" SET UNLOGGED', 'ALTER TABLE "stellwerk_tally" SET LOGGED'
        ),
    ]
