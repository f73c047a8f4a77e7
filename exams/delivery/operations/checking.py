from django.utils.translation import gettext_lazy as _

from exams.delivery.folding import Projection, fold, stored
from exams.delivery.models import Attempt
from lms.kernel.errors import DomainError


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


def _differing(told: Projection, kept: Projection) -> list[str]:
    differing = set()
    for name in ("answers", "texts", "flags", "heads"):
        one, other = getattr(told, name), getattr(kept, name)
        differing |= {
            slot for slot in {*one, *other} if one.get(slot) != other.get(slot)
        }
    return sorted(differing)
