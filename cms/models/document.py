from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument

from lms.kernel.storage import private


class SiteDocument(AbstractDocument):
    """A file of the Studio: given out by the view that asks its collection, only."""

    file = models.FileField(_("file"), upload_to="documents", storage=private)

    #: Without tags, which the Studio would offer to every branch.
    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
