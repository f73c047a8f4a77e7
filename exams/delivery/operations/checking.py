from datetime import datetime, timedelta

import structlog
from django.utils.translation import gettext_lazy as _

from exams.delivery.folding import Projection, fold, stored
from exams.delivery.models import Attempt, Incident
from lms.kernel.errors import DomainError

#: What was saved this long ago was looked at in an earlier night.
LOOK_BACK = timedelta(days=2)
log = structlog.get_logger(__name__)


class ProjectionDiffers(DomainError):
    message = _("The stored answers differ from the log: %(slots)s.")


def verify_projection(*, attempt: Attempt) -> Projection:
    """Fold the log of an attempt again and return it, being equal to what is stored.

    Run before scoring: it is the proof that nothing was lost. Three queries.

    :raises ProjectionDiffers: if they are not equal; nothing may be scored then
    """
    attempt = Attempt.objects.get(pk=attempt.pk)
    told, kept = fold(attempt.events.all()), stored(attempt)
    if told != kept:
        raise ProjectionDiffers(slots=", ".join(_differing(told, kept)))
    return told


def verify_recent(*, at: datetime) -> int:
    """Verify each attempt saved in the last two days; return how many differ.

    One that differs is logged and noted among the incidents of its sitting, once.
    """
    differing = 0
    recent = Attempt.objects.filter(saved_at__gt=at - LOOK_BACK)
    for attempt in recent.select_related("admission").iterator(chunk_size=500):
        try:
            verify_projection(attempt=attempt)
        except ProjectionDiffers as error:
            differing += 1
            log.error("projection_differs", attempt=str(attempt.uuid), why=str(error))  # noqa: TRY400 -- expected
            _note(attempt, str(error), at)
    return differing


def _note(attempt: Attempt, words: str, at: datetime) -> None:
    Incident.objects.get_or_create(
        sitting_id=attempt.admission.sitting_id,
        attempt=attempt,
        kind=Incident.Kind.NOTE,
        note=words,
        defaults={"at": at},
    )


def _differing(told: Projection, kept: Projection) -> list[str]:
    differing = set()
    for name in ("answers", "texts", "flags", "heads"):
        one, other = getattr(told, name), getattr(kept, name)
        differing |= {
            slot for slot in {*one, *other} if one.get(slot) != other.get(slot)
        }
    return sorted(differing)
