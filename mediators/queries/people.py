"""Whom one may look at, found by name, post and place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from mediators import names
from mediators.models import Mediator, Organisation, Person, Post, User
from mediators.models.mediator import MediatorQuerySet
from mediators.models.person import PersonQuerySet
from mediators.models.post import PostQuerySet


def posts_by_time(posts: Iterable[Post], *, day: date) -> dict[str, list[Post]]:
    """Return posts as those held on `day`, those to come and those of the past."""
    found: dict[str, list[Post]] = {"now": [], "to_come": [], "past": []}
    for post in posts:
        when = "now" if post.holds_on(day) else "past"
        found["to_come" if post.valid_from > day else when].append(post)
    ranks = Post.Role.values
    found["now"].sort(key=lambda p: (ranks.index(p.role), p.valid_from, p.pk))
    return {f"posts_{when}": held for when, held in found.items()}


def files_open_to(user: User, *, posts: PostQuerySet) -> set[int]:
    """Return the keys of the holders of `posts` whose file `user` may open."""
    seen = Mediator.objects.visible_to(user).filter(person__in=posts.values("person"))
    return set(seen.values_list("person_id", flat=True))


def people_named(words: str, *, by: User) -> list[Person]:
    """Return whom `by` administers and who is called `words`: twenty, with posts."""
    return with_posts_in_force(_people_of(by).called(words).in_order()[:20])


def namesakes(name: str, *, by: User) -> list[Person]:
    """Return whom `by` administers and who has exactly this name: twenty, with posts."""
    found = _people_of(by).filter(name=names.tidy(name)).order_by("pk")
    return with_posts_in_force(found[:20])


def sharing_phone(person: Person, *, by: User) -> list[Person]:
    """Return others whom `by` administers with the same phone: ten, by pinyin."""
    if not person.phone:
        return []
    people = Person.objects.administered_by(by).living().filter(phone=person.phone)
    return list(people.exclude(pk=person.pk).in_order()[:10])


def is_phone_shared(phone: str, *, by: Person) -> bool:
    """Whether anybody but `by` has this phone."""
    return Person.objects.living().filter(phone=phone).exclude(pk=by.pk).exists()


def _people_of(administrator: User) -> PersonQuerySet:
    return Person.objects.administered_by(administrator).living()


def with_posts_in_force(people: Iterable[Person]) -> list[Person]:
    """Return people, each with `posts_in_force`; one query.

    Those of a record that was merged into theirs are theirs.
    """
    found = {person.pk: person for person in people}
    held: dict[int, list[Post]] = {key: [] for key in found}
    theirs = Q(person__in=held) | Q(person__merged_into__in=held)
    posts = Post.objects.in_force().filter(theirs)
    for post in posts.select_related("person", "organisation"):
        held[post.person.merged_into_id or post.person_id].append(post)
    for key, person in found.items():
        person.posts_in_force = held[key]  # type: ignore[attr-defined]  # -- what templates read
    return list(found.values())


def mediators_found(
    user: User,
    *,
    words: str = "",
    branch: Organisation | None = None,
    kind: str = "",
    role: str = "",
) -> MediatorQuerySet:
    """Return the mediators that `user` may look at and these filters leave, by pinyin."""
    found = Mediator.objects.visible_to(user).living()
    if words:
        found = found.filter(person__in=Person.objects.called(words))
    if branch or kind or role:
        posts = Post.objects.in_force().visible_to(user)
        posts = posts.within([branch.path]) if branch else posts
        posts = posts.filter(kind=kind) if kind else posts
        posts = posts.filter(role=role) if role else posts
        living = Coalesce("person__merged_into", "person")
        found = found.filter(person__in=posts.order_by().values(living=living))
    return found.in_order()
