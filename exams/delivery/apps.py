from datetime import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "exams.delivery"
    label = "delivery"
    verbose_name = _("delivery")

    def ready(self) -> None:
        from exams.delivery.models import (  # noqa: PLC0415 -- needs the app registry
            Admission,
            Exam,
        )
        from lms.kernel import menu, reconcilers  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.rosters import rests  # noqa: PLC0415 -- as above

        rests.add_records(Admission)
        place = menu.Place(
            50,
            _("Sittings"),
            "delivery:sitting-list",
            "calendar",
            open_to(*Exam.OVERSEERS),
        )
        menu.add(place)
        reconcilers.register(
            name="delivery.overdue-attempts", due=_due, run=_close_overdue
        )
        _tell_what_is_held()
        _tell_candidates()


def _tell_candidates() -> None:
    from exams.delivery import telling  # noqa: PLC0415 -- needs the app registry
    from mediators import news  # noqa: PLC0415 -- as above

    news.add("delivery", telling.told)


def _tell_what_is_held() -> None:
    from exams.delivery import held  # noqa: PLC0415 -- needs the app registry
    from exams.delivery.models import Attempt, DeviceSession, Sitting  # noqa: PLC0415 -- as above
    from mediators.privacy import data, retention, trail  # noqa: PLC0415 -- as above

    exams = data.plural_of(Attempt)
    data.add_section(30, exams, held.attempts, kept=data.ARCHIVE)
    devices = data.plural_of(DeviceSession)
    data.add_section(34, devices, held.devices)
    data.add_erasure("delivery.devices", held.forget_devices)
    retention.add(
        retention.Kind(
            "exam_devices",
            _("browsers and addresses of the devices used in exams"),
            _("the exam was opened on the device"),
            held.devices_due,
            held.minimise_devices,
        )
    )
    trail.add_subject("delivery.sitting", Sitting.objects.visible_to)


def _due() -> int:
    from exams.delivery.models import Attempt  # noqa: PLC0415 -- needs the app registry

    return Attempt.objects.overdue().count()


def _close_overdue(_at: datetime) -> None:
    """Hand in what is over by the database's clock, not by the worker's."""
    from exams.delivery.operations import close_overdue  # noqa: PLC0415 -- as above

    while close_overdue():
        pass
