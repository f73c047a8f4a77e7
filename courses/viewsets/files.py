"""Pictures and documents of the Studio: what a page shows is not deleted beneath it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex


def what_is_shown_stays() -> None:
    """Let Wagtail refuse to delete a file that the text of a page shows.

    It refuses what a foreign key protects, and says where it is used; of what stands in
    a text it would say the same, and delete.
    """
    ReferenceIndex.on_delete = property(_on_delete)


def _on_delete(reference: ReferenceIndex) -> Any:
    try:
        return reference.reverse_related_field.on_delete
    except AttributeError:  # it stands in a text
        files = ContentType.objects.get_for_models(
            get_image_model(), get_document_model()
        ).values()
        shown = reference.to_content_type_id in {each.pk for each in files}
        return models.PROTECT if shown else models.SET_NULL
