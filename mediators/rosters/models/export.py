from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from lms.kernel.models import Job
from lms.kernel.storage import private
from mediators.models import RoleGrant, User


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may fetch: what they asked for under roles they still have."""
        roles = RoleGrant.objects.filter(user=user.pk)
        lost = roles.exclude(pk__in=RoleGrant.objects.effective().values("pk"))
        then = Q(valid_to=None) | Q(valid_to__gte=OuterRef("day"))
        own = self.filter(job__started_by=user.pk).annotate(day=TruncDate("at"))
        return own.exclude(Exists(lost.filter(then, valid_from__lte=OuterRef("day"))))


class Export(models.Model):
    """A roster that the worker made, to be fetched by whoever asked for it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("made at"))
    stored = models.FileField(_("sealed file"), storage=private, upload_to="exports/")
    name = models.CharField(_("name of the file"), max_length=120)

    objects = ExportQuerySet.as_manager()
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("export of a roster")
        verbose_name_plural = _("exports of rosters")

    def __str__(self) -> str:
        return self.name
