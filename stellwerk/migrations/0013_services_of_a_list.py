"""A list from outside keeps which services it speaks of, so that what it lacks can be told."""

from django.db import migrations, models

# Lists that came in before: what they said of their district.
FILLED = """
INSERT INTO stellwerk_intake_listed (intake_id, service_id)
SELECT DISTINCT r.intake_id, r.service_id FROM stellwerk_intakerow r
JOIN stellwerk_intake i ON i.id = r.intake_id
WHERE i.kind IN ('pvog', 'service_list') AND r.service_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0012_outlines_stay")]
    operations = [
        migrations.AddField(
            "intake",
            "listed",
            models.ManyToManyField(
                related_name="+", to="stellwerk.service", verbose_name="Leistungen der Liste"
            ),
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
    ]
