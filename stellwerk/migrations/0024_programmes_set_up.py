"""Programmes are set up step by step: what they say of themselves, richer terms, texts of their own."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# Terms that somebody relies on stay as they are; a change is the next version.
TERMS = """
CREATE FUNCTION stellwerk_guard_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_notice WHERE terms_id = OLD.id)
        OR EXISTS (SELECT 1 FROM stellwerk_run WHERE terms_id = OLD.id)
        OR EXISTS (SELECT 1 FROM stellwerk_decisionround WHERE terms_id = OLD.id)
        OR EXISTS (SELECT 1 FROM stellwerk_call c JOIN stellwerk_programme p ON p.id = c.programme_id
                   WHERE c.terms_id = OLD.id AND p.state = 'open')
    THEN
        RAISE EXCEPTION 'terms_are_kept: stellwerk_terms is append-only once used'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
DROP TRIGGER terms_is_append_only ON stellwerk_terms;
CREATE TRIGGER terms_are_kept BEFORE UPDATE OR DELETE ON stellwerk_terms
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_terms();
"""
# What was opened once is never set up again: people may have applied.
PROGRAMME = """
CREATE FUNCTION stellwerk_guard_programme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'open' AND (NEW.state <> 'open' OR NEW.opened_at IS DISTINCT FROM OLD.opened_at) THEN
        RAISE EXCEPTION 'programme_stays_open: an open programme is not set up again'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programme_stays_open BEFORE UPDATE ON stellwerk_programme
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_programme();
"""
LEGAL_BASIS = """
CREATE TRIGGER legalbasis_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_legalbasis
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def key(to, name, **options):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, **options)


def choice(words, options, **more):
    return models.CharField(choices=options, max_length=20, verbose_name=words, **more)


def count(words, **more):
    return models.PositiveSmallIntegerField(verbose_name=words, **more)


def amount(words, digits=10, places=2, **more):
    return models.DecimalField(decimal_places=places, max_digits=digits, verbose_name=words, **more)


