"""Lists of applications stay fast however many there are: by day, state, amount, in the inbox, by file number."""

from django.db import migrations, models

NUMBER = """
CREATE INDEX application_number_trigrams ON stellwerk_application USING gin (stellwerk_trigrams(file_number))
"""
# One entry tells of many applications; the history of each finds it here.
OF_MANY = """
CREATE INDEX journal_of_many ON stellwerk_journalentry USING gin ((details -> 'ids'))
    WHERE verb = 'assign_applications'
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0025_opinions_and_remedies")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["submitted_at", "id"],
                name="application_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["state", "submitted_at", "id"],
                name="application_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("assigned_to", None), ("state", "submitted")),
                fields=["submitted_at", "id"],
                name="application_in_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["amount_asked", "id"], name="application_by_amount"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(
                condition=models.Q(("cleared_at", None)), fields=["application"], name="flag_that_is_open"
            ),
        ),
        migrations.RunSQL(NUMBER, "DROP INDEX application_number_trigrams"),
        migrations.RunSQL(OF_MANY, "DROP INDEX journal_of_many"),
    ]
