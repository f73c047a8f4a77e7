"""Reads that span models."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from wagtail.models import Page

from courses.models import (
    BranchStudio,
    Completion,
    Course,
    Enrolment,
    Lesson,
    LessonProgress,
)
from courses.outline import Outline
from mediators.models import Mediator, Organisation, RoleGrant, User

#: The roles that may write for a branch and for what is below it.
WRITERS = (
    RoleGrant.Role.TRAINER,
    RoleGrant.Role.ADMINISTRATOR,
    RoleGrant.Role.PLATFORM,
)
Access = tuple[User, Group]


def catalogue(*, without: Iterable[Enrolment]) -> models.QuerySet[Course]:
    """Return the published courses, newest first, but those that are taken."""
    taken = [enrolment.course_key for enrolment in without]
    courses = Course.objects.live().newest_first()
    return courses.exclude(translation_key__in=taken)


def enrolment_of(user: User | AnonymousUser, course: Course) -> Enrolment | None:
    """Return the enrolment of `user` in `course`, in whatever language it was made."""
    if isinstance(user, AnonymousUser):
        return None
    taken = Enrolment.objects.learnt_by(user)
    return taken.filter(course_key=course.translation_key).first()


def may_take(user: User | AnonymousUser, outline: Outline) -> bool:
    """Say whether `user` is a mediator who does not take the course yet."""
    if isinstance(user, AnonymousUser) or outline.enrolment:
        return False
    return Mediator.objects.of(user).exists()


def outline_around(lesson: Lesson, user: User) -> Outline:
    """Return the course of `lesson` as `user` reads it; at most three queries."""
    course, lessons = _family(lesson)
    taken = Enrolment.objects.learnt_by(user).filter(course_key=course.translation_key)
    progress = LessonProgress.objects.filter(enrolment__in=taken)
    known = {each.lesson_key: each for each in progress.select_related("enrolment")}
    begun = next((each.enrolment for each in known.values()), None)
    return Outline.of(course, lessons, known, enrolment=begun or taken.first())


def _family(lesson: Lesson) -> tuple[Course, list[Lesson]]:
    """Return the course of a lesson and its live lessons; one query."""
    above = lesson.path[: -Page.steplen]
    siblings = Q(path__startswith=above, depth=lesson.depth, live=True)
    pages = Page.objects.filter(Q(path=above) | siblings).order_by("path")
    found = pages.select_related("course", "lesson").defer("lesson__body")
    course, *lessons = found
    return course.course, [each.lesson for each in lessons]


def outline(course: Course, enrolment: Enrolment | None) -> Outline:
    """Return the course as its learner sees it; at most three queries."""
    if enrolment is None:
        return Outline.of(course, course.live_lessons())
    completion = Completion.objects.standing().filter(enrolment=enrolment).first()
    progress = {each.lesson_key: each for each in enrolment.progress.all()}
    return Outline.of(
        course,
        course.live_lessons(),
        progress,
        enrolment=enrolment,
        completion=completion,
    )


def outlines(enrolments: Iterable[Enrolment]) -> list[Outline]:
    """Return the outline of each enrolment; four queries however many."""
    enrolments = list(enrolments)
    models.prefetch_related_objects(
        enrolments,
        "progress",
        Prefetch("completions", Completion.objects.standing()),
        "course",
    )
    lessons = lessons_of([enrolment.course for enrolment in enrolments])
    return [
        Outline.of(
            enrolment.course,
            lessons[enrolment.course.path],
            {each.lesson_key: each for each in enrolment.progress.all()},
            enrolment=enrolment,
            completion=next(iter(enrolment.completions.all()), None),
        )
        for enrolment in enrolments
    ]


def lessons_of(courses: Iterable[Course]) -> dict[str, list[Lesson]]:
    """Return the live lessons in order, by the path of their course; one query."""
    found: dict[str, list[Lesson]] = {course.path: [] for course in courses}
    if not found:
        return found
    below = Q()
    for path in found:
        below |= Q(path__startswith=path)
    lessons = Lesson.objects.live().filter(below).defer_streamfields()
    for lesson in lessons.order_by("path"):
        found[lesson.path[: -Page.steplen]].append(lesson)
    return found


def completions_of(mediator: Mediator, *, viewer: User) -> list[Completion]:
    """Return what a mediator finished, annulled or not, newest first; one query."""
    records = Mediator.objects.same_as(mediator)
    seen = Completion.objects.visible_to(viewer)
    found = seen.filter(enrolment__mediator__in=records)
    return list(found.select_related("enrolment__course"))


def under_way_of(
    mediator: Mediator, *, viewer: User, without: Iterable[UUID]
) -> list[Outline]:
    """Return the courses a mediator takes but those of the keys `without`; five queries."""
    records = Mediator.objects.same_as(mediator)
    taken = Enrolment.objects.visible_to(viewer).filter(mediator__in=records)
    return outlines(taken.exclude(course_key__in=without))


def completions_due() -> models.QuerySet[Enrolment]:
    """Enrolments whose every live lesson is done and whose completion is not recorded.

    An annulled completion is not due again: granting anew is a person's decision.
    """
    lessons = Lesson.objects.live().filter(
        path__startswith=OuterRef("course__path"), depth=OuterRef("course__depth") + 1
    )
    done = LessonProgress.objects.completed().filter(
        enrolment=OuterRef(OuterRef("pk")), lesson_key=OuterRef("translation_key")
    )
    begun = LessonProgress.objects.completed().filter(enrolment=OuterRef("pk"))
    return Enrolment.objects.unfinished().filter(
        Exists(begun), Exists(lessons), ~Exists(lessons.filter(~Exists(done)))
    )


def rests_on(page: Page) -> bool:
    """Say whether any record rests on `page` or on a page below it."""
    tree = page.path
    return (
        Enrolment.objects.filter(course__path__startswith=tree).exists()
        or LessonProgress.objects.filter(lesson__path__startswith=tree).exists()
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
