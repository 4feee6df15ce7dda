"""Applications: what an office asks for in a call, version by version, and who stands for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.calls import Call, FormVersion
from stellwerk.models.letters import Letter
from stellwerk.models.people import Office, Person


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    TO_CERTIFY = "to_certify", _("wartet auf Zeichnung")
    SUBMITTED = "submitted", _("eingereicht")
    CORRECTION = "correction", _("Nachforderung")
    READY = "ready", _("entscheidungsreif")
    DECIDED = "decided", _("entschieden")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class Application(models.Model):
    """One office's application; the form version is kept even if the call moves on to a newer one.

    entered_by    who began this round of writing: the draft, or the answer to a correction request
    certified_by  the second person of the office; empty while a round is open
    submitted_at  when the first submission had completely arrived; later ones are in the receipts
    only_one      copied from the call, so that the database can see to it
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="applications")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField(_("Nummer"))
    file_number = models.CharField(_("Aktenzeichen"), max_length=80, unique=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    eligibility = models.JSONField(_("Vorprüfung"), default=dict)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    certified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("angelegt am"))
    submitted_at = models.DateTimeField(_("eingegangen am"), null=True)
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases")
    amount_asked = models.DecimalField(_("beantragt"), max_digits=12, decimal_places=2, null=True)
    only_one = models.BooleanField(default=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Antrag")
        indexes = [
            models.Index(fields=["call", "-submitted_at", "-id"], name="application_by_arrival"),
            models.Index(fields=["assigned_to", "state"], name="application_by_case_worker"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_by_day",
            ),
            models.Index(
                fields=["state", "submitted_at", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_by_state",
            ),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state="submitted", assigned_to=None),
                name="application_in_inbox",
            ),
            models.Index(fields=["amount_asked", "id"], name="application_by_amount"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_is_unique"),
            models.UniqueConstraint(
                fields=["call", "applicant"],
                condition=Q(only_one=True) & ~Q(state="withdrawn"),
                name="application_once_per_call",
            ),
            models.CheckConstraint(
                condition=Q(certified_by=None) | ~Q(certified_by=F("entered_by")),
                name="application_needs_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "ready", "decided"])
                | Q(certified_by__isnull=False, submitted_at__isnull=False),
                name="application_is_certified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(amount_asked=None) | Q(amount_asked__gte=0),
                name="application_amount_is_no_debt",
            ),
        ]

    def __str__(self) -> str:
        return self.file_number


class ApplicationVersion(models.Model):
    """The answers as somebody saved them; append-only, so that nothing anybody typed is lost.

    answers  field → what was said, as law.answers reads it
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Nummer"))
    answers = models.JSONField(_("Antworten"), default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("gespeichert am"))
    is_submitted = models.BooleanField(_("eingereicht"), default=False)

    class Meta:
        verbose_name = _("Antragsfassung")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="application_version_number_is_unique"
            ),
        ]


class Attachment(models.Model):
    """A file that belongs to a field; what was submitted once stays readable for the authority."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    field = models.CharField(_("Feld"), max_length=40)
    name = models.CharField(_("Dateiname"), max_length=200)
    media_type = models.CharField(_("Art"), max_length=100)
    size = models.PositiveIntegerField(_("Größe in Byte"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    content = models.BinaryField(_("Inhalt"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("hochgeladen am"))
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True)
    removed_at = models.DateTimeField(_("entfernt am"), null=True)

    class Meta:
        verbose_name = _("Anlage")
        indexes = [models.Index(fields=["application", "id"], name="attachment_by_application")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field", "sha256"],
                condition=Q(removed_at=None),
                name="attachment_once_per_field",
            ),
        ]


class Receipt(models.Model):
    """The proof that a version has arrived: when, with which fingerprint, in which letter. Append-only."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="receipts")
    version = models.OneToOneField(ApplicationVersion, on_delete=models.PROTECT, related_name="receipt")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="receipt")
    received_at = models.DateTimeField(_("eingegangen am"))
    certified_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("Prüfsumme der Angaben"), max_length=64)

    class Meta:
        verbose_name = _("Eingangsbestätigung")
