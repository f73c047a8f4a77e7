"""What the pages of coverage show: three queries for a branch, however much is beneath."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from mediators.coverage import measures
from mediators.coverage.models import GAPS, BranchFigures, Roll, Village
from mediators.coverage.queries.asked import paths_above
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant, User
from mediators.models.mediator import MediatorQuerySet
from mediators.models.organisation import EVERYWHERE, OrganisationQuerySet

PER_PAGE = 20
_STEP = Organisation.steplen


@dataclass(frozen=True)
class Branch:
    """A branch as it is shown: what is above it, and a page of what is beneath."""

    chosen: Organisation
    above: list[Organisation]
    beneath: Page[Organisation]
    roll: Roll | None


def branch(chosen: Organisation, user: User, *, page: str | None) -> Branch:
    """Return a branch with what is above and beneath it; three queries."""
    tops = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
    own = Q(depth=1) if EVERYWHERE in tops else Q(path__in=tops)
    line = Q(path__in=paths_above(chosen.path)[:-1])
    above = Organisation.objects.visible_to(user).filter(own | line)
    return Branch(
        chosen=chosen,
        above=list(above.select_related("figures")),
        beneath=_page(children(chosen), page),
        roll=Roll.objects.first(),
    )


def children(chosen: Organisation) -> OrganisationQuerySet:
    """Return what was counted directly beneath a branch and exists, in the tree's order."""
    first, last = chosen.path + "0" * _STEP, chosen.path + "Z" * _STEP
    beneath = Organisation.objects.existing().filter(
        figures__depth=chosen.depth + 1, figures__path__range=(first, last)
    )
    return beneath.select_related("figures").order_by("figures__path")


def _page(rows: OrganisationQuerySet, number: str | None) -> Page[Organisation]:
    """Return a page of rows and their number in one query; beyond the last, the first."""
    wanted = int(number) if number and number.isdecimal() and len(number) < 6 else 1  # noqa: PLR2004 -- no more pages than that
    counted = rows.annotate(of=Window(Count("pk")))
    first = PER_PAGE * (max(wanted, 1) - 1)
    found = list(counted[first : first + PER_PAGE])
    if not found and first:
        return _page(rows, None)
    paginator = Paginator(found, PER_PAGE)
    paginator.count = found[0].of if found else 0
    return Page(found, first // PER_PAGE + 1, paginator)


def figures_of(place: Organisation) -> BranchFigures:
    """Return the figures that were selected with a place, or noughts."""
    return getattr(place, "figures", None) or BranchFigures(organisation=place)


def with_gap(chosen: Organisation, gap: str) -> OrganisationQuerySet:
    """Return the committees of a branch that have a gap, in the order of the tree."""
    places = Organisation.objects.within([chosen.path]).existing()
    found = places.filter(
        **{f"figures__{gap}__gt": 0}, figures__lacks__contains=f" {gap} "
    )
    return found.select_related("figures")


def with_any_gap(chosen: Organisation) -> OrganisationQuerySet:
    places = Organisation.objects.within([chosen.path]).existing()
    return places.filter(figures__lacks__gt="").select_related("figures")


def uncovered_villages(chosen: Organisation) -> QuerySet[Village]:
    """Return the villages of a branch that have no committee, by code."""
    found = Village.objects.filter(
        is_covered=False, organisation__path__startswith=chosen.path
    )
    return found.select_related("division", "organisation").order_by("division__code")


def people_of(
    chosen: Organisation, user: User, *, code: str, holding: bool, day: date
) -> MediatorQuerySet:
    """Return who mediates in a branch and meets a measure, or does not, by pinyin."""
    posts = Post.objects.standing().on(day).within([chosen.path])
    living = posts.values(living=Coalesce("person__merged_into", "person"))
    seen = Mediator.objects.visible_to(user).filter(person__in=living)
    measure = measures.named(code)
    holders: Any = measure.holders(day) if measure else Person.objects.none()
    held = holders.values_list(Coalesce("merged_into", "pk"))
    found = seen.filter(person__in=held) if holding else seen.exclude(person__in=held)
    return found.select_related("person").in_order()


def gaps_administered_by(user: User) -> dict[str, int]:
    """Return how many gaps there are in the branches that `user` administers; one query."""
    tops = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
    rows = BranchFigures.objects.filter(organisation__path__in=_apart(tops))
    if EVERYWHERE in tops:
        rows = BranchFigures.objects.filter(organisation__depth=1)
    codes = (*GAPS, "villages_uncovered")
    return rows.aggregate(**{code: Sum(code, default=0) for code in codes})


def _apart(paths: list[str]) -> list[str]:
    """Return the paths of which none lies beneath another."""
    return [
        path
        for path in set(paths)
        if not any(path != each and path.startswith(each) for each in paths)
    ]
