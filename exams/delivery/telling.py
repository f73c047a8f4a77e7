"""What candidates are told: that they are admitted, that a sitting is cancelled."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exams.delivery.models import Admission
from mediators import news
from mediators.models import User


def told(user: User, since: datetime) -> list[news.Item]:
    """Return what `user` was told of sittings after `since`; one query."""
    mine = Admission.objects.filter(mediator__person__user=user.pk)
    recent = mine.filter(Q(admitted_at__gt=since) | Q(sitting__cancelled_at__gt=since))
    return [
        item
        for admission in recent.select_related("sitting")
        for item in _items(admission)
    ]


def _items(admission: Admission) -> list[news.Item]:
    sitting = admission.sitting
    title = {"sitting": sitting.title}
    opens = date_format(localtime(sitting.starts_at), "DATETIME_FORMAT")
    found = [
        news.Item(
            admission.admitted_at,
            _("You are admitted to the exam “%(sitting)s”") % title,
            _("It begins on %(moment)s.") % {"moment": opens},
            reverse("delivery:entry", args=[sitting.uuid]),
        )
    ]
    if sitting.cancelled_at:
        found.append(
            news.Item(
                sitting.cancelled_at,
                _("The exam “%(sitting)s” is cancelled") % title,
                sitting.cancel_reason,
                kind="maple",
            )
        )
    return found
