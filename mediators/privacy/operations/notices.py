from collections.abc import Mapping
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Person, User
from mediators.privacy import queries
from mediators.privacy.models import Acknowledgement, NoticeVersion


class PartMissing(DomainError):
    message = _("The notice must say: %(part)s (PIPL, article 17).")


class NoNotice(DomainError):
    message = _("No notice is published.")


class NoticeReplaced(DomainError):
    message = _("A newer version was published meanwhile. Please read that one.")


@transaction.atomic
def publish_notice(
    *, parts: Mapping[str, str], at: datetime, actor: User | None
) -> NoticeVersion:
    """Publish the next version of the notice; everybody is asked to read it.

    :raises PartMissing: if a part that article 17 asks for is blank
    """
    given = {name: parts.get(name, "").strip() for name in _NEEDED}
    for name, text in given.items():
        if not text:
            field = NoticeVersion._meta.get_field(name)  # noqa: SLF001 -- documented
            raise PartMissing(part=field.verbose_name)  # type: ignore[union-attr]  # -- a column
    last = NoticeVersion.objects.aggregate(last=Max("number"))["last"] or 0
    version = NoticeVersion.objects.create(
        number=last + 1, published_at=at, published_by=actor, **given
    )
    audit.record(action="notice.published", subject=version, actor=actor, at=at)
    transaction.on_commit(_tell_everybody)
    return version


_NEEDED = ("summary", *NoticeVersion.PARTS)


def _tell_everybody() -> None:
    cache.delete(queries.NOTICE_KEY)


@transaction.atomic
def acknowledge(*, user: User, number: int, at: datetime) -> Acknowledgement:
    """Record that somebody has read the notice, or return that they had before.

    :raises NoNotice: if none is published
    :raises NoticeReplaced: if what they read is no longer what the notice says
    """
    User.objects.select_for_update().get(pk=user.pk)
    version = queries.notice_in_force()
    if version is None:
        raise NoNotice
    if version.number != number:
        raise NoticeReplaced
    if known := Acknowledgement.objects.filter(user=user, version=version).first():
        return known
    read = Acknowledgement.objects.create(user=user, version=version, at=at)
    person = Person.objects.filter(user=user).values_list("uuid", flat=True).first()
    audit.record(
        action="notice.acknowledged",
        subject=version,
        actor=user,
        at=at,
        person=person,
    )
    return read
