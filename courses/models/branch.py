from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection, Workflow

from courses.models.page import OpenPage
from mediators.models import Organisation


class BranchPage(OpenPage):
    """Where a branch of the organisation tree keeps its courses.

    Made by `operations.open_branch` only, with the rights and the workflow that belong
    to it. A translation or a copy of it belongs to no organisation of its own.
    """

    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="branch_page",
        verbose_name=_("organisation"),
    )
    introduction = models.TextField(_("introduction"), blank=True, default="")

    content_panels = [
        *OpenPage.content_panels,
        FieldPanel("introduction"),
        OpenPage.address_panel,
    ]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.Course"]
    template = "courses/branch.html"
    is_creatable = False
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    exclude_fields_in_copy = ["organisation"]

    class Meta:
        verbose_name = _("branch page")
        verbose_name_plural = _("branch pages")


class BranchStudio(models.Model):
    """What a branch has in the Studio: who writes, who publishes, where files lie."""

    page = models.OneToOneField(
        BranchPage,
        on_delete=models.PROTECT,
        related_name="studio",
        verbose_name=_("branch page"),
    )
    editors = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="+", verbose_name=_("editors")
    )
    reviewers = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewers")
    )
    collection = models.OneToOneField(
        Collection,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("collection of images and documents"),
    )
    workflow = models.OneToOneField(
        Workflow, on_delete=models.PROTECT, related_name="+", verbose_name=_("workflow")
    )
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("studio of a branch")
        verbose_name_plural = _("studios of branches")

    def __str__(self) -> str:
        return str(self.page)
