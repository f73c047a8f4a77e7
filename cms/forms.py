from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from lms.kernel.blocks import FILE_NAME, NOTHING_SAID, ONLY_NAMED


class ImageForm(BaseImageForm):
    """An image is described for whoever cannot see it, and has no tags.

    The Studio would offer tags to every branch.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("tags", None)
        description = self.fields["description"]
        description.required = True
        description.label = _("Description")
        description.help_text = _(
            "What the picture shows, in one sentence, for those who cannot see it."
        )
        description.error_messages["required"] = NOTHING_SAID

    def clean_description(self) -> str:
        said: str = self.cleaned_data["description"]
        if FILE_NAME.search(said):
            raise forms.ValidationError(ONLY_NAMED)
        return said

    def clean(self) -> dict[str, Any] | None:
        """Say that a picture must be chosen again: no browser keeps it for the next try.

        Of many sent at once the Studio keeps each, and asks for their descriptions then.
        """
        cleaned: dict[str, Any] | None = super().clean()
        is_asked = self.add_prefix("description") in self.data
        if is_asked and self.errors and self.files and "file" not in self.errors:
            self.add_error("file", _("Choose the picture again, then upload it."))
        return cleaned
