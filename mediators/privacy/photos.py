"""Photos of people: whatever was uploaded is drawn anew, small and without its story."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from lms.kernel.errors import DomainError

#: In bytes, and in pixels of either side of what is kept.
LARGEST = 5 * 1024 * 1024
SIDE = 400
_KINDS = ("JPEG", "PNG", "WEBP")
#: A photo of fifty million pixels is an attack, or a poster.
_MOST_PIXELS = 50_000_000
_STRICTLY = Lock()


class PhotoTooLarge(DomainError):
    message = _(
        "The photo is larger than 5 MB. Take a smaller one; nothing was changed."
    )


class NotAPhoto(DomainError):
    message = _(
        "This file is no photo that can be read. Choose a JPEG, PNG or WebP file; "
        "nothing was changed."
    )


def redrawn(upload: IO[bytes], *, size: int) -> bytes:
    """Return an uploaded photo as a JPEG of at most 400 pixels, without its EXIF data.

    :raises PhotoTooLarge: if it has more than 5 MB
    :raises NotAPhoto: if its content, whatever its name says, is no photo
    """
    if size > LARGEST:
        raise PhotoTooLarge
    try:
        with _whole_only():
            return _draw(upload)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise NotAPhoto from error


@contextmanager
def _whole_only() -> Iterator[None]:
    """Refuse what breaks off, though WeasyPrint tells Pillow to take it, for all at once.

    One photo at a time: another must not be read after this one gave the setting back.
    """
    with _STRICTLY:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _draw(upload: IO[bytes]) -> bytes:
    with Image.open(upload, formats=_KINDS) as given:
        if given.width * given.height > _MOST_PIXELS:
            raise NotAPhoto
        given.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(given).convert("RGBA")
    upright.thumbnail((SIDE, SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    drawn = BytesIO()
    paper.save(drawn, "JPEG", quality=85, optimize=True)
    return drawn.getvalue()
