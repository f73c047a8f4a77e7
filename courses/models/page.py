from typing import Any, ClassVar

from django.db import models
from wagtail.models import Page, PageViewRestriction


class OpenPage(Page):
    """A page that is for everybody once published: who learns is asked elsewhere.

    So the Studio offers no privacy for it, and nobody pays two queries to look for one.
    """

    private_page_options: ClassVar[list[str]] = []
    allowed_http_methods: ClassVar[list[Any]] = ["GET", "HEAD", "OPTIONS", "POST"]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()
