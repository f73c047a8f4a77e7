"""Who writes where, and what must stay because records rest on it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Page

from courses.models import (
    BranchStudio,
    Enrolment,
    LessonFlag,
    LessonProgress,
    Note,
    Pilot,
)
from mediators.models import Organisation, RoleGrant, User

#: The roles that may write for a branch and for what is below it.
WRITERS = (
    RoleGrant.Role.TRAINER,
    RoleGrant.Role.ADMINISTRATOR,
    RoleGrant.Role.PLATFORM,
)
Access = tuple[User, Group]


def rests_on(page: Page) -> bool:
    """Say whether any record rests on `page` or on a page below it."""
    tree = page.path
    return (
        Enrolment.objects.filter(course__path__startswith=tree).exists()
        or LessonProgress.objects.filter(lesson__path__startswith=tree).exists()
        or LessonFlag.objects.filter(lesson__path__startswith=tree).exists()
        or Pilot.objects.filter(lesson__path__startswith=tree).exists()
        or Note.objects.filter(lesson__path__startswith=tree).exists()
        or BranchStudio.objects.filter(page__path__startswith=tree).exists()
    )


def may_write_for(organisation: Organisation) -> set[int]:
    """Return the ids of the accounts whose role lets them write for a branch today."""
    held = RoleGrant.objects.effective().filter(role__in=WRITERS)
    above = held.values_list("user", "organisation__path")
    return {user for user, path in above if organisation.path.startswith(path)}


def studio_access_to_settle() -> tuple[list[Access], list[Access]]:
    """Return trainers who are not yet editors, and members whose role has ended.

    Six queries, however many branches; grants and memberships are few.
    """
    studios = BranchStudio.objects.exclude(page__organisation=None).select_related(
        "page__organisation", "editors", "reviewers"
    )
    grants = RoleGrant.objects.effective().filter(user__is_active=True)
    held = list(grants.filter(role__in=WRITERS).select_related("user", "organisation"))
    missing: list[Access] = []
    stray: list[Access] = []
    members = _members(studios)
    for studio in studios:
        path = studio.page.organisation.path  # type: ignore[union-attr]  # -- has one
        here = [grant for grant in held if path.startswith(grant.organisation.path)]
        may = {grant.user_id for grant in here}
        trainers = {g.user for g in here if g.role == RoleGrant.Role.TRAINER}
        inside = members.get(studio.editors_id, set())
        missing += [(user, studio.editors) for user in trainers - inside]
        for group in (studio.editors, studio.reviewers):
            present = members.get(group.pk, set())
            stray += [(user, group) for user in present if user.pk not in may]
    return missing, stray


def _members(studios: Iterable[BranchStudio]) -> dict[int, set[User]]:
    groups = [s.editors_id for s in studios] + [s.reviewers_id for s in studios]
    found: dict[int, set[User]] = {}
    inside = User.objects.filter(groups__in=groups).prefetch_related("groups")
    for user in inside.distinct():
        for group in user.groups.all():
            found.setdefault(group.pk, set()).add(user)
    return found


def studios_seen(user: User) -> models.QuerySet[BranchStudio]:
    """Return the branches of the Studio that `user` oversees, in the order of the tree."""
    seen = Organisation.objects.visible_to(user)
    studios = BranchStudio.objects.filter(page__organisation__in=seen.values("pk"))
    return studios.select_related("page__organisation").order_by(
        "page__organisation__path"
    )


def branches_to_open(user: User) -> models.QuerySet[Organisation]:
    """Return the branches that `user` administers and that have no place in the Studio."""
    own = Organisation.objects.administered_by(user).existing()
    return own.exclude(kind__in=Organisation.WITH_POSTS).filter(branch_page=None)


def writers_of(studio: BranchStudio) -> list[tuple[User, list[str], bool]]:
    """Return who may write for a branch, by which roles, and whether they review.

    Three queries.
    """
    held = RoleGrant.objects.effective().filter(role__in=WRITERS, user__is_active=True)
    path = studio.page.organisation.path  # type: ignore[union-attr]  # -- has one
    reviewers = set(studio.reviewers.user_set.values_list("pk", flat=True))
    editors = set(studio.editors.user_set.values_list("pk", flat=True))
    found: dict[int, tuple[User, list[str], bool]] = {}
    for grant in held.select_related("user", "organisation").order_by("user__name"):
        user = grant.user
        trains = grant.role == RoleGrant.Role.TRAINER
        if not path.startswith(grant.organisation.path):
            continue
        if trains or user.pk in reviewers | editors:
            row = found.setdefault(user.pk, (user, [], user.pk in reviewers))
            row[1].append(f"{grant.get_role_display()} · {grant.organisation.name}")
    return list(found.values())


def in_sight(account: User, viewer: User) -> dict[str, Any]:
    """Return where `account` writes and reviews, of what `viewer` oversees; two queries."""
    studios = studios_seen(viewer).select_related("editors", "reviewers")
    groups = set(account.groups.values_list("pk", flat=True))
    return {
        "studios": [
            (studio.page, studio.reviewers_id in groups)
            for studio in studios
            if groups & {studio.editors_id, studio.reviewers_id}
        ]
    }
