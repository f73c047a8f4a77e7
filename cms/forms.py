from typing import Any

from wagtail.images.forms import BaseImageForm


class UntaggedImageForm(BaseImageForm):
    """An image without tags: the Studio would offer them to every branch."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("tags", None)
