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


class PublicationOrder(models.Model):
    """A publication that somebody asked for; a worker makes it. At most one is open.

    started_at   None: it waits. Who has started and holds the lock no more was interrupted
    stage        what is being done, German
    publication  the version that holds now; older than the order where nothing had changed
    failure      a German sentence and its values: {"text": …, "values": {…}}
    """

    dataset = models.SlugField(_("Datensatz"), max_length=60)
    day = models.DateField(_("Stichtag"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("in Auftrag gegeben am"))
    started_at = models.DateTimeField(_("begonnen am"), null=True)
    finished_at = models.DateTimeField(_("beendet am"), null=True)
    stage = models.CharField(_("Schritt"), max_length=120, blank=True, default="")
    percent = models.PositiveSmallIntegerField(_("Anteil in Prozent"), default=0)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name=_("Fassung")
    )
    failure = models.JSONField(_("woran es lag"), default=dict)

    class Meta:
        verbose_name = _("Auftrag zur Veröffentlichung")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset"], condition=models.Q(finished_at=None), name="publication_order_one_is_open"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at=None, publication=None, failure={})
                | models.Q(finished_at__isnull=False, publication__isnull=False, failure={})
                | models.Q(finished_at__isnull=False, publication=None) & ~models.Q(failure={}),
                name="publication_order_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="publication_order_percent_is_one"
            ),
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
