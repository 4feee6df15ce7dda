"""Decisions on applications: rounds, what is decided for each, the budget they met, simulated variants."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# What was released stays; a round can only be stopped afterwards. Who prepared it is written once.
ROUND = """
CREATE FUNCTION stellwerk_guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stop text[] := ARRAY['state', 'stopped_by_id', 'stopped_at', 'stop_reason'];
BEGIN
    IF TG_OP = 'DELETE' OR NEW.prepared_by_id <> OLD.prepared_by_id
        OR NEW.prepared_for_id IS DISTINCT FROM OLD.prepared_for_id
        OR OLD.state = 'stopped'
        OR (OLD.released_by_id IS NOT NULL AND (
            to_jsonb(NEW) - stop <> to_jsonb(OLD) - stop OR NEW.state NOT IN ('released', 'stopped')))
    THEN
        RAISE EXCEPTION 'a round keeps who prepared and released it, and what was released'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_round_keeps_its_decision BEFORE UPDATE OR DELETE ON stellwerk_decisionround
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_round();
"""

# Whoever had a hand in a round neither countersigns nor releases it, in person or by a substitute.
RELEASE = """
CREATE FUNCTION stellwerk_guard_round_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signing bigint[] := ARRAY[NEW.released_by_id, NEW.released_for_id, NEW.third_by_id, NEW.third_for_id];
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_journalentry
               WHERE thing = 'decisionround' AND thing_id = NEW.id
                 AND verb IN ('draft_round', 'change_round', 'propose_decisions', 'take_variant',
                              'remove_applications', 'compute_round')
                 AND (by_id = ANY (signing) OR (details ->> 'acting_for')::bigint = ANY (signing)))
    THEN
        RAISE EXCEPTION 'decision_round_needs_four_eyes: whoever had a hand in a round does not sign it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_round_is_signed_by_others
    BEFORE UPDATE OF released_by_id, released_for_id, third_by_id, third_for_id ON stellwerk_decisionround
    FOR EACH ROW WHEN (NEW.released_by_id IS NOT NULL OR NEW.third_by_id IS NOT NULL)
    EXECUTE FUNCTION stellwerk_guard_round_release();
