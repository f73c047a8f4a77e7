from datetime import date

from incentives.models import SubsidyRate, SubsidySchedule
from mediators.models import Organisation


def schedule_for(organisation: Organisation, *, day: date) -> SubsidySchedule | None:
    """Return the schedule of the nearest branch above that has one on `day`."""
    found = SubsidySchedule.objects.on(day).over(organisation)
    return found.order_by("-organisation__depth").first()


def rate_for(
    schedule: SubsidySchedule, *, committee_type: str, case_class: str, form: str
) -> SubsidyRate | None:
    """Return the line of a schedule that fits best: one that names the type and form."""
    lines = schedule.rates.filter(
        committee_type__in=[committee_type, ""],
        form__in=[form, ""],
        case_class=case_class,
    ).select_related("schedule")
    return lines.order_by("-committee_type", "-form").first()
