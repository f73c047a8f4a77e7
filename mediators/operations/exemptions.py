from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Exemption, Post, User
from mediators.operations.posts import PostAnnulled, ReasonMissing


class NoExemptionFrom(DomainError):
    message = _("This rule allows for no exemption.")


class Exempted(DomainError):
    message = _("This exemption is granted already: “%(reason)s”.")


class OwnExemption(DomainError):
    message = _("This is your own post. Another person grants the exemption.")


class ExemptionAnnulled(DomainError):
    message = _("This exemption was annulled.")


@transaction.atomic
def grant_exemption(
    *, post: Post, code: str, reason: str, at: datetime, actor: User | None
) -> Exemption:
    """Say that a rule about age or education is not insisted on for a post.

    :raises NoExemptionFrom: if the rule allows for none
    :raises ReasonMissing: if no reason is given
    :raises OwnExemption: if the post is their own
    :raises PostAnnulled: if the post was annulled
    :raises Exempted: if it is granted already
    """
    if code not in Exemption.CODES:
        raise NoExemptionFrom
    if not reason.strip():
        raise ReasonMissing
    post = Post.objects.select_for_update().get(pk=post.pk)
    if actor is not None and post.person.user_id == actor.pk:
        raise OwnExemption
    if post.is_annulled:
        raise PostAnnulled
    if standing := post.exemptions.standing().filter(code=code).first():
        raise Exempted(reason=standing.reason)
    exemption = Exemption.objects.create(
        post=post, code=code, reason=reason.strip(), granted_at=at, granted_by=actor
    )
    _record("exemption.granted", exemption, exemption.reason, at=at, actor=actor)
    return exemption


@transaction.atomic
def annul_exemption(
    *, exemption: Exemption, reason: str, at: datetime, actor: User | None
) -> Exemption:
    """Take an exemption back; it stays on record as annulled.

    :raises ReasonMissing: if no reason is given
    :raises ExemptionAnnulled: if it was annulled before
    """
    if not reason.strip():
        raise ReasonMissing
    exemption = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if exemption.annulled_at is not None:
        raise ExemptionAnnulled
    exemption.annulled_at, exemption.annul_reason = at, reason.strip()
    exemption.save(update_fields=["annulled_at", "annul_reason"])
    _record("exemption.annulled", exemption, exemption.annul_reason, at=at, actor=actor)
    return exemption


def _record(
    action: str, exemption: Exemption, reason: str, *, at: datetime, actor: User | None
) -> None:
    audit.record(
        action=action,
        subject=exemption,
        actor=actor,
        at=at,
        person=exemption.post.person.uuid,
        values={"post": str(exemption.post.uuid), "code": exemption.code},
        reason=reason,
    )
