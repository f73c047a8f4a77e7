"""Keys by which another system reads what its owner may see."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import Refusal
from mediators.models import RoleGrant, User


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may read of: their own, and those of who has a role in their branch."""
        roles = RoleGrant.objects.visible_to(user)
        return self.filter(Q(user=user.pk) | Q(user__in=roles.values("user")))

    def administered_by(self, user: User) -> Self:
        """What `user` may revoke: their own, and those of whose roles they decide."""
        roles = RoleGrant.objects.administered_by(user)
        return self.filter(Q(user=user.pk) | Q(user__in=roles.values("user")))

    def in_force(self, day: date) -> Self:
        """Those that open something on `day`, as far as the key itself says."""
        return self.filter(revoked_at=None, expires_on__gte=day)


class AccessKey(models.Model):
    """A key that lets a system read as its owner does: their scope, today's roles.

    Of the key itself nothing is kept but its digest. Besides its own end it ends with
    the account, with the last role of its owner, and with the password it was made under.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="access_keys",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("which system uses it"), max_length=60)
    #: SHA-256 of the key, in hexadecimal: 256 random bits need no slow hash.
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    #: What the password then was, as sessions know it.
    password_mark = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("made at"))
    #: The last day on which it opens something.
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = AccessKeyQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal("DELETE", "A key is revoked, never deleted."),
        Refusal(
            "UPDATE",
            "A key that was revoked stays so, and none changes its owner or its end.",
            when="OLD.revoked_at IS NOT NULL OR NEW.user_id <> OLD.user_id "
            "OR NEW.digest <> OLD.digest OR NEW.expires_on <> OLD.expires_on",
        ),
    ]

    class Meta:
        verbose_name = _("interface key")
        verbose_name_plural = _("interface keys")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="accesskey_one_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, day: date) -> bool:
        return self.revoked_at is None and self.expires_on >= day
