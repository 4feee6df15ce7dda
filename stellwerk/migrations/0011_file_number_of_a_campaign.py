"""A campaign may carry the file number of the office that asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0010_data_schemas")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="file_number",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="Aktenzeichen"),
            preserve_default=False,
        ),
    ]
