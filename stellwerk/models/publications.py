"""Open data: what was published when, file by file, and who may read or import by token."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.models.coverage import ChangeSet
from stellwerk.models.people import Person


class Publication(models.Model):
    """One version of a data set; its files never change. Append-only.

    files  name → {"sha256": …, "size": bytes}
    """

    dataset = models.SlugField(_("Datensatz"), max_length=60)
    version = models.PositiveIntegerField(_("Fassung"))
    day = models.DateField(_("Stichtag"))
    published_at = models.DateTimeField(_("veröffentlicht am"))
    rows = models.PositiveBigIntegerField(_("Zeilen"))
    files = models.JSONField(default=dict)
    changes = models.TextField(_("Was sich geändert hat"))
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        verbose_name = _("Veröffentlichung")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "version"], name="publication_version_once"),
        ]


class ApiToken(models.Model):
    """A key for another system, held by a person; only its fingerprint is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Wofür"), max_length=120)
    token_sha256 = models.CharField(_("Prüfsumme"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("angelegt am"))
    last_used_at = models.DateTimeField(_("zuletzt benutzt am"), null=True)
    revoked_at = models.DateTimeField(_("zurückgezogen am"), null=True)


class ApiImport(models.Model):
    """An import that another system asked for; with the same key it is not done again. Append-only.

    key             what the system sent as Idempotency-Key
    request_sha256  the same key with another content is a mistake of the system
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="imports")
    key = models.CharField(_("Wiederholungsschlüssel"), max_length=80)
    request_sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, related_name="api_import")
    at = models.DateTimeField(_("am"))

    class Meta:
        verbose_name = _("Einspielung über die Schnittstelle")
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="api_import_once"),
        ]
