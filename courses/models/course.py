from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from courses.models.page import TaughtPage
from courses.outline import Outline
from courses.panels import RemarkPanel
from courses.preview import PREVIEW_SIZES

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.models.lesson import Lesson


class CourseQuerySet(PageQuerySet):
    def newest_first(self) -> CourseQuerySet:
        return self.order_by("-first_published_at", "-pk")


class Course(TaughtPage):
    """A course of lessons, worth a fixed number of credit hours.

    The hours belong to the approved course; how long somebody took is never asked.
    """

    summary = models.TextField(_("summary"), max_length=500)
    credit_hours = models.DecimalField(
        _("credit hours"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(200))],
        help_text=_("Granted once, when every lesson is done, however long it took."),
    )
    organiser = models.CharField(
        _("organiser"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("Who answers for this course, as the mediator should read it."),
    )

    objects = PageManager.from_queryset(CourseQuerySet)()

    content_panels = [
        RemarkPanel(heading=_("Sent back")),
        *TaughtPage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("credit_hours"), FieldPanel("organiser")]),
        TaughtPage.care_panel,
        TaughtPage.address_panel,
    ]
    search_fields: ClassVar = [*TaughtPage.search_fields, index.SearchField("summary")]
    parent_page_types = ["courses.BranchPage"]
    subpage_types = ["courses.Lesson"]
    template = "courses/course.html"
    preview_sizes = PREVIEW_SIZES

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(credit_hours__gt=0), name="course_is_worth_hours"
            ),
        ]

    def live_lessons(self) -> models.QuerySet[Lesson]:
        """Return the published lessons in order, without their bodies."""
        from courses.models.lesson import Lesson  # noqa: PLC0415 -- mutual

        return (
            Lesson.objects.child_of(self).live().defer_streamfields().order_by("path")
        )

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """As a visitor or a preview sees it: without anybody's records."""
        context = super().get_context(request, *args, **kwargs)
        context["frame"] = "public.html"
        context["outline"] = Outline.of(self, self.live_lessons() if self.pk else [])
        return context
