"""Who makes up a committee, and who is to be elected anew."""

from datetime import date

from mediators.models import Organisation, Post


def members(committee: Organisation, *, on: date) -> list[Post]:
    """Return the posts of the members on a day, the chair first; one query."""
    posts = Post.objects.standing().on(on).filter(organisation=committee)
    held = posts.filter(role__in=Post.MEMBERS).with_people()
    return sorted(held, key=_by_role)


def sitting(committee: Organisation, *, on: date) -> dict[int, list[Post]]:
    """Return, by person, the posts of members that an election on a day may end.

    Those that run until then, and those that ran out with no end recorded; the chair
    first, of each person the newest post first; one query.
    """
    posts = Post.objects.standing().filter(
        organisation=committee,
        role__in=Post.MEMBERS,
        end_reason=Post.EndReason.NONE,
        valid_from__lt=on,
    )
    found: dict[int, list[Post]] = {}
    newest_first = posts.with_people().order_by("-valid_from", "pk")
    for post in sorted(newest_first, key=_by_role):
        found.setdefault(post.person_id, []).append(post)
    return found


def end_of_terms(committee: Organisation, *, on: date) -> date | None:
    """Return the day until which most of the running terms last, if there are any."""
    ends = [
        post.valid_to
        for posts in sitting(committee, on=on).values()
        for post in posts
        if post.valid_to is not None and post.valid_to > on
    ]
    return max(ends, key=ends.count, default=None)


def _by_role(post: Post) -> int:
    return Post.MEMBERS.index(Post.Role(post.role))
