"""The journal becomes a chain: each entry's fingerprint covers the one before it."""

import django.db.models.deletion
from django.db import migrations, models

# One line says all of an entry, and is what is hashed. jsonb spells a value in one way only.
LINE = """
CREATE FUNCTION stellwerk_journal_line(entry stellwerk_journalentry, place bigint, before text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        before, place,
        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.by_id, entry.verb, entry.thing, entry.thing_id, entry.text, entry.details)::text
$$;
CREATE FUNCTION stellwerk_journal_sha256(line text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(line, 'UTF8')), 'hex')
$$;
"""

# Entries are linked one after the other, at the very end of their transaction: the lock is held for the
# moment of the commit only, and nothing is locked after it, so no two transactions can wait for each other.
CHAIN = """
CREATE FUNCTION stellwerk_link_entry(entry stellwerk_journalentry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE last stellwerk_journallink;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stellwerk journal'));
    SELECT * INTO last FROM stellwerk_journallink ORDER BY position DESC LIMIT 1;
    INSERT INTO stellwerk_journallink (entry_id, position, sha256) VALUES (
        entry.id, coalesce(last.position, 0) + 1,
        stellwerk_journal_sha256(
            stellwerk_journal_line(entry, coalesce(last.position, 0) + 1, coalesce(last.sha256, ''))));
END $$;
CREATE FUNCTION stellwerk_chain_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stellwerk_link_entry(NEW);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_is_chained AFTER INSERT ON stellwerk_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stellwerk_chain_journal();
"""
SO_FAR = "DO $$ BEGIN PERFORM stellwerk_link_entry(it) FROM (SELECT * FROM stellwerk_journalentry ORDER BY id) it; END $$;"
KEEP = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table}
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0014_tally")]
    operations = [
        migrations.CreateModel(
            name="JournalLink",
            fields=[
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="link", serialize=False, to="stellwerk.journalentry")),
                ("position", models.BigIntegerField(verbose_name="Stelle")),
                ("sha256", models.CharField(max_length=64, verbose_name="Prüfsumme")),
            ],
            options={
                "verbose_name": "Glied des Journals",
                "constraints": [models.UniqueConstraint(fields=("position",), name="journal_position_is_unique")],
            },
        ),
        migrations.CreateModel(
            name="JournalAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="Tag")),
                ("position", models.BigIntegerField(verbose_name="Stelle")),
                ("sha256", models.CharField(max_length=64, verbose_name="Prüfsumme")),
                ("made_at", models.DateTimeField(verbose_name="gesetzt am")),
            ],
            options={"verbose_name": "Anker des Journals"},
        ),
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (
                LINE,
                CHAIN,
                SO_FAR,
                KEEP.format(table="journallink"),
                KEEP.format(table="journalanchor"),
            )
        ),
    ]
