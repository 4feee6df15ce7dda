"""Opinions on applications and drafts; objections and actions against notices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON stellwerk_{table}
    FOR EACH ROW EXECUTE FUNCTION stellwerk_refuse_change();
"""
# What was asked stays as it was asked; it can only be withdrawn.
REQUEST = """
CREATE FUNCTION stellwerk_guard_opinion_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
        OR (NEW.title, NEW.question, NEW.text, NEW.sections, NEW.due_on, NEW.silence_rule, NEW.programme_id)
        IS DISTINCT FROM
        (OLD.title, OLD.question, OLD.text, OLD.sections, OLD.due_on, OLD.silence_rule, OLD.programme_id)
    THEN
        RAISE EXCEPTION 'what was asked is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_request_is_kept BEFORE UPDATE OR DELETE ON stellwerk_opinionrequest
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_opinion_request();
"""
# An answer is never taken back to nothing; what a body entered itself nobody of the authority writes over.
OPINION = """
CREATE FUNCTION stellwerk_guard_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state = 'answered' AND NEW.state <> 'answered')
        OR (OLD.answered_by_id IS NOT NULL AND NEW.answered_by_id IS NULL)
        OR (NEW.request_id, NEW.office_id, NEW.letter_id)
            IS DISTINCT FROM (OLD.request_id, OLD.office_id, OLD.letter_id)
    THEN
        RAISE EXCEPTION 'an opinion is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_is_kept BEFORE UPDATE OR DELETE ON stellwerk_opinion
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_opinion();
"""
POINT = """
CREATE FUNCTION stellwerk_guard_opinion_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.text, NEW.number, NEW.opinion_id)
        IS DISTINCT FROM (OLD.text, OLD.number, OLD.opinion_id)
        OR (OLD.dropped_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
    THEN
        RAISE EXCEPTION 'what a point says is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_point_is_kept BEFORE UPDATE OR DELETE ON stellwerk_opinionpoint
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_opinion_point();
"""
# A decided case stays as it is; only the day on which its effect ends is written down later.
REMEDY = """
CREATE FUNCTION stellwerk_guard_remedy_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before stellwerk_remedycase;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a remedy is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    before := OLD;
    before.effect_ends_on := NEW.effect_ends_on;
    IF OLD.state = 'decided' AND NEW IS DISTINCT FROM before THEN
        RAISE EXCEPTION 'a decided remedy is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remedy_case_keeps_its_decision BEFORE UPDATE OR DELETE ON stellwerk_remedycase
    FOR EACH ROW EXECUTE FUNCTION stellwerk_guard_remedy_case();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stellwerk', '0024_programmes_set_up'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'gefragt'), ('reminded', 'erinnert'), ('answered', 'beantwortet'), ('silent', 'keine Antwort, gilt als Einvernehmen')], default='asked', max_length=20, verbose_name='Stand')),
                ('answer', models.CharField(blank=True, choices=[('agreed', 'Einvernehmen'), ('objected', 'Einwände'), ('no_remark', 'keine Anmerkungen')], max_length=20, verbose_name='Antwort')),
                ('text', models.TextField(blank=True, verbose_name='Stellungnahme')),
                ('answered_on', models.DateField(null=True, verbose_name='eingegangen am')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='erfasst am')),
                ('is_late', models.BooleanField(default=False, verbose_name='verspätet')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='Prüfsumme')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='stellwerk.letter')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='stellwerk.office')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reminder', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminded_opinion', to='stellwerk.letter')),
            ],
            options={
                'verbose_name': 'Stellungnahme',
            },
        ),
        migrations.CreateModel(
            name='OpinionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Gegenstand')),
                ('question', models.TextField(verbose_name='Frage')),
                ('text', models.TextField(blank=True, verbose_name='Entwurf')),
                ('sections', models.JSONField(default=list, verbose_name='mitgegebene Abschnitte')),
                ('asked_on', models.DateField(verbose_name='gefragt am')),
                ('due_on', models.DateField(verbose_name='Antwort bis')),
                ('silence_rule', models.CharField(choices=[('consent', 'Keine Antwort bis zum Fristende gilt als Einvernehmen'), ('wait', 'Ohne Antwort keine Freigabe')], max_length=20, verbose_name='Schweigeregel')),
                ('at', models.DateTimeField(verbose_name='am')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='zurückgezogen am')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=300, verbose_name='Grund der Rücknahme')),
                ('is_example', models.BooleanField(default=False, verbose_name='Beispiel')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion_requests', to='stellwerk.call')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_requests', to='stellwerk.programme')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Bitte um Stellungnahme',
            },
        ),
        migrations.CreateModel(
            name='OpinionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Dateiname')),
                ('media_type', models.CharField(max_length=100, verbose_name='Art')),
                ('size', models.PositiveIntegerField(verbose_name='Größe in Byte')),
                ('sha256', models.CharField(max_length=64, verbose_name='Prüfsumme')),
                ('content', models.BinaryField(verbose_name='Inhalt')),
                ('at', models.DateTimeField(verbose_name='hochgeladen am')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='stellwerk.opinion')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='stellwerk.opinionrequest')),
            ],
            options={
                'verbose_name': 'Datei einer Stellungnahme',
            },
        ),
        migrations.AddField(
            model_name='opinion',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='stellwerk.opinionrequest'),
        ),
        migrations.CreateModel(
            name='OpinionSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_subjects', to='stellwerk.application')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='stellwerk.opinionrequest')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stellwerk.applicationversion')),
            ],
            options={
                'verbose_name': 'Gegenstand einer Stellungnahme',
            },
        ),
        migrations.CreateModel(
            name='RemedyCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('objection', 'Widerspruch'), ('action', 'Klage')], max_length=20, verbose_name='Art')),
                ('challenge', models.CharField(choices=[('burden', 'gegen eine Belastung, zum Beispiel eine Auflage oder Rückforderung'), ('benefit', 'auf mehr, als bewilligt ist, oder gegen eine Ablehnung')], max_length=20, verbose_name='Ziel')),
                ('contested_amount', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='streitiger Betrag')),
                ('reasons', models.TextField(blank=True, verbose_name='Begründung')),
                ('court_number', models.CharField(blank=True, max_length=60, verbose_name='Aktenzeichen des Gerichts')),
                ('filed_on', models.DateField(verbose_name='eingelegt am')),
                ('received_on', models.DateField(verbose_name='eingegangen am')),
                ('filing', models.CharField(choices=[('written', 'schriftlich'), ('electronic', 'elektronisch mit Ersatz der Schriftform'), ('on_record', 'zur Niederschrift'), ('page', 'über diese Seite')], max_length=20, verbose_name='Form')),
                ('is_instructed', models.BooleanField(default=True, verbose_name='Rechtsbehelfsbelehrung vollständig und richtig')),
                ('served_on', models.DateField(null=True, verbose_name='Bescheid zugestellt am')),
                ('ends_on', models.DateField(verbose_name='Fristende, herrschende Lesart')),
                ('ends_other_on', models.DateField(verbose_name='Fristende, andere Lesart')),
                ('timeliness', models.CharField(choices=[('in_time', 'fristgerecht'), ('disputed', 'je nach Lesart fristgerecht oder verspätet'), ('late', 'verspätet')], max_length=20, verbose_name='Frist')),
                ('is_in_form', models.BooleanField(verbose_name='Form gewahrt')),
                ('working', models.JSONField(default=list, verbose_name='Rechenweg')),
                ('entered_at', models.DateTimeField(verbose_name='erfasst am')),
                ('immediate_reason', models.TextField(blank=True, verbose_name='Begründung der sofortigen Vollziehung')),
                ('immediate_at', models.DateTimeField(null=True, verbose_name='sofortige Vollziehung angeordnet am')),
                ('state', models.CharField(choices=[('open', 'offen'), ('decided', 'entschieden')], default='open', max_length=20, verbose_name='Stand')),
                ('outcome', models.CharField(blank=True, choices=[('redressed', 'abgeholfen oder stattgegeben'), ('rejected', 'zurückgewiesen oder abgewiesen'), ('settled', 'erledigt'), ('withdrawn', 'zurückgenommen')], max_length=20, verbose_name='Ausgang')),
                ('reason', models.TextField(blank=True, verbose_name='Begründung der Entscheidung')),
                ('effect_ends_on', models.DateField(null=True, verbose_name='aufschiebende Wirkung endet am')),
                ('proposed_at', models.DateTimeField(null=True, verbose_name='vorgeschlagen am')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='entschieden am')),
                ('is_example', models.BooleanField(default=False, verbose_name='Beispiel')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('immediate_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='stellwerk.letter')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='stellwerk.office')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Rechtsbehelfsverfahren',
            },
        ),
        migrations.CreateModel(
            name='OpinionPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('text', models.TextField(verbose_name='Punkt')),
                ('dropped_at', models.DateTimeField(null=True, verbose_name='ersetzt am')),
                ('treatment', models.CharField(blank=True, choices=[('followed', 'gefolgt'), ('partly', 'teilweise gefolgt'), ('not_followed', 'nicht gefolgt')], max_length=20, verbose_name='Behandlung')),
                ('why', models.TextField(blank=True, verbose_name='Begründung')),
                ('treated_at', models.DateTimeField(null=True, verbose_name='behandelt am')),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='stellwerk.opinion')),
                ('treated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Punkt einer Stellungnahme',
                'constraints': [models.UniqueConstraint(fields=('opinion', 'number'), name='opinion_point_number_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('treated_at', None), ('treated_by', None), ('treatment', ''), ('why', '')), models.Q(('treated_at__isnull', False), ('treated_by__isnull', False), models.Q(('treatment', ''), _negated=True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='opinion_point_treatment_is_complete')],
            },
        ),
        migrations.AddConstraint(
            model_name='opinionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('asked_on'))), name='opinion_has_time'),
        ),
        migrations.AddConstraint(
            model_name='opinionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='opinion_request_withdrawal_is_complete'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['office', '-id'], name='opinion_by_office'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('request', 'office'), name='opinion_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_on__isnull', False), ('state', 'answered'), models.Q(('answer', ''), _negated=True), models.Q(('answered_by', None), ('recorded_by', None), _connector='OR'), models.Q(('answered_by', None), ('recorded_by', None), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('answer', ''), ('answered_at', None), ('answered_on', None)), _connector='OR'), name='opinion_answer_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reminded'), _negated=True), ('reminder__isnull', False), _connector='OR'), name='opinion_reminder_is_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='opinionsubject',
            constraint=models.UniqueConstraint(fields=('request', 'application'), name='opinion_subject_is_unique'),
        ),
        migrations.AddIndex(
            model_name='remedycase',
            index=models.Index(fields=['state', '-id'], name='remedy_case_by_state'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('letter', 'office', 'kind'), name='remedy_case_open_once'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.CheckConstraint(condition=models.Q(('contested_amount', None), ('contested_amount__gt', 0), _connector='OR'), name='remedy_case_contests_something'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('immediate_at', None), ('immediate_by', None), ('immediate_reason', '')), models.Q(('immediate_at__isnull', False), ('immediate_by__isnull', False), models.Q(('immediate_reason', ''), _negated=True)), _connector='OR'), name='remedy_case_immediate_order_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('proposed_at', None), ('proposed_by', None)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='remedy_case_proposal_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'decided'), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='remedy_case_decision_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='remedycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('proposed_for')), _negated=True), models.Q(('decided_for', models.F('proposed_by')), _negated=True), models.Q(('decided_for', models.F('proposed_for')), _negated=True)), name='remedy_case_needs_four_eyes'),
        ),
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (
                APPEND_ONLY.format(table="opinionsubject"),
                APPEND_ONLY.format(table="opinionfile"),
                REQUEST,
                OPINION,
                POINT,
                REMEDY,
                # PDFs and pictures are compressed already: do not try again.
                "ALTER TABLE stellwerk_opinionfile ALTER COLUMN content SET STORAGE EXTERNAL;",
            )
        ),
    ]
