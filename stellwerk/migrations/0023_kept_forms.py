"""What somebody typed into a form that came too late waits for them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0022_decisions")]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=2000, verbose_name="Adresse")),
                ("page", models.CharField(max_length=2000, verbose_name="Seite")),
                ("content", models.BinaryField(verbose_name="Eingaben")),
                ("kept_at", models.DateTimeField(db_index=True, verbose_name="aufgehoben am")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "aufgehobene Eingaben",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "address"), name="kept_form_once_per_address"
                    )
                ],
            },
        ),
    ]
