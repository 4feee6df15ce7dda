"""Coverage facts and change sets are only added to; a fact learns once by which change it was replaced."""

from django.db import migrations, models
from django.db.models import Q

# The condition is tried without a function call for each row: a change may replace a hundred thousand facts.
SAID = (
    "municipality_id", "service_id", "channel", "state", "planned_on", "maturity", "maturity_model",
    "online_service_id", "valid_from", "valid_to", "source", "confidence", "checked_by", "checked_on", "note",
    "change_set_id", "id",
)  # fmt: skip
OLD, NEW = (", ".join(f"{row}.{column}" for column in SAID) for row in ("OLD", "NEW"))
FACT = f"""
CREATE TRIGGER coveragefact_is_append_only BEFORE UPDATE ON stellwerk_coveragefact FOR EACH ROW
    WHEN (OLD.replaced_by_id IS NOT NULL OR NEW.replaced_by_id IS NULL
        OR ({OLD}) IS DISTINCT FROM ({NEW}))
    EXECUTE FUNCTION stellwerk_refuse_change();
CREATE TRIGGER coveragefact_stays_and_is_append_only BEFORE DELETE ON stellwerk_coveragefact
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""
CHANGE_SET = """
CREATE TRIGGER changeset_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_changeset
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""


# A model without a level slipped through: compared with nothing, a check neither holds nor fails.
MATURITY = "coverage_maturity_fits_its_model"
FITS = (
    Q(maturity=None, maturity_model="")
    | Q(maturity__isnull=False, maturity_model="1.1", maturity__lte=4, state="live")
    | Q(maturity__isnull=False, maturity_model="2.0", maturity__lte=7, state="live")
)


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0008_campaign_letters")]
    operations = [
        migrations.RemoveConstraint("coveragefact", MATURITY),
        migrations.AddConstraint("coveragefact", models.CheckConstraint(condition=FITS, name=MATURITY)),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (FACT, CHANGE_SET)),
    ]
