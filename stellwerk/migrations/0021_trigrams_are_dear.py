"""Cutting a text takes thousands of times as long as comparing a number: the planner shall look into the index."""

from django.db import migrations

DEAR = """
ALTER FUNCTION stellwerk_trigrams(text) COST 5000;
ALTER FUNCTION stellwerk_shared_trigrams(text[], text[]) COST 500;
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0020_exports_in_substitution")]

    operations = [migrations.RunSQL(DEAR, migrations.RunSQL.noop)]
