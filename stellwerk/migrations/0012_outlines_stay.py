"""Outlines stay as they were imported; a new import is a new layer."""

from django.db import migrations

TABLES = ("geometrylayer", "outline")
TRIGGER = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table}
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0011_file_number_of_a_campaign")]

    operations = [
        migrations.RunSQL(
            TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON stellwerk_{table}"
        )
        for table in TABLES
    ]
