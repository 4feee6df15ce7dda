"""People and rights: links to accounts, substitutions, and a log of who read personal data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Whoever had a hand in a run does not release it: neither themselves nor by somebody who acts for them.
RELEASE = """
CREATE OR REPLACE FUNCTION stellwerk_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stellwerk_journalentry
               WHERE thing = 'run' AND thing_id = NEW.id
                 AND verb IN ('draft_run', 'change_run', 'compute_run')
                 AND (by_id IN (NEW.released_by_id, NEW.released_for_id)
                      OR (details ->> 'acting_for')::bigint IN (NEW.released_by_id, NEW.released_for_id)))
    THEN
        RAISE EXCEPTION 'run_needs_four_eyes: whoever had a hand in a run does not release it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# For whom something was prepared or released is written once, as is by whom.
ACTED_FOR = """
CREATE FUNCTION stellwerk_guard_acted_for() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.prepared_for_id IS DISTINCT FROM OLD.prepared_for_id
        OR (OLD.released_by_id IS NOT NULL AND (
            NEW.computed_for_id IS DISTINCT FROM OLD.computed_for_id
            OR NEW.released_for_id IS DISTINCT FROM OLD.released_for_id))
    THEN
        RAISE EXCEPTION 'a run keeps for whom it was prepared and released'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER run_keeps_whom_it_was_for BEFORE UPDATE ON stellwerk_run
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_acted_for();
"""
# A read entry is never changed; the nightly job removes it once its retention is over.
READ = """
CREATE TRIGGER read_entry_is_kept BEFORE UPDATE ON stellwerk_readentry
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stellwerk', '0015_journal_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'Einladung'), ('sign_in', 'Link zum Anmelden'), ('password', 'Link für ein neues Passwort')], max_length=12, verbose_name='Art')),
                ('created_at', models.DateTimeField(verbose_name='angelegt am')),
                ('expires_at', models.DateTimeField(verbose_name='gilt bis')),
                ('used_at', models.DateTimeField(null=True, verbose_name='benutzt am')),
                ('state', models.CharField(choices=[('waiting', 'wartet auf den Versand'), ('sent', 'versandt'), ('held_back', 'zurückgehalten (sicherer Modus)'), ('failed', 'nicht zustellbar')], default='waiting', max_length=10, verbose_name='Versand')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='Versuche')),
                ('next_attempt_at', models.DateTimeField(null=True, verbose_name='nächster Versuch')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='Antwort des Servers')),
            ],
            options={
                'verbose_name': 'Link zum Konto',
            },
        ),
        migrations.CreateModel(
            name='ReadEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='am')),
                ('kind', models.CharField(choices=[('read', 'gelesen'), ('forbidden', 'ohne Recht, abgewiesen'), ('not_found', 'nicht sichtbar oder nicht vorhanden')], max_length=10, verbose_name='Art')),
                ('page', models.CharField(max_length=80, verbose_name='Seite')),
                ('address', models.CharField(max_length=300, verbose_name='Adresse')),
            ],
            options={
                'verbose_name': 'Leseeintrag',
            },
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='von')),
                ('ends_on', models.DateField(verbose_name='bis (ausschließlich)')),
                ('created_at', models.DateTimeField(verbose_name='angelegt am')),
            ],
            options={
                'verbose_name': 'Vertretung',
            },
        ),
        migrations.AddField(
            model_name='run',
            name='computed_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='run',
            name='prepared_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='run',
            name='released_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('preparer', 'Sachbearbeitung'), ('releaser', 'Zeichnung'), ('county', 'Landratsamt'), ('association', 'Verband'), ('auditor', 'Prüfung (lesend)'), ('operator', 'Betrieb'), ('coordinator', 'Koordination im Landkreis'), ('leadership', 'Leitung (lesend)')], max_length=20, verbose_name='Rolle'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_by', models.F('prepared_for')), _negated=True), models.Q(('released_by', models.F('computed_for')), _negated=True), models.Q(('released_for', models.F('prepared_by')), _negated=True), models.Q(('released_for', models.F('prepared_for')), _negated=True), models.Q(('released_for', models.F('computed_by')), _negated=True), models.Q(('released_for', models.F('computed_for')), _negated=True)), name='run_substitution_keeps_four_eyes'),
        ),
        migrations.AddField(
            model_name='accountlink',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='accountlink',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='account_links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readentry',
            name='acting_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readentry',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='substitution',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='substitution',
            name='principal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='substitution',
            name='substitute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substituted', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='accountlink',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['next_attempt_at', 'id'], name='account_link_due'),
        ),
        migrations.AddConstraint(
            model_name='accountlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='account_link_expires_after_start'),
        ),
        migrations.AddConstraint(
            model_name='accountlink',
            constraint=models.CheckConstraint(condition=models.Q(('used_at', None), ('used_at__lte', models.F('expires_at')), _connector='OR'), name='account_link_used_in_time'),
        ),
        migrations.AddIndex(
            model_name='readentry',
            index=models.Index(fields=['by', '-id'], name='read_entry_by_person'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.CheckConstraint(condition=models.Q(('substitute', models.F('principal')), _negated=True), name='substitution_by_another_person'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='substitution_never_ends_before'),
        ),
        migrations.AddConstraint(
            model_name='substitution',
            constraint=models.UniqueConstraint(fields=('principal', 'substitute', 'starts_on'), name='substitution_is_unique'),
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (RELEASE, ACTED_FOR, READ)),
    ]
