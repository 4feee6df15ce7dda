"""Letterheads, texts in versions, and letters that never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person
from stellwerk.models.programmes import Programme


class LetterKind(models.TextChoices):
    NOTICE = "notice", _("Änderungsbescheid")
    CIRCULAR = "circular", _("Rundschreiben")
    CONSULTATION = "consultation", _("Bitte um Stellungnahme")
    OPINION = "opinion", _("Bitte um Stellungnahme")
    CAMPAIGN = "campaign", _("Bitte um Bestätigung")
    RECEIPT = "receipt", _("Eingangsbestätigung")
    APPROVAL = "approval", _("Zuwendungsbescheid")
    REFUSAL = "refusal", _("Ablehnungsbescheid")
    CONTRACT = "contract", _("Zuwendungsvertrag")


class TextKind(models.TextChoices):
    AMENDMENT_NOTICE = "amendment_notice", _("Änderungsbescheid")
    CIRCULAR = "circular", _("Rundschreiben")
    CONSULTATION = "consultation", _("Bitte um Stellungnahme")
    REMEDY = "remedy", _("Rechtsbehelfsbelehrung")
    CAMPAIGN = "campaign", _("Bitte um Bestätigung")
    CAMPAIGN_REMINDER = "campaign_reminder", _("Erinnerung an die Bestätigung")
    RECEIPT = "receipt", _("Eingangsbestätigung")
    OPINION = "opinion", _("Bitte um Stellungnahme zu Anträgen oder Entwürfen")
    OPINION_REMINDER = "opinion_reminder", _("Erinnerung an die Stellungnahme")
    APPROVAL_NOTICE = "approval_notice", _("Zuwendungsbescheid")
    REFUSAL_NOTICE = "refusal_notice", _("Ablehnungsbescheid")
    CONTRACT = "contract", _("Zuwendungsvertrag")


class Letterhead(models.Model):
    """How the authority of a programme appears on paper (DIN 5008, form A or B)."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="letterhead")
    authority_lines = models.TextField(_("Briefkopf, eine Zeile je Zeile"))
    return_address = models.CharField(_("Rücksendeangabe"), max_length=200)
    place = models.CharField(_("Ort"), max_length=80)
    direct_dial = models.CharField(_("Durchwahl"), max_length=40)
    reply_to = models.CharField(_("Antwortadresse"), max_length=254)
    privacy_url = models.URLField(_("Datenschutzhinweise"))
    form = models.CharField(_("Form"), max_length=1, choices=[("A", "A"), ("B", "B")], default="B")
    signature_name = models.CharField(_("gezeichnet"), max_length=120)
    signature_function = models.CharField(_("Funktion"), max_length=120)
    is_example = models.BooleanField(_("Beispielangaben"), default=False)


class TextVersion(models.Model):
    """The wording of one kind of letter in one version. Append-only.

    programme  whose own it is; none for the texts that all programmes share
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, related_name="texts")
    kind = models.CharField(_("Art"), max_length=20, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField(_("Fassung"))
    valid_from = models.DateField(_("gilt ab"))
    title = models.CharField(_("Bezeichnung"), max_length=200)
    subject = models.CharField(_("Betreff"), max_length=300, blank=True)
    subject_detail = models.CharField(_("zweite Betreffzeile"), max_length=300, blank=True)
    salutation = models.CharField(_("Anrede"), max_length=200, blank=True)
    body = models.TextField(_("Text"))

    class Meta:
        verbose_name = _("Textfassung")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "programme", "version"],
                nulls_distinct=False,
                name="text_version_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, Fassung {self.version}"


class Letter(models.Model):
    """A released letter: what it says, from which text, on which facts. Append-only.

    document         everything the typesetter needs, as JSON
    document_sha256  hash of its canonical form
    """

    kind = models.CharField(_("Art"), max_length=20, choices=LetterKind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="letters")
    run = models.ForeignKey("stellwerk.Run", on_delete=models.PROTECT, null=True, related_name="letters")
    grant = models.ForeignKey("stellwerk.Grant", on_delete=models.PROTECT, null=True, related_name="letters")
    decision = models.OneToOneField(
        "stellwerk.Decision", on_delete=models.PROTECT, null=True, related_name="letter"
    )
    addressee = models.ForeignKey(
        "stellwerk.Office", on_delete=models.PROTECT, null=True, related_name="letters"
    )
    file_number = models.CharField(_("Aktenzeichen"), max_length=60)
    subject = models.CharField(_("Betreff"), max_length=300)
    dated_on = models.DateField(_("Datum"))
    text_version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="letters")
    document = models.JSONField(_("Inhalt"))
    document_sha256 = models.CharField(_("Prüfsumme des Inhalts"), max_length=64)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("freigegeben am"))

    class Meta:
        verbose_name = _("Schreiben")
        constraints = [
            # One letter of a kind per run and addressee; the circular has no single addressee.
            # Letters without a run are kept apart by what they belong to: see Invitation and Reminder.
            models.UniqueConstraint(
                fields=["run", "kind", "grant", "addressee"],
                condition=models.Q(run__isnull=False),
                nulls_distinct=False,
                name="letter_once_per_run",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class LetterFile(models.Model):
    """The PDF of a letter, made once. Append-only."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, primary_key=True, related_name="file")
    sha256 = models.CharField(_("Prüfsumme"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("Größe in Byte"))
    content = models.BinaryField(_("PDF"))
    rendered_at = models.DateTimeField(_("erzeugt am"))
