"""A decision keeps the planned costs of each kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0028_follow_ups")]

    operations = [
        migrations.AddField(
            "decision", "cost_items", models.JSONField(default=list, verbose_name="Kosten nach Kostenart")
        ),
    ]
