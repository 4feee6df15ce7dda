"""Who asks for a file in the place of somebody else gets what that person may see."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stellwerk", "0019_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="listexport",
            name="acting_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
