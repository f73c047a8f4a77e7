"""A roster as it is given out: one row a post, in the shape in which it is read."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from mediators.models import Mediator, Organisation, Post, User
from mediators.models.mediator import MediatorQuerySet
from mediators.models.post import PostQuerySet
from mediators.rosters.columns import COLUMNS, Column
from mediators.rosters.queries.chunks import chunks
from mediators.rosters.queries.places import names_above, way_to


def exported_columns(*, with_numbers: bool) -> list[Column]:
    """Return the columns of an export; identity numbers only where they were asked for."""
    return [column for column in COLUMNS if column.is_exported or with_numbers]


def posts_of(mediators: MediatorQuerySet, *, viewer: User) -> PostQuerySet:
    """Return the posts, held or to come, of these people that `viewer` may look at."""
    posts = Post.objects.unended().visible_to(viewer)
    people = mediators.order_by().values("person")
    return posts.filter(Q(person__in=people) | Q(person__merged_into__in=people))


def exported_rows(
    mediators: MediatorQuerySet, *, viewer: User
) -> Iterator[tuple[Mediator, dict[str, Any]]]:
    """Yield the values of each row, by pinyin; five queries a few hundred people.

    Somebody without a post today has a row of their details alone. Who looks and does
    not act gets no birthday: with the masked number it would be the number.
    """
    places = Organisation.objects.visible_to(viewer)
    mine = Mediator.objects.administered_by(viewer)
    keys = list(mediators.values_list("pk", flat=True))
    for some in chunks(keys):
        people = Mediator.objects.filter(pk__in=some).select_related("person")
        people = people.prefetch_related("specialities").in_order()
        posts = Post.objects.unended().visible_to(viewer)
        of_them = Q(person__mediator__in=some)
        of_them |= Q(person__merged_into__mediator__in=some)
        posts = posts.filter(of_them).select_related("person", "organisation")
        held: dict[int, list[Post]] = {}
        for post in posts.order_by("organisation__path", "valid_from", "pk"):
            person = post.person.merged_into_id or post.person_id
            held.setdefault(person, []).append(post)
        acted_on = set(mine.filter(pk__in=some).values_list("pk", flat=True))
        found = [post.organisation for each in held.values() for post in each]
        above = names_above(found, places)
        for mediator in people:
            rows: list[Post | None] = [*held.get(mediator.person_id, [])]
            for row in rows or [None]:
                values = _values(mediator, row, above)
                if mediator.pk not in acted_on:
                    values["born_on"] = None
                yield mediator, values


def _values(
    mediator: Mediator, post: Post | None, above: dict[str, str]
) -> dict[str, Any]:
    person = mediator.person
    names = sorted(each.name for each in mediator.specialities.all())
    values: dict[str, Any] = {
        "name": person.name,
        "gender": person.gender,
        "born_on": person.born_on,
        "ethnicity": person.ethnicity,
        "education": person.education,
        "phone": person.phone,
        "background": mediator.background,
        "languages": mediator.languages,
        "specialities": "、".join(names),
        "mediator": mediator.uuid,
    }
    return values | (_of_post(post, above) if post else {})


def _of_post(post: Post, above: dict[str, str]) -> dict[str, Any]:
    return {
        "organisation": way_to(post.organisation, above),
        "role": post.role,
        "appointment": post.appointment,
        "kind": post.kind,
        "valid_from": post.valid_from,
        "last_day": post.last_day,
        "basis": post.basis,
        "employer": post.employer,
        "filed_on": post.filed_on,
        "post": post.uuid,
    }
