"""A decision names the grant that it follows (Anschlussvorhaben)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0027_contracts")]

    operations = [
        migrations.AddField(
            "decision",
            "follows",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="stellwerk.grant",
                verbose_name="Anschlussvorhaben zu",
            ),
        ),
    ]
