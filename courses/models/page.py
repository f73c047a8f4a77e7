from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction


class OpenPage(Page):
    """A page that is for everybody once published: who learns is asked elsewhere.

    So the Studio offers no privacy for it, and nobody pays two queries to look for one.
    """

    private_page_options: ClassVar[list[str]] = []
    allowed_http_methods: ClassVar[list[Any]] = ["GET", "HEAD", "OPTIONS", "POST"]

    promote_panels: ClassVar[list[Any]] = []
    address_panel = FieldPanel(
        "slug",
        heading=pgettext_lazy("page", "Address"),
        help_text=_("The end of the page's address; you may leave it as it is."),
    )

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()


class TaughtPage(OpenPage):
    """A page that somebody answers for, and that is looked at again by a day.

    Who answers for it is Wagtail's `owner`: no part of a draft, so it holds at once.
    """

    review_on = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("The day by which somebody must check that it is still right."),
    )

    #: A copy was never published, whenever what it is a copy of was.
    exclude_fields_in_copy: ClassVar[list[str]] = ["first_published_at"]

    care_panel = MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "owner",
                        heading=_("Answers for it"),
                        help_text=_("Somebody who writes for the branch; at once."),
                    ),
                    FieldPanel("review_on"),
                ]
            )
        ],
        heading=_("Kept up to date"),
    )

    class Meta:
        abstract = True
