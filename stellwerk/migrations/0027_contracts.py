"""A grant may rest on a contract instead of a notice; both are the first of its numbers."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0026_lists_of_applications")]

    operations = [
        migrations.RemoveConstraint("notice", "notice_number_fits_kind"),
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                choices=[
                    ("approval", "Zuwendungsbescheid"),
                    ("amendment", "Änderungsbescheid"),
                    ("contract", "Zuwendungsvertrag"),
                ],
                max_length=20,
                verbose_name="Art",
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(kind__in=["approval", "contract"], number=0) | Q(kind="amendment", number__gt=0),
                name="notice_number_fits_kind",
            ),
        ),
    ]
