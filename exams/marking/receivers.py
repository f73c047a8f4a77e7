from django.dispatch import receiver

from exams.delivery.signals import attempt_submitted
from exams.marking.tasks import mark_attempt


@receiver(attempt_submitted)
def mark_when_handed_in(*, attempt_id: int, **_kwargs: object) -> None:
    mark_attempt.delay_on_commit(attempt_id=attempt_id)  # type: ignore[attr-defined]  # -- celery-types lacks it
