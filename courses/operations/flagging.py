"""A reader points out an error in a lesson; who writes for its branch answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson, LessonFlag
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class AlreadyFlagged(DomainError):
    message = _(
        "You have pointed out something here already, and it is not answered yet. "
        "Choose another part, or wait for the answer."
    )


class AlreadyAnswered(DomainError):
    message = _("A colleague has answered this already.")


@transaction.atomic
def flag_lesson(
    *, lesson: Lesson, writer: User, where: tuple[int, str], words: str, at: datetime
) -> LessonFlag:
    """Keep what `writer` says is wrong in a part of `lesson`.

    `where` is the number of the part, and how it begins.

    :raises AlreadyFlagged: if what they said of this part before is not answered yet
    """
    # Two taps on a slow network must not be two errors.
    User.objects.select_for_update().get(pk=writer.pk)
    part, part_words = where
    open_here = LessonFlag.objects.visible_to(writer).open()
    if open_here.filter(lesson=lesson, part=part).exists():
        raise AlreadyFlagged
    flag = LessonFlag.objects.create(
        writer=writer,
        lesson=lesson,
        lesson_title=lesson.title,
        part=part,
        part_words=part_words,
        words=words.strip(),
        flagged_at=at,
    )
    audit.record(action="lesson.flagged", subject=flag, actor=writer, at=at)
    return flag


@transaction.atomic
def answer_flag(
    *, flag: LessonFlag, outcome: str, answer: str, by: User, at: datetime
) -> LessonFlag:
    """Tell whoever pointed it out what came of it; nothing is answered twice.

    :raises AlreadyAnswered: if somebody did
    """
    flag = LessonFlag.objects.select_for_update().get(pk=flag.pk)
    if flag.is_answered:
        raise AlreadyAnswered
    flag.outcome = LessonFlag.Outcome(outcome)
    flag.answer = answer.strip()
    flag.answered_by = by
    flag.answered_at = at
    flag.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    audit.record(action="lesson.flag_answered", subject=flag, actor=by, at=at)
    return flag
