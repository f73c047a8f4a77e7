"""A draft is given to a class to read before it is published, and what they say of it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses import queries
from courses.models import Lesson, Pilot, PilotClass, PilotMember, PilotReading
from courses.models.branch import BranchPage
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class ClassNameTaken(DomainError):
    message = _("A class of this branch has this name already. Choose another name.")


class ClassIsClosed(DomainError):
    message = _("This class is closed. Ask whoever gave you the address.")


class NotOfTheBranch(DomainError):
    message = _(
        "This class is for mediators of %(branch)s. If that is you, ask the judicial "
        "office to record your post, then open the address again."
    )


class NothingToPilot(DomainError):
    message = _("This lesson is published as it stands: everybody reads it already.")


class LessonUnfinished(DomainError):
    message = _(
        "Something is missing in “%(lesson)s”. Open it, press “Save draft” and mend what "
        "is marked; then give it to the class."
    )


class ClassElsewhere(DomainError):
    message = _("This class belongs to another branch.")


class PilotEnded(DomainError):
    message = _("The reading of this draft has ended. Thank you all the same.")


@transaction.atomic
def open_pilot_class(
    *, branch: BranchPage, name: str, by: User, at: datetime
) -> PilotClass:
    """Open a class of `branch`; nobody is in it before they join.

    :raises ClassNameTaken: if an open class of the branch has this name
    """
    BranchPage.objects.select_for_update().get(pk=branch.pk)
    name = name.strip()
    if PilotClass.objects.open().filter(branch=branch, name=name).exists():
        raise ClassNameTaken
    opened = PilotClass.objects.create(
        branch=branch, name=name, opened_at=at, opened_by=by
    )
    audit.record(action="pilot_class.opened", subject=opened, actor=by, at=at)
    return opened


@transaction.atomic
def close_pilot_class(*, pilot_class: PilotClass, by: User, at: datetime) -> None:
    """Close a class: nobody joins it, and what it was given to read ends; again is the same."""
    pilot_class = PilotClass.objects.select_for_update().get(pk=pilot_class.pk)
    if not pilot_class.is_open:
        return
    pilot_class.pilots.filter(closed_at=None).update(closed_at=at)
    pilot_class.closed_at = at
    pilot_class.save(update_fields=["closed_at"])
    audit.record(action="pilot_class.closed", subject=pilot_class, actor=by, at=at)


@transaction.atomic
def join_pilot_class(
    *, pilot_class: PilotClass, reader: User, at: datetime
) -> PilotMember:
    """Let a mediator of the branch into its class, or return that they are in it.

    :raises ClassIsClosed: if it is
    :raises NotOfTheBranch: if they hold no post in the branch
    """
    pilot_class = PilotClass.objects.select_for_update().get(pk=pilot_class.pk)
    if not pilot_class.is_open:
        raise ClassIsClosed
    if not queries.may_join(pilot_class, reader):
        raise NotOfTheBranch(branch=pilot_class.branch.title)
    member, joined = PilotMember.objects.staying().get_or_create(
        pilot_class=pilot_class, reader=reader, defaults={"joined_at": at}
    )
    if joined:
        audit.record(action="pilot_class.joined", subject=member, actor=reader, at=at)
    return member


@transaction.atomic
def leave_pilot_class(*, member: PilotMember, by: User, at: datetime) -> None:
    """Let somebody leave, or be let go; what they said stays. Again is the same."""
    left = PilotMember.objects.staying().filter(pk=member.pk).update(left_at=at)
    if left:
        audit.record(action="pilot_class.left", subject=member, actor=by, at=at)


@transaction.atomic
def pilot_lesson(
    *, lesson: Lesson, pilot_class: PilotClass, by: User, at: datetime
) -> Pilot:
    """Give the draft of a lesson, as it was saved last, to a class to read.

    What the class was given of it before ends; the same draft again is the same.

    :raises NothingToPilot: if nothing in it waits to be published
    :raises LessonUnfinished: if it could not be published as it stands
    :raises ClassIsClosed: if the class is
    :raises ClassElsewhere: if the class is of another branch
    """
    pilot_class = PilotClass.objects.select_for_update().get(pk=pilot_class.pk)
    lesson = Lesson.objects.get(pk=lesson.pk)
    draft = _whole_draft(lesson)
    _check_class(pilot_class, lesson)
    given = pilot_class.pilots.filter(lesson=lesson, closed_at=None)
    if same := given.filter(revision=lesson.latest_revision_id).first():
        return same
    given.update(closed_at=at)
    pilot = Pilot.objects.create(
        pilot_class=pilot_class,
        lesson=lesson,
        revision_id=lesson.latest_revision_id,
        lesson_title=draft.title,
        opened_at=at,
        opened_by=by,
    )
    audit.record(action="pilot.opened", subject=pilot, actor=by, at=at)
    return pilot


@transaction.atomic
def pilot_lessons(
    *, lessons: Sequence[Lesson], pilot_class: PilotClass, by: User, at: datetime
) -> None:
    """Give drafts of lessons to a class, all or none; see `pilot_lesson`.

    :raises NothingToPilot: if there are none, too
    """
    if not lessons:
        raise NothingToPilot
    for lesson in lessons:
        pilot_lesson(lesson=lesson, pilot_class=pilot_class, by=by, at=at)


def _check_class(pilot_class: PilotClass, lesson: Lesson) -> None:
    if not pilot_class.is_open:
        raise ClassIsClosed
    if not queries.pilot_classes_for(lesson).filter(pk=pilot_class.pk).exists():
        raise ClassElsewhere


def _whole_draft(lesson: Lesson) -> Lesson:
    if lesson.latest_revision is None or not lesson.has_unpublished_changes:
        raise NothingToPilot
    draft: Lesson = lesson.latest_revision.as_object()
    try:
        draft.body.stream_block.clean(draft.body)
        draft.full_clean()
    except ValidationError as error:
        raise LessonUnfinished(lesson=draft.title) from error
    return draft


@transaction.atomic
def end_pilot(*, pilot: Pilot, by: User, at: datetime) -> None:
    """End the reading of a draft; what was said of it stays. Again is the same."""
    if Pilot.objects.filter(pk=pilot.pk, closed_at=None).update(closed_at=at):
        audit.record(action="pilot.ended", subject=pilot, actor=by, at=at)


def end_pilots_of(lesson: Lesson, *, at: datetime) -> None:
    """End them as the lesson is published: from now on everybody reads it."""
    Pilot.objects.filter(lesson=lesson, closed_at=None).update(closed_at=at)


def open_reading(*, pilot: Pilot, reader: User, at: datetime) -> PilotReading:
    """Note that somebody of the class reads the draft, for the first time or again."""
    reading, _made = PilotReading.objects.get_or_create(
        pilot=pilot, reader=reader, defaults={"opened_at": at}
    )
    return reading


@transaction.atomic
def finish_reading(
    *, pilot: Pilot, reader: User, words: str, at: datetime
) -> PilotReading:
    """Keep that somebody has read the draft and what they say of it; later words replace.

    What was opened in time may be finished after it has ended: no word is lost.

    :raises PilotEnded: if the draft is no longer read, and they never opened it
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not pilot.is_open and not pilot.readings.filter(reader=reader).exists():
        raise PilotEnded
    reading = open_reading(pilot=pilot, reader=reader, at=at)
    reading.finished_at = reading.finished_at or at
    reading.words = words.strip()
    reading.save(update_fields=["finished_at", "words"])
    return reading
