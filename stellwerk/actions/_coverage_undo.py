"""Take a change of coverage back: the cells it concerned are again as they were just before it."""

from datetime import datetime

from stellwerk.actions._coverage import named, rows, run
from stellwerk.law.working import N_, Refused
from stellwerk.models import ChangeSet, ChangeSetKind, Person

# The cells that the change concerned.
CELLS = """
DROP TABLE IF EXISTS pg_temp.cell, pg_temp.touched;
CREATE TEMPORARY TABLE cell (municipality_id text, service_id bigint, channel text) ON COMMIT DROP;
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT f.*, FALSE AS was_known FROM stellwerk_coveragefact f LIMIT 0
"""
NAMED = """
INSERT INTO cell
SELECT municipality_id, service_id, channel FROM stellwerk_coveragefact WHERE change_set_id = %s
UNION SELECT municipality_id, service_id, channel FROM stellwerk_coveragefact WHERE replaced_by_id = %s
"""
# What was said or replaced in them since; ``was_known`` just before: said earlier, not replaced earlier.
TOUCHED = """
INSERT INTO touched
SELECT f.*, f.change_set_id < %s FROM stellwerk_coveragefact f
JOIN cell USING (municipality_id, service_id, channel)
WHERE f.change_set_id >= %s OR f.replaced_by_id >= %s
"""
LATER = """
SELECT s.id, s.undoes_id, s.title FROM stellwerk_changeset s WHERE s.id IN (
    SELECT change_set_id FROM touched WHERE change_set_id > %s
    UNION SELECT replaced_by_id FROM touched WHERE replaced_by_id > %s) ORDER BY s.id DESC
"""
WITHDRAWN = """
UPDATE stellwerk_coveragefact f SET replaced_by_id = %s FROM touched t
WHERE t.id = f.id AND f.replaced_by_id IS NULL AND NOT t.was_known
"""
RESTORED = """
INSERT INTO stellwerk_coveragefact (
    municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, valid_to, change_set_id)
SELECT municipality_id, service_id, channel, state, planned_on, maturity, maturity_model, online_service_id,
    source, confidence, checked_by, checked_on, note, valid_from, valid_to, %s
FROM touched WHERE was_known
"""


def take_back(change_set: ChangeSet, *, by: Person | None, at: datetime) -> ChangeSet:
    """Restore what was known before a change, as new facts; nothing is deleted. The district is locked.

    Refused: a later change that is in force concerns one of the cells; it is named.
    """
    key = change_set.pk
    run(CELLS)
    run(NAMED, key, key)
    run("ANALYZE cell")
    run(TOUCHED, key, key, key)
    run("ANALYZE touched")
    _refuse_later(key)
    undone = ChangeSet.objects.create(
        kind=ChangeSetKind.UNDO,
        title=change_set.title,
        district_id=change_set.district_id,
        by=by,
        by_text=by.name if by else "",
        at=at,
        undoes=change_set,
        added=change_set.added,
        is_example=change_set.is_example,
    )
    run(WITHDRAWN, undone.pk)
    run(RESTORED, undone.pk)
    return undone


def _refuse_later(key: int) -> None:
    """A later change that was taken back itself is no obstacle, and neither is what took it back."""
    titles, taken_back = [], set()
    for pk, undoes, title in rows(LATER, key, key):  # the newest first: its word counts
        if pk not in taken_back and undoes is None:
            titles.append(f"„{title}“")
        elif pk not in taken_back:
            taken_back.add(undoes)
    if titles:
        raise Refused(
            N_(
                "Spätere Änderungen betreffen dieselben Angaben: %(titles)s. "
                "Bitte machen Sie zuerst diese rückgängig."
            ),
            titles=named(titles),
        )