"""

# The decisions of a released round are the record: nothing is added, changed or removed. Only where the
# letter was stopped before it went out to its recipient, the decision counts no longer (§ 43 LVwVfG).
DECISION = """
CREATE FUNCTION stellwerk_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_decisionround
               WHERE id = COALESCE(NEW.round_id, OLD.round_id) AND released_by_id IS NOT NULL)
        AND NOT (
            TG_OP = 'UPDATE' AND OLD.is_live AND NOT NEW.is_live
            AND to_jsonb(NEW) - 'is_live' = to_jsonb(OLD) - 'is_live'
            AND NOT EXISTS (
                SELECT 1 FROM stellwerk_dispatch dispatch
                JOIN stellwerk_letter letter ON letter.id = dispatch.letter_id
                WHERE letter.decision_id = OLD.id AND dispatch.role = 'to' AND dispatch.state = 'sent'))
    THEN
        RAISE EXCEPTION 'the decisions of a released round are append-only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER decision_is_kept BEFORE INSERT OR UPDATE OR DELETE ON stellwerk_decision
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_decision();
"""

YEAR = """
CREATE FUNCTION stellwerk_guard_round_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_decisionround WHERE id = OLD.round_id AND released_by_id IS NOT NULL)
    THEN
        RAISE EXCEPTION 'the years of a released round are append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER round_year_of_a_round_is_kept BEFORE UPDATE OR DELETE ON stellwerk_roundyear
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_round_year();
"""


def not_one_of(name, *others):
    return Q(*(~Q(**{name: F(other)}) for other in others))


PREPARERS = ("prepared_by", "prepared_for", "computed_by", "computed_for")
OTHERS = (*PREPARERS, "third_by", "third_for")


def key(to, name="+", **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, **options
    )


def person(**options):
    return key(settings.AUTH_USER_MODEL, **options)


def euro(words, digits=12, **options):
    return models.DecimalField(decimal_places=2, max_digits=digits, verbose_name=words, **options)


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


LETTER_KINDS = [
    ("notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("campaign", "Bitte um Bestätigung"),
    ("receipt", "Eingangsbestätigung"),
    ("approval", "Zuwendungsbescheid"),
    ("refusal", "Ablehnungsbescheid"),
]
TEXT_KINDS = [
    ("amendment_notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("remedy", "Rechtsbehelfsbelehrung"),
    ("campaign", "Bitte um Bestätigung"),
    ("campaign_reminder", "Erinnerung an die Bestätigung"),
    ("receipt", "Eingangsbestätigung"),
    ("approval_notice", "Zuwendungsbescheid"),
    ("refusal_notice", "Ablehnungsbescheid"),
]


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0021_trigrams_are_dear")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="third_pair_from",
            field=euro("dritte Person zeichnet mit ab", blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(choices=LETTER_KINDS, max_length=20, verbose_name="Art"),
        ),
        migrations.AlterField(
            model_name="textversion",
            name="kind",
            field=models.CharField(choices=TEXT_KINDS, max_length=20, verbose_name="Art"),
        ),
        migrations.CreateModel(
            name="DecisionRound",
            fields=[
                ("id", number()),
                ("number", models.PositiveSmallIntegerField(verbose_name="Nummer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("computed", "berechnet"),
                            ("released", "freigegeben"),
                            ("stopped", "gestoppt"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="Rechtsgrundlage")),
                ("letter_date", models.DateField(verbose_name="Datum der Bescheide")),
                ("prepared_at", models.DateTimeField(verbose_name="angelegt am")),
                ("computed_at", models.DateTimeField(null=True, verbose_name="berechnet am")),
                ("needs_third", models.BooleanField(default=False, verbose_name="mitzuzeichnen")),
                ("third_at", models.DateTimeField(null=True, verbose_name="mitgezeichnet am")),
                ("released_at", models.DateTimeField(null=True, verbose_name="freigegeben am")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="gestoppt am")),
                (
                    "stop_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Grund des Stopps"),
                ),
                ("call", key("stellwerk.call", "rounds")),
                ("terms", key("stellwerk.terms", "rounds")),
                ("approval_text", key("stellwerk.textversion")),
                ("refusal_text", key("stellwerk.textversion")),
                ("remedy_text", key("stellwerk.textversion")),
                ("prepared_by", person()),
                ("prepared_for", person(null=True)),
                ("computed_by", person(null=True)),
                ("computed_for", person(null=True)),
                ("third_by", person(null=True)),
                ("third_for", person(null=True)),
                ("released_by", person(null=True)),
                ("released_for", person(null=True)),
                ("stopped_by", person(null=True)),
            ],
            options={
                "verbose_name": "Entscheidungsrunde",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "number"), name="decision_round_number_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=not_one_of("released_by", *OTHERS), name="decision_round_needs_four_eyes"
                    ),
                    models.CheckConstraint(
                        condition=not_one_of("released_for", *OTHERS),
                        name="decision_round_substitution_keeps_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=not_one_of("third_by", *PREPARERS) & not_one_of("third_for", *PREPARERS),
                        name="decision_round_third_is_another",
                    ),
                    models.CheckConstraint(
                        condition=Q(needs_third=False) | Q(released_by=None) | Q(third_by__isnull=False),
                        name="decision_round_has_its_third_pair",
                    ),
                    models.CheckConstraint(
                        condition=Q(released_by=None, released_at=None)
                        | Q(
                            released_by__isnull=False, released_at__isnull=False, computed_by__isnull=False
                        ),
                        name="decision_round_release_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="released") | Q(released_by__isnull=False),
                        name="decision_round_is_released_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", number()),
                ("is_live", models.BooleanField(default=True, verbose_name="zählt")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "offen"), ("approve", "Bewilligung"), ("refuse", "Ablehnung")],
                        default="open",
                        max_length=10,
                        verbose_name="Entscheidung",
                    ),
                ),
                ("asked", euro("beantragt", null=True)),
                ("decided", euro("bewilligt", default=0)),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=3, max_digits=4, null=True, verbose_name="Stellenumfang (VZÄ)"
                    ),
                ),
                ("starts_on", models.DateField(null=True, verbose_name="Beginn")),
                ("ends_on", models.DateField(null=True, verbose_name="Ende (ausschließlich)")),
                ("eligible_monthly", euro("zuwendungsfähige Ausgaben im Monat", null=True)),
                ("own_monthly", euro("Eigenmittel im Monat", null=True)),
                ("third_party_monthly", euro("Drittmittel im Monat", null=True)),
                ("limit", euro("Höchstbetrag", null=True)),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("by_year", models.JSONField(default=dict)),
                ("working", models.JSONField(default=list, verbose_name="Rechenweg")),
                ("application", key("stellwerk.application", "decisions")),
                ("round", key("stellwerk.decisionround", "decisions")),
            ],
            options={
                "verbose_name": "Entscheidung",
                "indexes": [
                    models.Index(fields=["round", "outcome", "id"], name="decision_by_outcome"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "application"), name="decision_once_per_round"),
                    models.UniqueConstraint(
                        condition=Q(is_live=True), fields=("application",), name="decision_only_one_counts"
                    ),
                    models.CheckConstraint(
                        condition=~Q(outcome="refuse") | ~Q(reason=""), name="decision_refusal_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=~Q(outcome="approve")
                        | Q(asked=None)
                        | Q(decided__gte=F("asked"))
                        | ~Q(reason=""),
                        name="decision_less_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=~Q(outcome="approve")
                        | Q(
                            share__isnull=False,
                            starts_on__isnull=False,
                            ends_on__isnull=False,
                            decided__gt=0,
                        ),
                        name="decision_approval_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="approve") | Q(decided=0), name="decision_refusal_grants_nothing"
                    ),
                    models.CheckConstraint(
                        condition=Q(share=None) | Q(share__gt=0, share__lte=1),
                        name="decision_share_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                        name="decision_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundYear",
            fields=[
                ("id", number()),
                ("year", models.PositiveSmallIntegerField(verbose_name="Haushaltsjahr")),
                ("appropriation", euro("Ansatz", 14)),
                ("commitment_authority", euro("Verpflichtungsermächtigung", 14)),
                ("available", euro("verfügbar", 14)),
                ("committed", euro("bereits bewilligt", 14)),
                ("asked", euro("beantragt", 14)),
                ("decided", euro("bewilligt", 14)),
                ("round", key("stellwerk.decisionround", "years")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "year"), name="round_year_is_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", number()),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("settings", models.JSONField(default=dict, verbose_name="Einstellungen")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung der Kürzungen")),
                ("approved", models.PositiveIntegerField(verbose_name="Bewilligungen")),
                ("refused", models.PositiveIntegerField(verbose_name="Ablehnungen")),
                ("unclear", models.PositiveIntegerField(verbose_name="nicht berechenbar")),
                ("total", euro("Summe", 14)),
                ("by_year", models.JSONField(default=dict)),
                ("missing", models.JSONField(default=dict, verbose_name="fehlende Mittel")),
                ("at", models.DateTimeField(verbose_name="gerechnet am")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="übernommen am")),
                ("by", person()),
                ("round", key("stellwerk.decisionround", "variants")),
            ],
            options={
                "verbose_name": "Variante",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "name"), name="variant_name_is_unique"),
                ],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter",
                to="stellwerk.decision",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notice",
                to="stellwerk.decision",
            ),
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ROUND, RELEASE, DECISION, YEAR)),
    ]
