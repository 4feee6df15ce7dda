"""Four eyes: nobody releases a run they have drafted, changed or computed, at any time (VV zu § 70 LHO)."""

from django.db import migrations

# The run itself names the last hand only; the journal, which nobody can change, names all of them.
GUARD = """
CREATE FUNCTION stellwerk_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_journalentry
               WHERE thing = 'run' AND thing_id = NEW.id AND by_id = NEW.released_by_id
                 AND verb IN ('draft_run', 'change_run', 'compute_run'))
    THEN
        RAISE EXCEPTION 'run_needs_four_eyes: whoever had a hand in a run does not release it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER run_is_released_by_another BEFORE UPDATE OF released_by_id ON stellwerk_run
    FOR EACH ROW WHEN (NEW.released_by_id IS NOT NULL) EXECUTE FUNCTION stellwerk_guard_release();
"""
BACK = """
DROP TRIGGER run_is_released_by_another ON stellwerk_run;
DROP FUNCTION stellwerk_guard_release();
"""


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0003_letters_stored_as_they_are")]
    operations = [migrations.RunSQL(GUARD, BACK)]
