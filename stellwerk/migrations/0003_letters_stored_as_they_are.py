"""Store the PDF files uncompressed: they are compressed already, and trying took longer than the rest."""

from django.db import migrations

EXTERNAL = "ALTER TABLE stellwerk_letterfile ALTER COLUMN content SET STORAGE EXTERNAL"
EXTENDED = "ALTER TABLE stellwerk_letterfile ALTER COLUMN content SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0002_what_must_never_change")]
    operations = [migrations.RunSQL(EXTERNAL, EXTENDED)]
