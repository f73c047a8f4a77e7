"""Where a mediator stands in the schemes of their branch, and what comes next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from certificates.periods import last_day
from incentives.models import Grade, GradeRecord, GradeScheme
from incentives.queries.conditions import Condition, conditions_of
from mediators.models import Mediator, Post, User


@dataclass(frozen=True)
class Ladder:
    """A scheme that holds for a mediator: the grade they have in it, and the next."""

    scheme: GradeScheme
    held: GradeRecord | None
    #: None to whoever has the highest.
    next: Grade | None
    conditions: list[Condition]


def cycle_end(scheme: GradeScheme, *, start: date) -> date | None:
    """Return the last day of a grade given on `start`, if the scheme says how long."""
    return last_day(start, scheme.cycle_months)


def ladders_of(mediator: Mediator, *, on: date, viewer: User) -> list[Ladder]:
    """Return the schemes that grade a mediator on `on`; six queries for each at most.

    One query where no scheme holds, two where they have no post.
    """
    found = GradeScheme.objects.on(on).filter(for_units=False)
    schemes = list(found.select_related("certificate_type", "organisation"))
    if not schemes:
        return []
    posts = (
        Post.objects.standing()
        .on(on)
        .filter(person__in=Mediator.objects.same_as(mediator).values("person"))
    )
    places = list(posts.values_list("organisation__path", "kind"))
    return [
        _ladder(scheme, mediator, on, viewer)
        for scheme in schemes
        if any(_grades(scheme, path, kind) for path, kind in places)
    ]


def _grades(scheme: GradeScheme, path: str, kind: str) -> bool:
    invited = kind == Post.Kind.INVITED and scheme.excludes_invited
    return path.startswith(scheme.organisation.path) and not invited


def _ladder(scheme: GradeScheme, mediator: Mediator, on: date, viewer: User) -> Ladder:
    later = Q(valid_until=None) | Q(valid_until__gte=on)
    given = GradeRecord.objects.standing().about(mediator).filter(later)
    given = given.filter(grade__scheme=scheme, decided_on__lte=on)
    held = given.select_related("grade").order_by("-decided_on", "-pk").first()
    rungs = scheme.grades.order_by("-rank")
    above = rungs.filter(rank__lt=held.grade.rank) if held else rungs
    asked = conditions_of(scheme, place=None, mediator=mediator, on=on, viewer=viewer)
    return Ladder(scheme, held, above.first(), asked)
