"""Errors that readers pointed out: as their readers, and as authors see them."""

from django.db.models import QuerySet

from courses.models import LessonFlag
from mediators.models import User


def flags_of(user: User) -> QuerySet[LessonFlag]:
    """Return what `user` pointed out, the last first, with lessons and who answered."""
    own = LessonFlag.objects.visible_to(user)
    return own.select_related("lesson", "answered_by")


def flags_to_answer(user: User) -> QuerySet[LessonFlag]:
    """Return what is not answered of the lessons `user` may edit, the longest waiting first.

    One query, and one for what they may edit.
    """
    waiting = LessonFlag.objects.answered_by(user).open()
    return waiting.select_related("lesson").order_by("flagged_at", "pk")
