from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models.branch import BranchPage
from courses.models.lesson import Lesson
from lms.kernel.guards import Refusal

if TYPE_CHECKING:
    from mediators.models import User


class PilotClassQuerySet(models.QuerySet["PilotClass"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the classes they are in."""
        inside = PilotMember.objects.visible_to(user).staying()
        return self.filter(pk__in=inside.values("pilot_class"))

    def run_by(self, user: User) -> Self:
        """What `user` may act on: the classes of the branches they write for."""
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        return self.filter(branch__in=pages.order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(closed_at=None)


class PilotClass(models.Model):
    """Mediators of a branch who read its drafts before they are published.

    Nobody is put into it: whoever is sent its address decides to join, and may leave.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    branch = models.ForeignKey(
        BranchPage,
        on_delete=models.PROTECT,
        related_name="pilot_classes",
        verbose_name=_("branch page"),
    )
    name = models.CharField(pgettext_lazy("class", "name"), max_length=60)
    opened_at = models.DateTimeField(pgettext_lazy("class", "opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("class", "opened by"),
    )
    closed_at = models.DateTimeField(
        pgettext_lazy("class", "closed at"), null=True, blank=True
    )

    objects = PilotClassQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "A pilot class is closed, never deleted."),
        Refusal(
            "UPDATE",
            "Whose class it is never changes, and a closed one stays closed.",
            when="NEW.branch_id <> OLD.branch_id OR NEW.opened_at <> OLD.opened_at "
            "OR NEW.opened_by_id <> OLD.opened_by_id OR OLD.closed_at IS NOT NULL",
        ),
    ]

    class Meta:
        verbose_name = _("pilot class")
        verbose_name_plural = _("pilot classes")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"],
                condition=Q(closed_at=None),
                name="pilotclass_once_open_a_name",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="pilotclass_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class PilotMemberQuerySet(models.QuerySet["PilotMember"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at as the one who is in it: their own."""
        return self.filter(reader=user.pk)

    def staying(self) -> Self:
        return self.filter(left_at=None)


class PilotMember(models.Model):
    """Somebody who joined a pilot class, from a moment until they left; then anew."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pilot_class = models.ForeignKey(
        PilotClass,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name=_("pilot class"),
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who reads"),
    )
    joined_at = models.DateTimeField(pgettext_lazy("class", "joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = PilotMemberQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "Who was in a pilot class stays known."),
        Refusal(
            "UPDATE",
            "Who joined what, and when, never changes.",
            when="NEW.pilot_class_id <> OLD.pilot_class_id "
            "OR NEW.reader_id <> OLD.reader_id OR NEW.joined_at <> OLD.joined_at "
            "OR OLD.left_at IS NOT NULL",
        ),
    ]

    class Meta:
        verbose_name = _("member of a pilot class")
        verbose_name_plural = _("members of pilot classes")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot_class", "reader"],
                condition=Q(left_at=None),
                name="pilotmember_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PilotQuerySet(models.QuerySet["Pilot"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: what the classes they are in were given to read."""
        return self.filter(pilot_class__in=PilotClass.objects.visible_to(user))

    def run_by(self, user: User) -> Self:
        """What `user` may act on: what they may edit and a class was given to read."""
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        return self.filter(lesson__in=pages.order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(closed_at=None, pilot_class__closed_at=None)


class Pilot(models.Model):
    """A draft of a lesson, given to a class to read: the text as it was then.

    Another draft given later is another pilot. It ends when the lesson is published.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pilot_class = models.ForeignKey(
        PilotClass,
        on_delete=models.PROTECT,
        related_name="pilots",
        verbose_name=_("pilot class"),
    )
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        related_name="pilots",
        verbose_name=_("lesson"),
    )
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("draft that is read"),
    )
    lesson_title = models.CharField(_("title of the lesson then"), max_length=255)
    opened_at = models.DateTimeField(_("given to the class at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("pilot", "given by"),
    )
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = PilotQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "What a class was given to read stays known."),
        Refusal(
            "UPDATE",
            "What a class was given to read never changes.",
            when="NEW.pilot_class_id <> OLD.pilot_class_id "
            "OR NEW.lesson_id <> OLD.lesson_id OR NEW.revision_id <> OLD.revision_id "
            "OR NEW.lesson_title <> OLD.lesson_title "
            "OR NEW.opened_at <> OLD.opened_at OR OLD.closed_at IS NOT NULL",
        ),
    ]

    class Meta:
        verbose_name = _("pilot of a lesson")
        verbose_name_plural = _("pilots of lessons")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot_class", "lesson"],
                condition=Q(closed_at=None),
                name="pilot_once_open_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.lesson_title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.pilot_class.is_open

    def as_read(self) -> Lesson:
        """Return the lesson as this draft of it reads."""
        lesson: Lesson = self.revision.as_object()
        return lesson


class PilotReadingQuerySet(models.QuerySet["PilotReading"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at as the one who read: their own."""
        return self.filter(reader=user.pk)


class PilotReading(models.Model):
    """What somebody of the class did with a draft: opened it, finished it, said of it.

    No hours are granted for it. What they say is theirs to change.
    """

    MOST_WORDS: ClassVar = 500

    pilot = models.ForeignKey(
        Pilot,
        on_delete=models.PROTECT,
        related_name="readings",
        verbose_name=_("pilot of a lesson"),
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who reads"),
    )
    opened_at = models.DateTimeField(_("opened at"))
    finished_at = models.DateTimeField(
        pgettext_lazy("pilot", "finished at"), null=True, blank=True
    )
    words = models.CharField(
        _("what the reader says"), max_length=MOST_WORDS, blank=True, default=""
    )

    objects = PilotReadingQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "That a draft was read is never deleted."),
        Refusal(
            "UPDATE",
            "Who read which draft never changes.",
            when="NEW.pilot_id <> OLD.pilot_id OR NEW.reader_id <> OLD.reader_id "
            "OR NEW.opened_at <> OLD.opened_at",
        ),
    ]

    class Meta:
        verbose_name = _("draft read in a pilot class")
        verbose_name_plural = _("drafts read in pilot classes")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "reader"], name="pilotreading_once_a_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
