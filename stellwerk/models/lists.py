"""Lists: the views that people keep of them, and the files that they take along."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Person


class SavedView(models.Model):
    """Filters, sorting and columns of a list under a name; who opens a shared one sees it with own rights.

    query  the address of the list behind the question mark
    """

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="saved_views")
    list = models.CharField(_("Liste"), max_length=40)
    name = models.CharField(_("Name der Ansicht"), max_length=80)
    query = models.CharField(_("Auswahl"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("mit anderen geteilt"), default=False)
    created_at = models.DateTimeField(_("gespeichert am"))

    class Meta:
        verbose_name = _("gespeicherte Ansicht")
        constraints = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="saved_view_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class ExportKind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    JSON = "json", "JSON"


class ExportState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    WRITING = "writing", _("wird geschrieben")
    READY = "ready", _("fertig")
    FAILED = "failed", _("fehlgeschlagen")
    EXPIRED = "expired", _("abgelaufen")


class ListExport(models.Model):
    """A list that somebody takes along as a file: written by a worker, for whoever asked, for some hours.

    acting_for  in whose place the owner asked; that person's rights count while the file is written
    query       what was shown when it was asked for
    file        its name in the folder of exports; only there while it is ready
    touched_at  when a worker last said how far it is
    """

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="list_exports")
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    list = models.CharField(_("Liste"), max_length=40)
    kind = models.CharField(_("Format"), max_length=4, choices=ExportKind.choices)
    query = models.CharField(_("Auswahl"), max_length=2000, blank=True)
    language = models.CharField(_("Sprache"), max_length=5)
    state = models.CharField(
        _("Stand"), max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    rows = models.PositiveIntegerField(_("Zeilen"), default=0)
    total = models.PositiveIntegerField(_("Zeilen insgesamt"), default=0)
    file = models.CharField(_("Datei"), max_length=80, blank=True)
    asked_at = models.DateTimeField(_("angefordert am"))
    touched_at = models.DateTimeField(_("zuletzt bearbeitet am"))
    expires_at = models.DateTimeField(_("verfügbar bis"), null=True)

    class Meta:
        verbose_name = _("mitgenommene Liste")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & Q(expires_at__isnull=False)),
                name="export_ready_has_file_and_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "touched_at"], name="export_by_state")]
