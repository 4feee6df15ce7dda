"""Opinions: what bodies are asked about applications or a draft, what they say, and what becomes of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.applications import Application, ApplicationVersion
from stellwerk.models.calls import Call
from stellwerk.models.letters import Letter
from stellwerk.models.people import Office, Person
from stellwerk.models.programmes import Programme, SilenceRule


class OpinionRequest(models.Model):
    """One question to one or many bodies, about applications or about a draft.

    text      the draft beside which the answers are read; empty where applications speak for themselves
    sections  keys of the form's sections whose answers are handed to those who are asked
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="opinion_requests")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="opinion_requests")
    title = models.CharField(_("Gegenstand"), max_length=200)
    question = models.TextField(_("Frage"))
    text = models.TextField(_("Entwurf"), blank=True)
    sections = models.JSONField(_("mitgegebene Abschnitte"), default=list)
    asked_on = models.DateField(_("gefragt am"))
    due_on = models.DateField(_("Antwort bis"))
    silence_rule = models.CharField(_("Schweigeregel"), max_length=20, choices=SilenceRule.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("am"))
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("zurückgezogen am"), null=True)
    withdrawal_reason = models.CharField(_("Grund der Rücknahme"), max_length=300, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Bitte um Stellungnahme")
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=models.F("asked_on")), name="opinion_has_time"),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="opinion_request_withdrawal_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OpinionSubject(models.Model):
    """An application that a request is about, in the version that was handed over. Append-only."""

    request = models.ForeignKey(OpinionRequest, on_delete=models.PROTECT, related_name="subjects")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="opinion_subjects")
    version = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Gegenstand einer Stellungnahme")
        constraints = [
            models.UniqueConstraint(fields=["request", "application"], name="opinion_subject_is_unique"),
        ]


class OpinionState(models.TextChoices):
    ASKED = "asked", _("gefragt")
    REMINDED = "reminded", _("erinnert")
    ANSWERED = "answered", _("beantwortet")
    SILENT = "silent", _("keine Antwort, gilt als Einvernehmen")


class OpinionAnswer(models.TextChoices):
    AGREED = "agreed", _("Einvernehmen")
    OBJECTED = "objected", _("Einwände")
    NO_REMARK = "no_remark", _("keine Anmerkungen")


class Opinion(models.Model):
    """What one body says to a request.

    answered_on  the day the answer came; a letter may have come before somebody recorded it
    answered_at  when it was entered here
    answered_by  who of the body entered it; recorded_by: who of the authority did, where it came by post
    is_late      it came after the last day, and is weighed all the same
    sha256       fingerprint of answer, text, points and files: what the receipt names
    """

    request = models.ForeignKey(OpinionRequest, on_delete=models.PROTECT, related_name="opinions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="opinions")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="opinion")
    reminder = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="reminded_opinion"
    )
    state = models.CharField(
        _("Stand"), max_length=20, choices=OpinionState.choices, default=OpinionState.ASKED
    )
    answer = models.CharField(_("Antwort"), max_length=20, choices=OpinionAnswer.choices, blank=True)
    text = models.TextField(_("Stellungnahme"), blank=True)
    answered_on = models.DateField(_("eingegangen am"), null=True)
    answered_at = models.DateTimeField(_("erfasst am"), null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_late = models.BooleanField(_("verspätet"), default=False)
    sha256 = models.CharField(_("Prüfsumme"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("Stellungnahme")
        constraints = [
            models.UniqueConstraint(fields=["request", "office"], name="opinion_is_unique"),
            models.CheckConstraint(
                condition=(
                    Q(state="answered", answered_on__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                    & (Q(answered_by=None) | Q(recorded_by=None))
                    & ~Q(answered_by=None, recorded_by=None)
                )
                | (~Q(state="answered") & Q(answer="", answered_on=None, answered_at=None)),
                name="opinion_answer_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="reminded") | Q(reminder__isnull=False),
                name="opinion_reminder_is_a_letter",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="opinion_by_office")]


class Treatment(models.TextChoices):
    FOLLOWED = "followed", _("gefolgt")
    PARTLY = "partly", _("teilweise gefolgt")
    NOT_FOLLOWED = "not_followed", _("nicht gefolgt")


class OpinionPoint(models.Model):
    """One point of an opinion, and what the authority makes of it.

    dropped_at  the body said it differently later; the point and its treatment stay to be read
    """

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    text = models.TextField(_("Punkt"))
    dropped_at = models.DateTimeField(_("ersetzt am"), null=True)
    treatment = models.CharField(_("Behandlung"), max_length=20, choices=Treatment.choices, blank=True)
    why = models.TextField(_("Begründung"), blank=True)
    treated_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    treated_at = models.DateTimeField(_("behandelt am"), null=True)

    class Meta:
        verbose_name = _("Punkt einer Stellungnahme")
        constraints = [
            models.UniqueConstraint(fields=["opinion", "number"], name="opinion_point_number_is_unique"),
            models.CheckConstraint(
                condition=Q(treatment="", why="", treated_by=None, treated_at=None)
                | (Q(treated_by__isnull=False, treated_at__isnull=False) & ~Q(treatment="") & ~Q(why="")),
                name="opinion_point_treatment_is_complete",
            ),
        ]


class OpinionFile(models.Model):
    """A file handed out with the question, or handed in with an opinion. Append-only."""

    request = models.ForeignKey(OpinionRequest, on_delete=models.PROTECT, related_name="files")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, related_name="files")
    name = models.CharField(_("Dateiname"), max_length=200)
    media_type = models.CharField(_("Art"), max_length=100)
    size = models.PositiveIntegerField(_("Größe in Byte"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    content = models.BinaryField(_("Inhalt"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("hochgeladen am"))

    class Meta:
        verbose_name = _("Datei einer Stellungnahme")
