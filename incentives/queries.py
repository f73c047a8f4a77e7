"""What is read about incentives: rates, deciders, and the records of every kind."""

from datetime import date
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import ExtractYear

from certificates.periods import last_day
from incentives.models import (
    KINDS,
    GradeScheme,
    Record,
    SubsidyRate,
    SubsidySchedule,
)
from incentives.models.record import RecordQuerySet
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant, User


def schedule_for(organisation: Organisation, *, day: date) -> SubsidySchedule | None:
    """Return the schedule of the nearest branch above that has one on `day`."""
    step = Organisation.steplen
    path = organisation.path
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    found = SubsidySchedule.objects.on(day).filter(organisation__path__in=above)
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


def cycle_end(scheme: GradeScheme, *, start: date) -> date | None:
    """Return the last day of a grade given on `start`, if the scheme says how long."""
    return last_day(start, scheme.cycle_months)


def deciders(user: User) -> Any:
    """Return whose decisions `user` may record: administrators of their own branches.

    Those above count, too: a clerk enters what the head of the bureau decided.
    """
    paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    grants = RoleGrant.objects.effective().filter(
        Q(organisation__path__in=above)
        | Q(organisation__in=Organisation.objects.administered_by(user)),
        role__in=RoleGrant.ADMINISTRATORS,
    )
    people = User.objects.filter(
        Q(pk=user.pk) | Q(pk__in=grants.values("user")), is_active=True
    )
    return people.order_by("name", "pk")


def places_of(mediator: Mediator, *, by: User) -> Any:
    """Return the committees of a mediator's posts, among those that `by` administers."""
    people = Mediator.objects.same_as(mediator).values("person")
    posts = Post.objects.standing().filter(person__in=people)
    own = Organisation.objects.administered_by(by)
    return own.filter(pk__in=posts.values("organisation"))


def subjects_named(words: str, *, by: User, units: bool) -> dict[str, Any]:
    """Return the mediators, and maybe the units, that `by` administers, by name."""
    if not words:
        return {"mediators": [], "units": []}
    people = Mediator.objects.administered_by(by).living()
    people = people.filter(person__in=Person.objects.called(words))
    places = Organisation.objects.administered_by(by).existing().with_posts()
    named = places.filter(name__icontains=words) if units else places.none()
    return {
        "mediators": list(people.select_related("person").in_order()[:20]),
        "units": list(named[:20]),
    }


def records_found(
    user: User, *, words: str = "", kind: str = "", year: int | None = None
) -> Any:
    """Return (kind, key, day) of the records that `user` may look at, newest first.

    One union over the kinds; `with_words` fetches what a page of it shows.
    """
    kinds = [KINDS[kind]] if kind in KINDS else list(KINDS.values())
    parts = [_part(each, user, words=words, year=year) for each in kinds]
    return parts[0].union(*parts[1:], all=True).order_by("-day", "kind", "-key")


def _part(kind: type[Record], user: User, *, words: str, year: int | None) -> Any:
    records: RecordQuerySet = kind._default_manager.visible_to(user)  # type: ignore[attr-defined]  # noqa: SLF001 -- documented
    if words:
        named = Q(mediator__person__in=Person.objects.called(words))
        unit = Q(mediator=None, organisation__name__icontains=words)
        records = records.filter(named | unit)
    if year:
        records = records.annotate(of=ExtractYear(kind.DAY)).filter(of=year)
    return (
        records.order_by()
        .annotate(kind=Value(kind.KIND), key=F("pk"), day=F(kind.DAY))
        .values_list("kind", "key", "day")
    )


def with_words(rows: list[tuple[str, int, date]]) -> list[Record]:
    """Return the records that rows of `records_found` name; one query a kind."""
    records: dict[tuple[str, int], Record] = {}
    for name in {kind for kind, _key, _day in rows}:
        keys = [key for kind, key, _day in rows if kind == name]
        found = KINDS[name]._default_manager.filter(pk__in=keys)  # noqa: SLF001 -- documented
        records |= {(name, each.pk): each for each in found.with_subjects()}  # type: ignore[attr-defined]  # -- RecordQuerySet
    return [records[kind, key] for kind, key, _day in rows]


def of_mediator(mediator: Mediator, *, viewer: User) -> dict[str, list[Record]]:
    """Return a mediator's records that `viewer` may look at, by kind; a query a kind."""
    found = {}
    for name, kind in KINDS.items():
        records: RecordQuerySet = kind._default_manager.visible_to(viewer)  # type: ignore[attr-defined]  # noqa: SLF001 -- documented
        found[name] = list(records.about(mediator).with_subjects())
    return found
