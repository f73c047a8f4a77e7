"""Drafts that a class reads: as whoever reads them, and as authors see them."""

from django.db.models import Count, Prefetch, Q, QuerySet
from wagtail.models import Page

from courses.models import BranchPage, Lesson, Pilot, PilotClass, PilotReading
from courses.models.pilot import PilotClassQuerySet, PilotMember, PilotQuerySet
from courses.queries.writing import BRANCH_PATH, editable
from mediators.models import Mediator, Person, User


def may_join(pilot_class: PilotClass, reader: User) -> bool:
    """Say whether `reader` is a mediator of the branch, or of a place below it; one query."""
    organisation = pilot_class.branch.organisation
    if organisation is None:
        return False
    people = Person.objects.within([organisation.path])
    return Mediator.objects.of(reader).filter(person__in=people).exists()


def pilot_classes_for(page: Page) -> PilotClassQuerySet:
    """Return the open classes of the branch that `page` is of, in whatever language."""
    branch = BranchPage.objects.filter(path=page.path[:BRANCH_PATH])
    open_ones = PilotClass.objects.open().select_related("branch")
    return open_ones.filter(
        branch__translation_key__in=branch.values("translation_key")
    ).order_by("name")


def branch_of_pilots(page: Page) -> QuerySet[BranchPage]:
    """Return the branch whose classes may read `page`; none for a copy of a branch."""
    here = BranchPage.objects.filter(path=page.path[:BRANCH_PATH])
    return BranchPage.objects.filter(
        organisation__isnull=False, translation_key__in=here.values("translation_key")
    )


def pilots_to_read(user: User) -> list[Pilot]:
    """Return what a class of `user` is given to read and they have not; one query."""
    given = Pilot.objects.visible_to(user).open()
    read = PilotReading.objects.visible_to(user).exclude(finished_at=None)
    unread = given.exclude(pk__in=read.values("pilot"))
    return list(unread.select_related("pilot_class"))


def is_read(pilot: Pilot, user: User) -> bool:
    """Say whether `user` has said that they read a draft; one query."""
    mine = PilotReading.objects.visible_to(user).exclude(finished_at=None)
    return mine.filter(pilot=pilot).exists()


def classes_of(user: User) -> list[PilotClass]:
    """Return the open classes that `user` is in; one query."""
    return list(PilotClass.objects.visible_to(user).open())


def pilots_in_class(pilot_class: PilotClass, user: User) -> list[Pilot]:
    """Return what a class is given to read now, each with its `mine`; two queries."""
    mine = PilotReading.objects.visible_to(user)
    given = pilot_class.pilots.open().select_related("lesson")
    return list(given.prefetch_related(Prefetch("readings", mine, to_attr="mine")))


def classes_run_by(user: User) -> QuerySet[PilotClass]:
    """Return the open classes `user` runs, with `inside` and `under_way`; one query."""
    staying = Count("members", Q(members__left_at=None), distinct=True)
    under_way = Count("pilots", Q(pilots__closed_at=None), distinct=True)
    own = PilotClass.objects.run_by(user).open().select_related("branch")
    return own.annotate(inside=staying, under_way=under_way)


def members_of(pilot_class: PilotClass) -> QuerySet[PilotMember]:
    return pilot_class.members.staying().select_related("reader")


def pilots_of(page: Page) -> PilotQuerySet:
    """Return what was given of a lesson, or of those of a course, newest first.

    With who read it and what they said.
    """
    readings = PilotReading.objects.select_related("reader")
    given = Pilot.objects.filter(lesson__path__startswith=page.path).select_related(
        "pilot_class", "opened_by"
    )
    return given.prefetch_related(Prefetch("readings", readings))


def pilots_awaited_by(user: User, *, limit: int) -> list[Pilot]:
    """Return what is read now of the lessons `user` answers for, the newest first.

    Each knows how many `finished` it and how many `said` something; one query.
    """
    own = Pilot.objects.open().filter(lesson__owner=user)
    finished = Count("readings", ~Q(readings__finished_at=None))
    said = Count("readings", ~Q(readings__words=""))
    counted = own.select_related("pilot_class").annotate(finished=finished, said=said)
    return list(counted[:limit])


def membership(pilot_class: PilotClass, user: User) -> PilotMember | None:
    """Return the place of `user` in a class, if they are in it; one query."""
    inside = PilotMember.objects.visible_to(user).staying()
    return inside.filter(pilot_class=pilot_class).first()


def pilot_instead_of(ended: Pilot) -> Pilot | None:
    """Return what the same class reads of the same lesson now, if anything; one query."""
    now = Pilot.objects.open().filter(pilot_class=ended.pilot_class_id)
    return now.filter(lesson=ended.lesson_id).first()


def branches_written_by(user: User) -> QuerySet[BranchPage]:
    """Return the branches that `user` writes for, each once in whatever language."""
    own = editable(user).order_by().values("pk")
    branches = BranchPage.objects.filter(pk__in=own, organisation__isnull=False)
    return branches.order_by("title")


def drafts_below(page: Page) -> list[Lesson]:
    """Return a lesson, or the lessons of a course, of which a draft is not published."""
    lessons = Lesson.objects.descendant_of(page, inclusive=True)
    drafts = lessons.filter(has_unpublished_changes=True).defer_streamfields()
    return list(drafts.order_by("path"))
