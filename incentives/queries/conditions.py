"""What a scheme or a programme asks for, and whether somebody has it on a day."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.models import Certificate
from courses.models import Completion
from incentives.models import AccountabilityRecord, Conditioned
from incentives.models.accountability import bureaus_of
from mediators.models import Mediator, Organisation, Person, RoleGrant, User
from mediators.models.organisation import EVERYWHERE


@dataclass(frozen=True)
class Condition:
    """One thing that is asked for, whether it is so, and by which facts; in words."""

    asked: str
    #: None to whoever may not know.
    is_met: bool | None
    facts: str
    #: Whether it is about what only bureaus know.
    of_bureau: bool = False

    @property
    def in_words(self) -> str:
        words = _("Asked for: %(asked)s What is on record: %(facts)s")
        return words % {"asked": self.asked, "facts": self.facts}


def conditions_of(
    basis: Conditioned,
    *,
    place: Organisation | None,
    mediator: Mediator | None,
    on: date,
    viewer: User,
) -> list[Condition]:
    """Return every condition of a basis as `viewer` may know it; five queries at most.

    Of a unit, `place`, nothing but accountability is asked.
    """
    found = personal_conditions(basis, mediator=mediator, on=on)
    if basis.blocked_by_accountability:
        found.append(_record(basis, place, mediator, on, viewer))
    return found


def _record(
    basis: Conditioned,
    place: Organisation | None,
    mediator: Mediator | None,
    on: date,
    viewer: User,
) -> Condition:
    asked = basis.record_in_words
    if not _may_know(viewer, place, mediator):
        # Whether there is a record is itself told to nobody whom it does not concern.
        facts = _("The judicial bureau checks this when it decides.")
        return Condition(asked, None, facts, of_bureau=True)
    held = held_against(place=place, mediator=mediator, on=on)
    facts = _("None is open.") if held is None else _said_of(held, viewer)
    return Condition(asked, held is None, facts, of_bureau=True)


def _may_know(
    viewer: User, place: Organisation | None, mediator: Mediator | None
) -> bool:
    """Say whether it is for `viewer` to know what is held against a subject."""
    bureaus = bureaus_of(viewer, *RoleGrant.OVERSEERS)
    if mediator is None:
        return place is not None and any(
            top == EVERYWHERE or place.path.startswith(top) for top in bureaus
        )
    if Mediator.objects.of(viewer).filter(pk=mediator.pk).exists():
        return True
    return Person.objects.within(bureaus).filter(pk=mediator.person_id).exists()


def personal_conditions(
    basis: Conditioned, *, mediator: Mediator | None, on: date
) -> list[Condition]:
    """Return the conditions on training and proof, asked of people alone; two queries."""
    if mediator is None:
        return []
    found = []
    if basis.hours_needed is not None and basis.hours_months is not None:
        found.append(
            _training(basis, basis.hours_needed, basis.hours_months, mediator, on)
        )
    if basis.certificate_needed:
        found.append(_proof(basis, mediator, on))
    return found


def held_against(
    *, place: Organisation | None, mediator: Mediator | None, on: date
) -> AccountabilityRecord | None:
    """Return the accountability record that is open against a subject on a day (R32)."""
    found = AccountabilityRecord.objects.open_on(on)
    if mediator is not None:
        return found.about(mediator).first()
    return found.filter(mediator=None, organisation=place).first()


def first_day(day: date, months: int) -> date:
    """Return the first day of the last `months` that end with `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, days)) + timedelta(days=1)


def hours_learnt(
    mediator: Mediator, *, since: date, until: date
) -> tuple[Decimal, int]:
    """Return the credit hours of a period, both days included, and of how many courses.

    Of records that were merged, too; a course counts once (R15).
    """
    done = Completion.objects.standing().filter(
        enrolment__mediator__in=Mediator.objects.same_as(mediator),
        completed_at__gte=_midnight(since),
        completed_at__lt=_midnight(until + timedelta(days=1)),
    )
    courses = done.order_by().values("enrolment__course_key")
    hours = [each["most"] for each in courses.annotate(most=Max("credit_hours"))]
    return sum(hours, Decimal(0)), len(hours)


def _training(
    basis: Conditioned, needed: Decimal, months: int, mediator: Mediator, on: date
) -> Condition:
    since = first_day(on, months)
    hours, courses = hours_learnt(mediator, since=since, until=on)
    words = ngettext(
        "%(hours)s credit hours of %(n)d course, from %(since)s to %(until)s.",
        "%(hours)s credit hours of %(n)d courses, from %(since)s to %(until)s.",
        courses,
    )
    facts = words % {
        "hours": f"{hours.normalize():f}",
        "n": courses,
        "since": date_format(since),
        "until": date_format(on),
    }
    return Condition(basis.hours_in_words, hours >= needed, facts)


def _proof(basis: Conditioned, mediator: Mediator, on: date) -> Condition:
    held = Certificate.objects.valid_on(on).filter(
        mediator__in=Mediator.objects.same_as(mediator)
    )
    if basis.certificate_type_id is not None:
        held = held.filter(type=basis.certificate_type_id)
    best = held.order_by("-issued_at", "-pk").first()
    if best is None:
        words = _("None was valid on %(day)s.") % {"day": date_format(on)}
        return Condition(basis.proof_in_words, is_met=False, facts=words)
    facts = _("“%(title)s” %(number)s.") % {"title": best.title, "number": best.number}
    if best.valid_until is not None:
        until = _("Valid until %(day)s.") % {"day": date_format(best.valid_until)}
        facts = f"{facts} {until}"
    return Condition(basis.proof_in_words, is_met=True, facts=facts)


def _said_of(held: AccountabilityRecord, viewer: User) -> str:
    """Say what is open, to whoever may read the record; to others, whom to ask."""
    if not AccountabilityRecord.objects.visible_to(viewer).filter(pk=held.pk).exists():
        return _("The bureau keeps the record and can say until when.")
    day = date_format(held.decided_on)
    if held.effective_until is None:
        return _("A record of %(day)s is open, without an end.") % {"day": day}
    words = _("A record of %(day)s is open until %(until)s.")
    return words % {"day": day, "until": date_format(held.effective_until)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
