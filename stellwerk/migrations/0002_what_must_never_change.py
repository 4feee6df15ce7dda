"""Triggers: what is decided, sent or written down is never changed, by nobody."""

from django.db import migrations

APPEND_ONLY = (
    "tranche", "letter", "letterfile", "textversion", "journalentry", "attempt", "terms",
)  # fmt: skip

REFUSE = """
CREATE FUNCTION stellwerk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# Who prepared a run, and who released it, is written once. A released run keeps its decision.
RUN = """
CREATE FUNCTION stellwerk_guard_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.prepared_by_id <> OLD.prepared_by_id OR (
        OLD.released_by_id IS NOT NULL AND (
            NEW.released_by_id IS DISTINCT FROM OLD.released_by_id
            OR NEW.computed_by_id IS DISTINCT FROM OLD.computed_by_id
            OR NEW.new_end <> OLD.new_end OR NEW.terms_id <> OLD.terms_id
            OR NEW.reason <> OLD.reason OR NEW.legal_basis <> OLD.legal_basis
            OR NEW.letter_date <> OLD.letter_date OR NEW.programme_id <> OLD.programme_id
            OR NEW.state NOT IN ('released', 'sent', 'closed', 'stopped')))
    THEN
        RAISE EXCEPTION 'a run keeps who prepared and released it, and what was released'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER run_keeps_its_decision BEFORE UPDATE OR DELETE ON stellwerk_run
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_run();
"""

# The lines of a run are its computed result; after the release they are the record of the decision.
RUN_LINES = """
CREATE FUNCTION stellwerk_guard_run_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_run WHERE id = OLD.run_id AND released_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'the lines of a released run are append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER run_line_is_kept BEFORE UPDATE OR DELETE ON stellwerk_runline
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_run_part();
CREATE TRIGGER run_year_is_kept BEFORE UPDATE OR DELETE ON stellwerk_runyear
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_run_part();
"""

# A notice never changes; it can only be stopped, once, before it went out to its recipient: a copy for
# others does not announce it (§ 43 LVwVfG).
NOTICE = """
CREATE FUNCTION stellwerk_guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.stopped_on IS NOT NULL OR NEW.stopped_on IS NULL
        OR to_jsonb(NEW) - 'stopped_on' <> to_jsonb(OLD) - 'stopped_on'
        OR EXISTS (SELECT 1 FROM stellwerk_dispatch
                   WHERE letter_id = OLD.letter_id AND role = 'to' AND state = 'sent')
    THEN
        RAISE EXCEPTION 'a notice is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_kept BEFORE UPDATE OR DELETE ON stellwerk_notice
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_notice();
"""

# A sent dispatch is final; who gets which letter never changes.
DISPATCH = """
CREATE FUNCTION stellwerk_guard_dispatch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'sent' OR NEW.letter_id <> OLD.letter_id
        OR NEW.office_id <> OLD.office_id OR NEW.message_id <> OLD.message_id OR NEW.role <> OLD.role
    THEN
        RAISE EXCEPTION 'a sent dispatch is final, and a recipient never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_is_kept BEFORE UPDATE OR DELETE ON stellwerk_dispatch
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_dispatch();
"""


def append_only(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table} "
        "FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();"
    )


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0001_initial")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            REFUSE,
            *(append_only(table) for table in APPEND_ONLY),
            RUN,
            RUN_LINES,
            NOTICE,
            DISPATCH,
            # PDFs are compressed already: do not try again.
            "ALTER TABLE stellwerk_letterfile ALTER COLUMN content SET STORAGE EXTERNAL;",
        )
    ]
