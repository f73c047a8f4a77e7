"""Whether the faces that certificates are set in have every character (R23)."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

#: Family names in the style sheet, and the files that `bin/fonts.py` makes.
FACES = {"Fengqiao Song": "FengqiaoSong.otf", "Fengqiao Hei": "FengqiaoHei.otf"}


class FontsMissing(DomainError):
    message = _(
        "The fonts for certificates are not there, so nothing was issued. “make run” "
        "prepares them."
    )


class GlyphMissing(DomainError):
    message = _(
        "These characters cannot be printed: %(characters)s. Nothing was issued. Correct "
        "the spelling, or install a font that has them."
    )


def files() -> dict[str, Path]:
    """Return the file of each face.

    :raises FontsMissing: if one is not there
    """
    found = {family: Path(settings.FONT_DIR) / name for family, name in FACES.items()}
    if not all(path.exists() for path in found.values()):
        raise FontsMissing
    return found


def check(*texts: str) -> None:
    """Make certain that every character of `texts` is in some face.

    :raises GlyphMissing: naming those that are in none
    :raises FontsMissing: if there are no faces
    """
    covered = [_covered(path, path.stat().st_mtime_ns) for path in files().values()]
    wanted = dict.fromkeys("".join(texts))
    missing = [
        character
        for character in wanted
        if not character.isspace()
        and not any(ord(character) in face for face in covered)
    ]
    if missing:
        named = "、".join(
            f"{character}（U+{ord(character):04X}）" for character in missing
        )
        raise GlyphMissing(characters=named)


@lru_cache(maxsize=4)
def _covered(path: Path, _changed_at: int) -> frozenset[int]:
    import uharfbuzz  # noqa: PLC0415 -- only who issues loads it

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return frozenset(face.unicodes)
