"""Letters of a campaign: a kind of their own, an office for each municipality, and reminders."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("campaign", "Bitte um Bestätigung"),
]
TEXTS = [
    ("amendment_notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("remedy", "Rechtsbehelfsbelehrung"),
    ("campaign", "Bitte um Bestätigung"),
    ("campaign_reminder", "Erinnerung an die Bestätigung"),
]


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0007_imports_by_token")]

    operations = [
        migrations.RemoveConstraint(model_name="letter", name="letter_once_per_run"),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("run__isnull", False)),
                fields=("run", "kind", "grant", "addressee"),
                name="letter_once_per_run",
                nulls_distinct=False,
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="Art"),
        ),
        migrations.AlterField(
            model_name="textversion",
            name="kind",
            field=models.CharField(choices=TEXTS, max_length=20, verbose_name="Art"),
        ),
        migrations.AddField(
            model_name="office",
            name="municipality",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="office",
                to="stellwerk.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="opened_at",
            field=models.DateTimeField(null=True, verbose_name="begonnen am"),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="erinnert am")),
                (
                    "dispatch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder",
                        to="stellwerk.dispatch",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="stellwerk.invitation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("invitation", "on"), name="reminder_once_a_day"),
        ),
    ]
