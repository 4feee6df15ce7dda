"""Posts and who holds them: facts with from and to; vacant is derived, never stored."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from stellwerk.models.people import Office
from stellwerk.models.programmes import Programme


class Post(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posts")
    employer = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    number = models.CharField(_("Stellennummer"), max_length=40)
    approved_share = models.DecimalField(_("bewilligter Umfang (VZÄ)"), max_digits=4, decimal_places=3)
    returned_on = models.DateField(_("zurückgegeben am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Stelle")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="post_number_is_unique"),
            models.CheckConstraint(
                condition=Q(approved_share__gt=0) & Q(approved_share__lte=1), name="post_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Occupancy(models.Model):
    """One seat of a post is filled from a day up to (not including) another. No person is named."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="occupancies")
    seat = models.PositiveSmallIntegerField(_("Platz"), default=1)
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis (ausschließlich)"), null=True, blank=True)
    share = models.DecimalField(_("Umfang (VZÄ)"), max_digits=4, decimal_places=3)
    is_example = models.BooleanField(_("Beispielwert"), default=False)

    class Meta:
        verbose_name = _("Besetzung")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="occupancy_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1), name="occupancy_share_is_a_share"
            ),
            # The embedded server has no btree_gist: one-element ranges stand in for equality.
            ExclusionConstraint(
                name="occupancy_seats_do_not_overlap",
                expressions=[
                    (Func(F("post_id"), F("post_id"), models.Value("[]"), function="int8range"), "&&"),
                    (Func(F("seat"), F("seat"), models.Value("[]"), function="int4range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), function="daterange"), "&&"),
                ],
            ),
        ]
