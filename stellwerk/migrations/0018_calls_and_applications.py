"""Calls, forms in versions, applications and their check."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table}
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""
# A published version of a form stays as it is: open cases keep it.
FORM_VERSION = """
CREATE FUNCTION stellwerk_guard_form_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published form is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER form_version_is_kept BEFORE UPDATE OR DELETE ON stellwerk_formversion
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_form_version();
"""
# A file never changes; what was submitted stays, even if it was exchanged later.
ATTACHMENT = """
CREATE FUNCTION stellwerk_guard_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.sha256 <> OLD.sha256 OR NEW.content <> OLD.content
        OR NEW.application_id <> OLD.application_id OR NEW.field <> OLD.field
        OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
        OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at)
    THEN
        RAISE EXCEPTION 'an attachment is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attachment_is_kept BEFORE UPDATE OR DELETE ON stellwerk_attachment
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_attachment();
"""
# Whoever wrote since the last submission does not certify, whatever way they take.
CERTIFIED = """
CREATE FUNCTION stellwerk_guard_certification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.certified_by_id IS NOT NULL AND NEW.certified_by_id IS DISTINCT FROM OLD.certified_by_id
        AND EXISTS (
            SELECT 1 FROM stellwerk_applicationversion
            WHERE application_id = NEW.id AND NOT is_submitted
                AND NEW.certified_by_id IN (by_id, acting_for_id)
                AND number > (SELECT coalesce(max(number), 0) FROM stellwerk_applicationversion
                              WHERE application_id = NEW.id AND is_submitted))
    THEN
        RAISE EXCEPTION 'application_needs_second_person: whoever wrote it does not certify it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_is_certified_by_another BEFORE UPDATE ON stellwerk_application
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_certification();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stellwerk', '0017_publication_orders'),
    ]

    operations = [
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('notice', 'Änderungsbescheid'), ('circular', 'Rundschreiben'), ('consultation', 'Bitte um Stellungnahme'), ('campaign', 'Bitte um Bestätigung'), ('receipt', 'Eingangsbestätigung')], max_length=20, verbose_name='Art'),
        ),
        migrations.AlterField(
            model_name='textversion',
            name='kind',
            field=models.CharField(choices=[('amendment_notice', 'Änderungsbescheid'), ('circular', 'Rundschreiben'), ('consultation', 'Bitte um Stellungnahme'), ('remedy', 'Rechtsbehelfsbelehrung'), ('campaign', 'Bitte um Bestätigung'), ('campaign_reminder', 'Erinnerung an die Bestätigung'), ('receipt', 'Eingangsbestätigung')], max_length=20, verbose_name='Art'),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Nummer')),
                ('file_number', models.CharField(max_length=80, unique=True, verbose_name='Aktenzeichen')),
                ('state', models.CharField(choices=[('draft', 'Entwurf'), ('to_certify', 'wartet auf Zeichnung'), ('submitted', 'eingereicht'), ('correction', 'Nachforderung'), ('ready', 'entscheidungsreif'), ('decided', 'entschieden'), ('withdrawn', 'zurückgenommen')], default='draft', max_length=20, verbose_name='Stand')),
                ('eligibility', models.JSONField(default=dict, verbose_name='Vorprüfung')),
                ('created_at', models.DateTimeField(verbose_name='angelegt am')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='eingegangen am')),
                ('amount_asked', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='beantragt')),
                ('only_one', models.BooleanField(default=True)),
                ('is_example', models.BooleanField(default=False, verbose_name='Beispiel')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='stellwerk.office')),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('certified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Antrag',
            },
        ),
        migrations.CreateModel(
            name='ApplicationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Nummer')),
                ('answers', models.JSONField(default=dict, verbose_name='Antworten')),
                ('at', models.DateTimeField(verbose_name='gespeichert am')),
                ('is_submitted', models.BooleanField(default=False, verbose_name='eingereicht')),
                ('acting_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='stellwerk.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Antragsfassung',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, verbose_name='Feld')),
                ('name', models.CharField(max_length=200, verbose_name='Dateiname')),
                ('media_type', models.CharField(max_length=100, verbose_name='Art')),
                ('size', models.PositiveIntegerField(verbose_name='Größe in Byte')),
                ('sha256', models.CharField(max_length=64, verbose_name='Prüfsumme')),
                ('content', models.BinaryField(verbose_name='Inhalt')),
                ('at', models.DateTimeField(verbose_name='hochgeladen am')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='eingereicht am')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='entfernt am')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='stellwerk.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Anlage',
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Bezeichnung')),
                ('text', models.TextField(blank=True, verbose_name='Worum es geht')),
                ('opens_at', models.DateTimeField(verbose_name='Beginn')),
                ('closes_at', models.DateTimeField(verbose_name='Ende')),
                ('only_one', models.BooleanField(default=True, verbose_name='ein Antrag je Stelle')),
                ('is_example', models.BooleanField(default=False, verbose_name='Beispiel')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='stellwerk.programme')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='stellwerk.terms')),
            ],
            options={
                'verbose_name': 'Förderaufruf',
            },
        ),
        migrations.AddField(
            model_name='application',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='stellwerk.call'),
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='Prüfpunkt')),
                ('state', models.CharField(choices=[('open', 'offen'), ('fulfilled', 'erfüllt'), ('not_fulfilled', 'nicht erfüllt'), ('not_needed', 'nicht nötig')], max_length=20, verbose_name='Ergebnis')),
                ('remark', models.TextField(blank=True, verbose_name='Bemerkung')),
                ('at', models.DateTimeField(verbose_name='geprüft am')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='stellwerk.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Prüfpunkt',
            },
        ),
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('fields', models.JSONField(default=list, verbose_name='Felder')),
                ('text', models.TextField(verbose_name='Was zu ergänzen ist')),
                ('due_on', models.DateField(verbose_name='bis zum')),
                ('at', models.DateTimeField(verbose_name='gefragt am')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='beantwortet am')),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stellwerk.applicationversion')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='stellwerk.application')),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stellwerk.applicationversion')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Nachforderung',
            },
        ),
        migrations.CreateModel(
            name='EarlyStart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('granted', models.BooleanField(verbose_name='zugelassen')),
                ('from_on', models.DateField(null=True, verbose_name='frühestens ab')),
                ('reason', models.TextField(verbose_name='Begründung')),
                ('proposed_at', models.DateTimeField(verbose_name='vorgeschlagen am')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='entschieden am')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='early_start', to='stellwerk.application')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'vorzeitiger Maßnahmebeginn',
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='Grund')),
                ('at', models.DateTimeField(verbose_name='am')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='erledigt am')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='stellwerk.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cleared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Markierung',
            },
        ),
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('is_example', models.BooleanField(default=False, verbose_name='Beispiel')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forms', to='stellwerk.programme')),
            ],
            options={
                'verbose_name': 'Antragsformular',
            },
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('content', models.JSONField(default=dict, verbose_name='Inhalt')),
                ('changed_at', models.DateTimeField(verbose_name='geändert am')),
                ('published_at', models.DateTimeField(null=True, verbose_name='veröffentlicht am')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='stellwerk.form')),
            ],
            options={
                'verbose_name': 'Fassung des Antragsformulars',
            },
        ),
        migrations.AddField(
            model_name='call',
            name='form_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='stellwerk.formversion'),
        ),
        migrations.AddField(
            model_name='application',
            name='form_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='stellwerk.formversion'),
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='Vermerk')),
                ('at', models.DateTimeField(verbose_name='am')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='stellwerk.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Vermerk',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField(verbose_name='eingegangen am')),
                ('sha256', models.CharField(max_length=64, verbose_name='Prüfsumme der Angaben')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='stellwerk.application')),
                ('certified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='stellwerk.letter')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='stellwerk.applicationversion')),
            ],
            options={
                'verbose_name': 'Eingangsbestätigung',
            },
        ),
        migrations.AddConstraint(
            model_name='applicationversion',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='application_version_number_is_unique'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(fields=['application', 'id'], name='attachment_by_application'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('application', 'field', 'sha256'), name='attachment_once_per_field'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(fields=('application', 'key'), name='check_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='correction_number_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('application',), name='correction_request_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', None), ('answered_at', None)), models.Q(('answer__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='correction_request_answer_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='earlystart',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='early_start_needs_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='earlystart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='early_start_decision_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='earlystart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_on', None), ('granted', False)), models.Q(('from_on__isnull', False), ('granted', True)), _connector='OR'), name='early_start_has_a_day_if_granted'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='flag_is_cleared_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='form',
            constraint=models.UniqueConstraint(fields=('programme', 'name'), name='form_name_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.UniqueConstraint(fields=('form', 'number'), name='form_version_number_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('form',), name='form_has_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(fields=('programme', 'title'), name='call_title_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_has_a_window'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__second', 0), ('opens_at__second', 0)), name='call_is_exact_to_the_minute'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['call', '-submitted_at', '-id'], name='application_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['assigned_to', 'state'], name='application_by_case_worker'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('call', 'number'), name='application_number_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('only_one', True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('call', 'applicant'), name='application_once_per_call'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('certified_by', None), models.Q(('certified_by', models.F('entered_by')), _negated=True), _connector='OR'), name='application_needs_second_person'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'ready', 'decided']), _negated=True), models.Q(('certified_by__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='application_is_certified_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('amount_asked', None), ('amount_asked__gte', 0), _connector='OR'), name='application_amount_is_no_debt'),
        ),
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (
                APPEND_ONLY.format(table="applicationversion"),
                APPEND_ONLY.format(table="receipt"),
                APPEND_ONLY.format(table="note"),
                FORM_VERSION,
                ATTACHMENT,
                CERTIFIED,
                # PDFs and pictures are compressed already: do not try again.
                "ALTER TABLE stellwerk_attachment ALTER COLUMN content SET STORAGE EXTERNAL;",
            )
        ),
    ]
