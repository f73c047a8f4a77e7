from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt, Sitting
from exams.marking.models.run import ScoreRun
from lms.kernel.guards import Refusal, RefusalAsking

if TYPE_CHECKING:
    from mediators.models import User


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own once released, and those they oversee."""
        own = Q(attempt__in=Attempt.objects.sat_by(user), released_at__isnull=False)
        sittings = Sitting.objects.visible_to(user)
        return self.filter(own | Q(attempt__admission__sitting__in=sittings))

    def run_by(self, user: User) -> Self:
        """What `user` may act on: the results of sittings they run."""
        return self.filter(attempt__in=Attempt.objects.run_by(user))

    def current(self) -> Self:
        """Those that count: the last of each attempt, unless it was annulled."""
        return self.filter(is_current=True).exclude(attempt__state="void")

    def released(self) -> Self:
        return self.current().filter(released_at__isnull=False)

    def passed(self) -> Self:
        return self.filter(passed=True)

    def to_release(self) -> Self:
        """Those complete of which the candidate does not know yet."""
        return self.current().filter(released_at=None, attempt__state="scored")


class Result(models.Model):
    """What an attempt earned in all, against the pass mark of its sitting, in points.

    A number that is once here never changes; scoring again makes another result, and of
    the results of an attempt one is current. `scaled` is out of a hundred.
    """

    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.PROTECT,
        related_name="results",
        verbose_name=_("attempt"),
    )
    run = models.ForeignKey(
        ScoreRun,
        on_delete=models.PROTECT,
        related_name="results",
        verbose_name=_("score run"),
    )
    raw = models.DecimalField(_("points earned"), max_digits=7, decimal_places=2)
    total = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    scaled = models.DecimalField(_("out of a hundred"), max_digits=5, decimal_places=2)
    pass_mark = models.DecimalField(_("pass mark"), max_digits=7, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    is_current = models.BooleanField(_("current"), default=True)
    scored_at = models.DateTimeField(_("scored at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )

    objects = ResultQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal(
            "UPDATE",
            "A result never changes: scoring again makes another.",
            when="OLD.attempt_id <> NEW.attempt_id OR OLD.run_id <> NEW.run_id "
            "OR OLD.raw <> NEW.raw OR OLD.total <> NEW.total "
            "OR OLD.scaled <> NEW.scaled OR OLD.pass_mark <> NEW.pass_mark "
            "OR OLD.passed <> NEW.passed OR OLD.scored_at <> NEW.scored_at "
            "OR (NEW.is_current AND NOT OLD.is_current)",
        ),
        Refusal(
            "UPDATE",
            "A result is released once.",
            when="OLD.released_at IS NOT NULL AND (NEW.released_at IS NULL "
            "OR NEW.released_at <> OLD.released_at "
            "OR NEW.released_by_id <> OLD.released_by_id)",
        ),
        RefusalAsking(
            "UPDATE",
            "Who marked an answer does not release its result.",
            when="OLD.released_at IS NULL AND NEW.released_at IS NOT NULL "
            "AND EXISTS (SELECT 1 FROM marking_mark m JOIN marking_marktask t "
            "ON t.id = m.task_id WHERE t.attempt_id = NEW.attempt_id "
            "AND m.by_id = NEW.released_by_id)",
        ),
        Refusal(
            "INSERT",
            "A result is released after it stands, by somebody.",
            when="NEW.released_at IS NOT NULL",
        ),
        Refusal("DELETE", "A result is never deleted."),
    ]

    class Meta:
        verbose_name = _("exam result")
        verbose_name_plural = _("exam results")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(is_current=True),
                name="result_one_current_an_attempt",
            ),
            models.UniqueConstraint(
                fields=["attempt", "run"], name="result_once_a_run"
            ),
            models.CheckConstraint(
                condition=Q(raw__gte=0, raw__lte=F("total"), scaled__range=(0, 100)),
                name="result_within_its_points",
            ),
            models.CheckConstraint(
                condition=Q(passed=True, raw__gte=F("pass_mark"))
                | Q(passed=False, raw__lt=F("pass_mark")),
                name="result_passed_by_the_pass_mark",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="result_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.raw}/{self.total}"

    def get_absolute_url(self) -> str:
        return reverse("marking:result", args=[self.attempt.uuid])

    @property
    def missing(self) -> Decimal:
        """How many points were missing to pass."""
        return max(Decimal(0), self.pass_mark - self.raw)

    @property
    def is_released(self) -> bool:
        return self.released_at is not None
