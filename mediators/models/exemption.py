from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import Refusal
from mediators.models.organisation import under
from mediators.models.post import Post
from mediators.models.roles import RoleGrant
from mediators.models.rule import Rule
from mediators.models.user import User


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def standing(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled_at=None)

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: those of posts in the branches they administer."""
        branches = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(branches, prefix="post__organisation__"))


class Exemption(models.Model):
    """For one post, a rule about age or education is not insisted on, for a reason.

    It ends with the post. Documents of cities that set a highest age allow for it:
    a mediator of standing goes on beyond it. The Law's lowest age allows for none.
    """

    #: The rules from which a branch may exempt somebody.
    CODES: ClassVar = (Rule.Code.AGE_MAX, Rule.Code.EDUCATION_MIN)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        related_name="exemptions",
        verbose_name=_("post"),
    )
    code = models.CharField(_("rule"), max_length=30, choices=Rule.Code)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted at"))
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annul_reason = models.CharField(
        _("why annulled"), max_length=300, blank=True, default=""
    )

    objects = ExemptionQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "An exemption is annulled with a reason, never deleted."),
        Refusal(
            "UPDATE",
            "What an exemption says does not change: annul it and grant another.",
            when="NEW.post_id <> OLD.post_id OR NEW.code <> OLD.code "
            "OR NEW.reason <> OLD.reason OR NEW.granted_at <> OLD.granted_at",
        ),
        Refusal(
            "UPDATE",
            "An annulled exemption stays annulled.",
            when="OLD.annulled_at IS NOT NULL",
        ),
    ]

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "code"],
                condition=Q(annulled_at=None),
                name="exemption_once_a_post",
                violation_error_message=_("This exemption is granted already."),
            ),
            models.CheckConstraint(
                condition=Q(code__in=["age_max", "education_min"]),
                name="exemption_from_what_allows_for_it",
                violation_error_message=_("This rule allows for no exemption."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="exemption_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annul_reason="")
                | Q(annulled_at__isnull=False) & ~Q(annul_reason=""),
                name="exemption_annulled_with_reason",
                violation_error_message=_("Give the reason for annulling."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_code_display()}"
