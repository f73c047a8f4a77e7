from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.lesson import Lesson

if TYPE_CHECKING:
    from mediators.models import User


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, whatever they oversee.

        Whether somebody keeps notes is no measure of their work, so nobody else is told.
        """
        return self.filter(writer=user.pk)

    def written_by(self, user: User) -> Self:
        """What `user` may act on: their own and nobody else's."""
        return self.visible_to(user)


class Note(models.Model):
    """What a reader wrote down for themselves at a lesson, in whatever language it is.

    Not a record: its writer changes it, and empties it, as they like.
    """

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
    )
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        related_name="notes",
        verbose_name=_("lesson"),
    )
    #: The lesson whatever its language: the translation key of the page.
    lesson_key = models.UUIDField(_("lesson in every language"))
    text = models.TextField(pgettext_lazy("learning", "note"), max_length=4000)
    written_at = models.DateTimeField(_("written at"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of one's own")
        verbose_name_plural = _("notes of one's own")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["writer", "lesson_key"], name="note_once_a_lesson"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def stamp(self) -> str:
        """Which text it is: another one was written at another moment."""
        return self.written_at.isoformat()
