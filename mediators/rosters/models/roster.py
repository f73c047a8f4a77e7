from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from lms.kernel.models import Job
from lms.kernel.storage import private
from mediators.models import Organisation, User


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: imports into the branches they oversee."""
        return self.filter(branch__in=Organisation.objects.visible_to(user))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: imports into the branches they administer."""
        return self.filter(branch__in=Organisation.objects.administered_by(user))

    def whose_state_is(self, *kinds: str) -> Self:
        """Those whose last step is one of these kinds."""
        return self.with_state().filter(Q(state__in=kinds))

    def with_state(self) -> Self:
        """Each with `state`, the kind of its last step."""
        last = Step.objects.filter(roster=OuterRef("pk")).order_by("-pk")
        return self.annotate(state=Subquery(last.values("kind")[:1]))


class Import(models.Model):
    """A file that somebody brought in for a branch: which, when, and by whom.

    The file is stored sealed under a key of its own (`personal.keeper(uuid)`), and so is
    what was read from it: destroying that key erases both.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    branch = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("branch"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("brought in by"),
    )
    at = models.DateTimeField(_("brought in at"))
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    stored = models.FileField(_("sealed file"), storage=private, upload_to="rosters/")

    objects = ImportQuerySet.as_manager()
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("import of a roster")
        verbose_name_plural = _("imports of rosters")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rosters:import", args=[self.uuid])


class Step(models.Model):
    """One thing that happened to an import; the last says where it stands."""

    class Kind(models.TextChoices):
        READING = "reading", _("being read")
        ASKED = "asked", _("characters to be confirmed")
        REFUSED = "refused", _("file refused")
        READ = "read", _("to be looked through")
        APPLYING = "applying", _("being carried out")
        APPLIED = "applied", _("carried out")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    #: While one of these is the last, the worker has the import.
    WORK: ClassVar = (Kind.READING, Kind.APPLYING, Kind.UNDOING)

    roster = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="steps", verbose_name=_("import")
    )
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Sentences, one a line: why a file was refused, what was left out when reading it.
    text = models.TextField(_("what is to be said"), blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of imports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_under_way(self) -> bool:
        return self.kind in self.WORK

    @property
    def has_stopped(self) -> bool:
        """Whether the worker gave up on it; to be asked of a step with its job."""
        failed = self.job is not None and self.job.state == Job.State.FAILED
        return self.is_under_way and failed

    @property
    def is_asking(self) -> bool:
        return self.kind == self.Kind.ASKED

    @property
    def is_refused(self) -> bool:
        return self.kind == self.Kind.REFUSED

    @property
    def is_reading(self) -> bool:
        return self.kind == self.Kind.READING

    @property
    def is_read(self) -> bool:
        return self.kind == self.Kind.READ

    @property
    def was_applied(self) -> bool:
        return self.kind in {self.Kind.APPLIED, self.Kind.UNDOING, self.Kind.UNDONE}

    @property
    def may_be_applied(self) -> bool:
        return self.kind in {self.Kind.READ, self.Kind.APPLIED} or (
            self.has_stopped and self.kind == self.Kind.APPLYING
        )

    @property
    def may_be_undone(self) -> bool:
        return self.kind in {self.Kind.APPLIED, self.Kind.UNDONE} or (
            self.has_stopped and self.kind == self.Kind.UNDOING
        )

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()
