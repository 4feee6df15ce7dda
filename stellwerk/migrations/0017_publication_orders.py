"""A publication is asked for and made by a worker."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stellwerk", "0016_people_and_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicationOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dataset", models.SlugField(max_length=60, verbose_name="Datensatz")),
                ("day", models.DateField(verbose_name="Stichtag")),
                ("asked_at", models.DateTimeField(verbose_name="in Auftrag gegeben am")),
                ("started_at", models.DateTimeField(null=True, verbose_name="begonnen am")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="beendet am")),
                ("stage", models.CharField(blank=True, default="", max_length=120, verbose_name="Schritt")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="Anteil in Prozent")),
                ("failure", models.JSONField(default=dict, verbose_name="woran es lag")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="stellwerk.publication",
                        verbose_name="Fassung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Auftrag zur Veröffentlichung",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("dataset",),
                        name="publication_order_one_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failure", {}), ("finished_at", None), ("publication", None)),
                            models.Q(
                                ("failure", {}),
                                ("finished_at__isnull", False),
                                ("publication__isnull", False),
                            ),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("publication", None),
                                models.Q(("failure", {}), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_order_ends_in_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="publication_order_percent_is_one"
                    ),
                ],
            },
        ),
    ]
