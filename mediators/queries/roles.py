"""Who has which role, what that lets them see, and who sees whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext

from mediators.models import Organisation, Person, Post, RoleEvent, RoleGrant, User
from mediators.models.organisation import OrganisationQuerySet
from mediators.models.roles import RoleGrantQuerySet

#: Days within which the end of a role is worth a word.
SOON = timedelta(days=30)
#: As many as a search shows.
FEW = 20


@dataclass(frozen=True)
class Branch:
    """A branch that somebody has a role over, and how much stands in it."""

    grant: RoleGrant
    committees: int
    people: int

    @property
    def name(self) -> str:
        return _over(self.grant)


@dataclass(frozen=True)
class Overseer:
    """Somebody who can see a person, by which role over which branch."""

    grant: RoleGrant
    acts: bool

    @property
    def through(self) -> str:
        return _over(self.grant)


def accounts_with_roles(
    viewer: User, *, words: str = "", role: str = "", ended: bool = False
) -> QuerySet[User]:
    """Return the accounts with a role that `viewer` may see, each with these roles.

    Three queries: the accounts, their roles (`roles_seen`), the decisions about them.
    """
    grants = RoleGrant.objects.visible_to(viewer)
    grants = grants if ended else grants.unended()
    grants = grants.filter(role=role) if role else grants
    accounts = User.objects.filter(Exists(grants.filter(user=OuterRef("pk"))))
    if words:
        accounts = accounts.filter(
            Q(name__icontains=words) | Q(username__icontains=words)
        )
    return with_roles(accounts.order_by("name", "pk"), grants)


def with_roles(accounts: QuerySet[User], grants: RoleGrantQuerySet) -> QuerySet[User]:
    """Return the accounts, each with those of `grants` that are theirs."""
    return accounts.prefetch_related(
        Prefetch("roles", queryset=with_trail(grants), to_attr="roles_seen")
    )


def with_trail(grants: RoleGrantQuerySet) -> RoleGrantQuerySet:
    """Return roles with all that is shown of them, in the order of the tree."""
    events = RoleEvent.objects.select_related("by")
    shown = grants.select_related("organisation", "granted_by", "user")
    shown = shown.prefetch_related(Prefetch("events", queryset=events))
    return shown.order_by("organisation__path", "pk")


def accounts_seen(viewer: User) -> QuerySet[User]:
    """Return the accounts that `viewer` may look at.

    Those with a role, also of the past, in the branches that they oversee; of people
    whom they oversee; and their own.
    """
    people = Person.objects.visible_to(viewer).living()
    own = User.objects.filter(pk=viewer.pk).values("pk")
    return User.objects.filter(
        pk__in=_users(people).union(_users(RoleGrant.objects.visible_to(viewer)), own)
    )


def accounts_within(viewer: User) -> QuerySet[User]:
    """Return the accounts to which `viewer` may give a role: not their own.

    Those of whom they administer, and those that have or had a role in their branches.
    """
    paths = RoleGrant.branches(viewer, *RoleGrant.ADMINISTRATORS)
    people = Person.objects.administered_by(viewer).living()
    known = _users(people).union(_users(RoleGrant.objects.within(paths)))
    return User.objects.filter(pk__in=known, is_active=True).exclude(pk=viewer.pk)


def _users(found: QuerySet[Any]) -> QuerySet[Any, Any]:
    return found.exclude(user=None).order_by().values("user")


def accounts_named(words: str, *, by: User) -> list[User]:
    """Return whom `by` may give a role and whose name or user name holds `words`."""
    named = Q(name__icontains=words) | Q(username__icontains=words)
    found = accounts_within(by).filter(named).order_by("name", "pk")
    return list(with_roles(found, RoleGrant.objects.visible_to(by).unended())[:FEW])


def people_without_account(words: str, *, by: User) -> list[Person]:
    """Return whom `by` administers, who has no account, and whose name holds `words`."""
    posts = Post.objects.in_force().select_related("organisation")
    people = Person.objects.administered_by(by).living().filter(user=None)
    people = people.filter(name__icontains=words).order_by("name", "pk")
    shown = people.prefetch_related(
        Prefetch("posts", queryset=posts, to_attr="posts_in_force")
    )
    return list(shown[:FEW])


def branches_of(grants: Iterable[RoleGrant]) -> list[Branch]:
    """Return what each of these roles is over; two queries a role, and roles are few."""
    return [
        Branch(
            grant=grant,
            committees=_below(grant).existing().committees().count(),
            people=Person.objects.within([_path(grant)]).living().count(),
        )
        for grant in grants
    ]


def overseers_of(person: Person) -> list[Overseer]:
    """Return whose role lets them see a person today; platform administrators last.

    Two queries. What somebody may see of themselves is no role.
    """
    places = Organisation.objects.filter(pk__in=_places_of(person))
    paths = list(places.values_list("path", flat=True))
    above = Q(pk__in=[])
    for path in paths:
        step = Organisation.steplen
        tops = [path[:end] for end in range(step, len(path) + 1, step)]
        above |= Q(organisation__path__in=tops, role__in=RoleGrant.OVERSEERS)
    grants = RoleGrant.objects.effective().filter(
        above | Q(role=RoleGrant.Role.PLATFORM), user__is_active=True
    )
    everywhere = RoleGrant.Role.PLATFORM
    found = grants.select_related("user", "organisation").order_by(
        Length("organisation__path").desc(), "pk"
    )
    return [
        Overseer(grant, acts=grant.role in RoleGrant.ADMINISTRATORS)
        for grant in sorted(found, key=lambda grant: grant.role == everywhere)
    ]


def state_of(grant: RoleGrant, *, day: date) -> tuple[str, str]:
    """Return how a role stands on `day`, and the colour of that."""
    if grant.valid_to is not None and grant.valid_to <= day:
        return "ended", "plain"
    if any(event.kind == RoleEvent.Kind.ENDED for event in grant.events.all()):
        return "ended", "plain"
    if grant.is_suspended:
        return "suspended", "maple"
    if grant.valid_from > day:
        return "to_come", "sky"
    if grant.valid_to is not None and grant.valid_to <= day + SOON:
        return "expiring", "amber"
    return "active", "leaf"


def _over(grant: RoleGrant) -> str:
    if grant.role == RoleGrant.Role.PLATFORM:
        return gettext("all branches")
    return grant.organisation.name


def _places_of(person: Person) -> QuerySet[Any, Any]:
    records = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
    held = Post.objects.standing().filter(person__in=records)
    unended = held.filter(Post.UNENDED)
    return (unended if unended.exists() else held).values("organisation")


def _path(grant: RoleGrant) -> str:
    return "" if grant.role == RoleGrant.Role.PLATFORM else grant.organisation.path


def _below(grant: RoleGrant) -> OrganisationQuerySet:
    return Organisation.objects.within([_path(grant)])
