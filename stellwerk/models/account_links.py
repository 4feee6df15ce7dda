"""Links to an account: what a person gets by mail to sign in once, and what became of that mail."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class LinkKind(models.TextChoices):
    INVITATION = "invitation", _("Einladung")
    SIGN_IN = "sign_in", _("Link zum Anmelden")
    PASSWORD = "password", _("Link für ein neues Passwort")


class LinkState(models.TextChoices):
    WAITING = "waiting", _("wartet auf den Versand")
    SENT = "sent", _("versandt")
    HELD_BACK = "held_back", _("zurückgehalten (sicherer Modus)")
    FAILED = "failed", _("nicht zustellbar")


class AccountLink(models.Model):
    """It opens one account once. The link is derived from the row and the secret key; it is stored nowhere.

    by       who invited; nobody where the person asked for it
    used_at  the moment it opened the account; from then on it opens nothing
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_links")
    kind = models.CharField(_("Art"), max_length=12, choices=LinkKind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("angelegt am"))
    expires_at = models.DateTimeField(_("gilt bis"))
    used_at = models.DateTimeField(_("benutzt am"), null=True)
    state = models.CharField(
        _("Versand"), max_length=10, choices=LinkState.choices, default=LinkState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), null=True)
    answer = models.CharField(_("Antwort des Servers"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Link zum Konto")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="account_link_expires_after_start"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lte=F("expires_at")), name="account_link_used_in_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state="waiting"), name="account_link_due"
            ),
        ]
