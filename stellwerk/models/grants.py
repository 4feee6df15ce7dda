"""Grants and their notices: amendments are numbered deltas, never clones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.law.terms import Earlier
from stellwerk.models.people import Office, Person
from stellwerk.models.posts import Post
from stellwerk.models.programmes import Programme
from stellwerk.models.terms import Terms


class Grant(models.Model):
    """Money for a post of a recipient; a follow-up names the grant before it (predecessor)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="grants")
    recipient = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="grants")
    file_number = models.CharField(_("Aktenzeichen"), max_length=60, unique=True)
    starts_on = models.DateField(_("Beginn der Förderung"))
    eligible_monthly = models.DecimalField(
        _("zuwendungsfähige Ausgaben im Monat"), max_digits=12, decimal_places=2, null=True
    )
    own_monthly = models.DecimalField(_("Eigenmittel im Monat"), max_digits=12, decimal_places=2, null=True)
    third_party_monthly = models.DecimalField(
        _("Drittmittel im Monat"), max_digits=12, decimal_places=2, null=True
    )
    is_example = models.BooleanField(_("Beispielwerte"), default=False)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="follow_ups")

    class Meta:
        verbose_name = _("Zuwendung")
        constraints = [
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("pk")), name="grant_follows_another"
            ),
        ]

    def __str__(self) -> str:
        return self.file_number

    def as_earlier(self) -> Earlier:
        """Return the grant as the law sees it when another one follows it."""
        return Earlier(self.pk, self.file_number, self.starts_on)


class NoticeKind(models.TextChoices):
    APPROVAL = "approval", _("Zuwendungsbescheid")
    AMENDMENT = "amendment", _("Änderungsbescheid")
    CONTRACT = "contract", _("Zuwendungsvertrag")


class Notice(models.Model):
    """A decision on a grant; number 0 is the approval or the contract, 1, 2, … amend it.

    Append-only but for the stop.

    period_end  first day that is no longer funded, as this notice fixes it
    working     the steps that led to its amounts (rows of a Working)
    stopped_on  its letter was stopped before it went out: never announced, so never in force (§ 43 LVwVfG)
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    kind = models.CharField(_("Art"), max_length=20, choices=NoticeKind.choices)
    issued_on = models.DateField(_("Bescheid vom"))
    period_end = models.DateField(_("Ende des Bewilligungszeitraums (ausschließlich)"))
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="notices")
    run = models.ForeignKey("stellwerk.Run", on_delete=models.PROTECT, null=True, related_name="notices")
    decision = models.OneToOneField(
        "stellwerk.Decision", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    letter = models.OneToOneField(
        "stellwerk.Letter", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    working = models.JSONField(_("Rechenweg"), default=list)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_on = models.DateField(_("vor der Bekanntgabe gestoppt am"), null=True)

    class Meta:
        verbose_name = _("Bescheid")
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="notice_number_is_unique"),
            models.UniqueConstraint(fields=["grant", "run"], name="notice_once_per_run"),
            models.CheckConstraint(
                condition=Q(kind__in=["approval", "contract"], number=0) | Q(kind="amendment", number__gt=0),
                name="notice_number_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by=None) | ~Q(prepared_by=F("released_by")),
                name="notice_needs_four_eyes",
            ),
        ]


class Tranche(models.Model):
    """What one notice adds to (or takes from) a budget year. Append-only; the sum is what is granted."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="tranches")
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    amount = models.DecimalField(_("Betrag"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("Jahresrate")
        constraints = [models.UniqueConstraint(fields=["notice", "year"], name="tranche_year_is_unique")]
