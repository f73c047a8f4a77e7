"""What becomes of people, posts and roles when a place moves, merges or is dissolved."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import Today
from mediators.models import Organisation, Post, RoleGrant, User
from mediators.models.organisation import OrganisationQuerySet
from mediators.models.post import PostQuerySet


@dataclass(frozen=True)
class Moving:
    """What moves along with a place, and who gains or loses sight of it."""

    organisations: int
    committees: int
    posts: int
    people: int
    gaining: list[RoleGrant]
    losing: list[RoleGrant]


class Fate(Enum):
    """What becomes of a post when the place it is held at merges into another."""

    ENDS = "ends"
    CARRIES_ON = "carries_on"
    HELD_THERE = "held_there"
    ELECTED_THERE = "elected_there"


_WORDS = {
    Fate.ENDS: _("ends"),
    Fate.CARRIES_ON: _("goes on there to the end of the term"),
    Fate.HELD_THERE: _("ends: holds this post there already"),
    Fate.ELECTED_THERE: _("ends: the members there are elected (Law, article 9)"),
}


@dataclass(frozen=True)
class PostAndFate:
    post: Post
    fate: Fate

    @property
    def words(self) -> str:
        return str(_WORDS[self.fate])


def moves_along(organisation: Organisation, parent: Organisation) -> Moving:
    """Say what a move of `organisation` beneath `parent` would carry with it.

    Three queries. Those who administer or inspect both places lose and gain nothing;
    nor does a platform administrator, who sees everything.
    """
    branch = Organisation.objects.within([organisation.path]).existing().order_by()
    places = branch.aggregate(
        all=Count("pk"), committees=Count("pk", filter=Q(kind="committee"))
    )
    posts = Post.objects.in_force().within([organisation.path]).order_by()
    held = posts.aggregate(all=Count("pk"), people=Count("person", distinct=True))
    old = _above(organisation.path)[:-1]
    new = _above(parent.path)
    watchers = list(_watching([*old, *new]))
    return Moving(
        organisations=places["all"],
        committees=places["committees"],
        posts=held["all"],
        people=held["people"],
        gaining=[each for each in watchers if each.organisation.path not in old],
        losing=[each for each in watchers if each.organisation.path not in new],
    )


def posts_cut_short(organisation: Organisation, *, on: date) -> PostQuerySet:
    """Return the posts at a place that its end on a day would cut short."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=on)
    unended_that_day = Q(valid_to=on, end_reason="")
    posts = Post.objects.standing().filter(organisation=organisation)
    return posts.filter(lasting | unended_that_day, valid_from__lt=on).with_people()


def fates(
    posts: list[Post], successor: Organisation, *, on: date, carry_on: bool
) -> list[PostAndFate]:
    """Say what becomes of the posts of a place that merges into `successor`; one query."""
    if not carry_on:
        return [PostAndFate(post, Fate.ENDS) for post in posts]
    there = Post.objects.standing().filter(
        organisation=successor, person__in={post.person_id for post in posts}
    )
    held = list(there.meeting(on, None))
    return [PostAndFate(post, _fate(post, successor, held, on)) for post in posts]


def _fate(post: Post, successor: Organisation, held: list[Post], on: date) -> Fate:
    if post.valid_to == on:
        return Fate.ENDS
    hired = post.appointment == Post.Appointment.HIRED
    if hired and post.role in Post.MEMBERS and successor.elects_members:
        return Fate.ELECTED_THERE
    for other in held:
        same = (other.person_id, other.role) == (post.person_id, post.role)
        if same and (post.valid_to is None or other.valid_from < post.valid_to):
            return Fate.HELD_THERE
    return Fate.CARRIES_ON


def roles_ending(organisation: Organisation) -> list[RoleGrant]:
    """Return the roles over a place that end when it is no more."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=Today())
    grants = RoleGrant.objects.filter(organisation=organisation)
    grants = grants.filter(lasting).exclude(role=RoleGrant.Role.PLATFORM)
    return list(grants.select_related("user"))


def parents_for(organisation: Organisation, *, mover: User) -> OrganisationQuerySet:
    """Return the places that `mover` may hang `organisation` beneath."""
    kinds = Organisation.BENEATH[Organisation.Kind(organisation.kind)]
    places = Organisation.objects.administered_by(mover).existing()
    places = places.filter(kind__in=[kind for kind in kinds if kind is not None])
    beneath_it = Q(path__startswith=organisation.path)
    parent = organisation.path[: -Organisation.steplen]
    return places.exclude(beneath_it).exclude(path=parent)


def successors_for(organisation: Organisation, *, mover: User) -> OrganisationQuerySet:
    """Return the places that `organisation` may be merged into by `mover`."""
    places = Organisation.objects.administered_by(mover).existing()
    alike = places.filter(kind=organisation.kind)
    return alike.exclude(path__startswith=organisation.path)


def _above(path: str) -> list[str]:
    """Return the paths of a place and of everything above it, the top first."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def _watching(paths: list[str]) -> list[RoleGrant]:
    grants = RoleGrant.objects.effective().filter(
        organisation__path__in=paths, role__in=RoleGrant.OVERSEERS
    )
    grants = grants.exclude(role=RoleGrant.Role.PLATFORM)
    return list(grants.select_related("user", "organisation"))
