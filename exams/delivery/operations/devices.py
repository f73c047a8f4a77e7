from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt, DeviceSession, Incident
from exams.delivery.tokens import SPARE, AttemptToken
from lms.kernel.database import briefly
from lms.kernel.errors import DomainError


class NotRunning(DomainError):
    message = _("This exam is not in progress.")


class OtherDevice(DomainError):
    message = _("This exam was opened on another device.")


@briefly()
def open_device(  # noqa: PLR0913 -- what is known of a device
    *,
    attempt: Attempt,
    device: UUID,
    at: datetime,
    take_over: bool = False,
    user_agent: str = "",
    address: str | None = None,
) -> int:
    """Make `device` the one that answers and return its epoch; may be repeated.

    Who calls with `take_over` has made sure of ticket and identity. A device that was
    used before an attempt ended gets its old epoch back, to send what it still holds.

    :raises OtherDevice: if another one answers and this one is not to take over
    :raises NotRunning: if the attempt is not in progress and the device is unknown
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_running:
        return _former_epoch(attempt, device)
    if attempt.device_id == device:
        return attempt.device_epoch
    if attempt.device_id is not None:
        if not take_over:
            raise OtherDevice
        _dismiss(attempt, at)

    attempt.device_id, attempt.device_epoch = device, attempt.device_epoch + 1
    attempt.save(update_fields=["device_id", "device_epoch"])
    DeviceSession.objects.create(
        attempt=attempt,
        device_id=device,
        epoch=attempt.device_epoch,
        user_agent=user_agent[:300],
        address=address,
        opened_at=at,
    )
    return attempt.device_epoch


def token_for(*, attempt: Attempt, device: UUID, epoch: int) -> AttemptToken:
    """Return the token with which a device saves, good until past the late window."""
    admission = attempt.admission
    sitting = admission.sitting
    ends = sitting.closes_at + timedelta(seconds=admission.extra_s)
    if attempt.deadline_at is not None:
        ends = max(ends, attempt.deadline_at)
    late = timedelta(seconds=sitting.grace_s + sitting.late_packet_s)
    return AttemptToken(
        attempt=attempt.uuid,
        paper=sitting.paper.uuid,
        device=device,
        epoch=epoch,
        expires_at=ends + late + SPARE,
    )


def _former_epoch(attempt: Attempt, device: UUID) -> int:
    epochs = attempt.devices.filter(device_id=device).order_by("-epoch")
    epoch = epochs.values_list("epoch", flat=True).first()
    if epoch is None:
        raise NotRunning
    return epoch


def _dismiss(attempt: Attempt, at: datetime) -> None:
    attempt.devices.filter(epoch=attempt.device_epoch).update(
        closed_at=at, reason="taken over"
    )
    Incident.objects.create(
        sitting=attempt.admission.sitting,
        attempt=attempt,
        kind=Incident.Kind.TAKE_OVER,
        at=at,
    )