LETTER_KINDS = [
    ("notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("opinion", "Bitte um Stellungnahme"),
    ("campaign", "Bitte um Bestätigung"),
    ("receipt", "Eingangsbestätigung"),
    ("approval", "Zuwendungsbescheid"),
    ("refusal", "Ablehnungsbescheid"),
    ("contract", "Zuwendungsvertrag"),
]
TEXT_KINDS = [
    ("amendment_notice", "Änderungsbescheid"),
    ("circular", "Rundschreiben"),
    ("consultation", "Bitte um Stellungnahme"),
    ("remedy", "Rechtsbehelfsbelehrung"),
    ("campaign", "Bitte um Bestätigung"),
    ("campaign_reminder", "Erinnerung an die Bestätigung"),
    ("receipt", "Eingangsbestätigung"),
    ("opinion", "Bitte um Stellungnahme zu Anträgen oder Entwürfen"),
    ("opinion_reminder", "Erinnerung an die Stellungnahme"),
    ("approval_notice", "Zuwendungsbescheid"),
    ("refusal_notice", "Ablehnungsbescheid"),
    ("contract", "Zuwendungsvertrag"),
]


PROGRAMME_FIELDS = {
    "state": choice("Stand", [("setting_up", "in Einrichtung"), ("open", "eröffnet")], default="open"),
    "opened_at": models.DateTimeField(null=True, verbose_name="eröffnet am"),
    "recipient_kinds": models.JSONField(default=list, verbose_name="Kreis der Empfänger"),
    "territory": models.JSONField(default=list, verbose_name="Gebiet"),
    "decision_form": choice(
        "Form der Entscheidung",
        [("notice", "Zuwendungsbescheid"), ("contract", "Zuwendungsvertrag")],
        default="notice",
    ),
    "contract_withdrawal": models.TextField(blank=True, default="", verbose_name="Rücktrittsrecht"),
    "contract_interest": models.TextField(
        blank=True, default="", verbose_name="Verzinsung von Rückzahlungen"
    ),
    "contract_default_interest": models.TextField(blank=True, default="", verbose_name="Verzugszinsen"),
    "payment_rule": choice(
        "Auszahlung",
        [
            ("two_months", "auf Abruf, für Ausgaben der nächsten zwei Monate"),
            ("instalments", "in festen Raten"),
            ("after_proof", "nach dem Verwendungsnachweis"),
            ("at_once", "in einer Summe nach der Entscheidung"),
        ],
        blank=True,
        default="",
    ),
    "payment_details": models.CharField(
        blank=True, default="", max_length=300, verbose_name="Näheres zur Auszahlung"
    ),
    "proof_form": choice(
        "Form des Verwendungsnachweises",
        [
            ("simple", "einfacher Verwendungsnachweis ohne Belege"),
            ("full", "Verwendungsnachweis mit Belegen"),
        ],
        blank=True,
        default="",
    ),
    "proof_months": count("Frist des Verwendungsnachweises in Monaten", null=True),
    "proof_start": choice(
        "Die Frist beginnt mit",
        [
            ("period_end", "Ende des Bewilligungszeitraums"),
            ("purpose", "Erfüllung des Zwecks, spätestens Ende des Bewilligungszeitraums"),
            ("longest", "Ende der am längsten geförderten Stelle"),
        ],
        default="period_end",
    ),
    "interim_proof_months": count("Zwischennachweis: Monate nach Ende des Haushaltsjahres", null=True),
    "report_rule": choice(
        "Sachbericht",
        [
            ("each", "zu jedem Verwendungsnachweis ein Sachbericht"),
            ("one_per_recipient", "ein Sachbericht für alle Verwendungsnachweise eines Empfängers"),
        ],
        default="each",
    ),
    "retention_years": count("Aufbewahrung in Jahren", null=True),
    "retention_start": choice(
        "Die Aufbewahrung beginnt mit",
        [
            ("proof_checked", "Ende des Jahres, in dem der Nachweis geprüft wurde"),
            ("case_closed", "Ende des Jahres, in dem der Vorgang abgeschlossen wurde"),
        ],
        default="proof_checked",
    ),
    "retention_source": models.CharField(
        blank=True, default="", max_length=200, verbose_name="Quelle der Aufbewahrungsfrist"
    ),
}
WITHOUT_DEFAULT = {
    "contract_withdrawal",
    "contract_interest",
    "contract_default_interest",
    "payment_rule",
    "payment_details",
    "proof_form",
    "retention_source",
}
TERMS_FIELDS = {
    "maximum_share": amount("Höchstumfang", 4, 3, null=True),
    "shortest_months": count("kürzeste Dauer in Monaten", null=True),
    "yearly_rate": amount("Festbetrag je VZÄ und Jahr", null=True),
    "yearly_cap": amount("Höchstbetrag je VZÄ und Jahr", null=True),
    "total_cap": amount("Höchstbetrag insgesamt", 12, null=True),
    "population_on": models.DateField(null=True, verbose_name="Einwohnerzahl zum Stichtag"),
    "bands": models.JSONField(default=list, verbose_name="Größenklassen"),
    "cost_categories": models.JSONField(default=list, verbose_name="Kostenarten"),
    "most_people": count("Personen auf einer Stelle, höchstens", null=True),
    "split_from": amount("Aufteilung erst ab einer Stelle von", 4, 3, null=True),
    "smallest_part": amount("Mindestumfang je Person", 4, 3, null=True),
    "additionality": models.TextField(blank=True, default="", verbose_name="Zusätzlichkeit"),
    "follow_up": choice(
        "Anschlussvorhaben",
        [("not_said", "nicht geregelt"), ("excluded", "ausgeschlossen"), ("funded", "wird gefördert")],
        default="not_said",
    ),
    "follow_up_yearly_rate": amount("Festbetrag im Anschlussvorhaben je VZÄ und Jahr", null=True),
    "follow_up_percent": amount("Anteil im Anschlussvorhaben in Prozent", 5, null=True),
    "follow_up_months": count("längste Dauer des Anschlussvorhabens in Monaten", null=True),
}


class Migration(migrations.Migration):
    dependencies = [("stellwerk", "0023_kept_forms")]

    operations = [
        *(
            migrations.AddField("programme", name, field, preserve_default=name not in WITHOUT_DEFAULT)
            for name, field in PROGRAMME_FIELDS.items()
        ),
        *(
            migrations.AddField("terms", name, field, preserve_default=name != "additionality")
            for name, field in TERMS_FIELDS.items()
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=Q(("opened_at", None), ("state", "setting_up")) | Q(("state", "open")),
                name="programme_opens_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=Q(("maximum_share", None))
                | Q(("maximum_share__gte", F("minimum_share")), ("maximum_share__lte", 1)),
                name="terms_maximum_share_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=Q(("shortest_months", None))
                | Q(("longest_months", None))
                | Q(("shortest_months__lte", F("longest_months"))),
                name="terms_shortest_is_not_longest",
            ),
        ),
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                ("id", number()),
                ("number", count("Fassung")),
                ("text", models.CharField(max_length=300, verbose_name="Rechtsgrundlage")),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("programme", key("stellwerk.programme", "legal_bases")),
            ],
            options={"verbose_name": "Rechtsgrundlage"},
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.UniqueConstraint(
                fields=("programme", "number"), name="legal_basis_number_is_unique"
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeIndicator",
            fields=[
                ("id", number()),
                ("key", models.SlugField(max_length=40, verbose_name="Kurzname")),
                ("label", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                ("unit", models.CharField(max_length=40, verbose_name="Einheit")),
                ("target", amount("Zielwert", 12)),
                ("definition", models.TextField(verbose_name="Definition")),
                ("is_example", models.BooleanField(default=False, verbose_name="Beispielwert")),
                ("programme", key("stellwerk.programme", "indicators")),
            ],
            options={"verbose_name": "Kennzahl des Programms"},
        ),
        migrations.AddConstraint(
            model_name="programmeindicator",
            constraint=models.UniqueConstraint(
                fields=("programme", "key"), name="programme_indicator_is_unique"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="predecessor",
            field=key("stellwerk.grant", "follow_ups", null=True),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=Q(("predecessor", None)) | Q(("predecessor", F("pk")), _negated=True),
                name="grant_follows_another",
            ),
        ),
        migrations.AddField(
            model_name="textversion",
            name="programme",
            field=key("stellwerk.programme", "texts", null=True),
        ),
        migrations.AlterField(model_name="letter", name="kind", field=choice("Art", LETTER_KINDS)),
        migrations.AlterField(model_name="textversion", name="kind", field=choice("Art", TEXT_KINDS)),
        migrations.RemoveConstraint(model_name="textversion", name="text_version_is_unique"),
        migrations.AddConstraint(
            model_name="textversion",
            constraint=models.UniqueConstraint(
                fields=("kind", "programme", "version"), name="text_version_is_unique", nulls_distinct=False
            ),
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (TERMS, PROGRAMME, LEGAL_BASIS)),
    ]
