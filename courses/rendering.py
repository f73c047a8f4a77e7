"""The text of a lesson as it is sent: rendered once for all who read it that day.

A kept copy is found by the revision, the language and the day. Beside it stands what was
in the rows it refers to, the articles it cites and the files it shows: when that is no
longer so, the lesson is rendered anew, and nothing has to be thrown away.
"""

import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Lesson
from laws.models import Article

_A_DAY = 24 * 60 * 60
#: In which fields of which blocks a lesson refers to what.
_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "articles": {"citation": ("article",), "comparison": ("old", "new")},
    "documents": {
        "audio": ("file",),
        "video": ("file", "captions"),
        "document": ("file",),
    },
    "images": {"image": ("image",)},
}
#: What a lesson says of an article, and of a file.
_SAID = (
    "pk",
    "digest",
    "text",
    "version__effective_on",
    "version__repealed_on",
    "version__statute__title",
    "version__statute__code",
)
_FILE = ("pk", "file", "file_hash")
#: So many characters say which part is meant.
_NAME = 24
#: No longer is what a kind of part is called.
_KIND = 8
_HEARD_OR_SEEN = {"audio", "video"}


@dataclass(frozen=True)
class Reading:
    """The text of a lesson in its parts, as HTML, and what its files weigh, in bytes.

    `recordings` are loaded when somebody plays them only, `papers` when they are kept.
    """

    html: SafeString
    #: How each part begins, and the same as choices of a form.
    names: tuple[str, ...]
    places: SafeString
    pictures: int = 0
    recordings: int = 0
    papers: int = 0

    @property
    def is_text_only(self) -> bool:
        return not (self.pictures or self.recordings or self.papers)


@dataclass(frozen=True)
class Kept:
    """A lesson as it was rendered, what it refers to, and what stood there then."""

    reading: Reading
    refers: dict[str, list[int]]
    stamp: str


#: What an earlier release kept in another shape is not found.
_SHAPE = "-".join(each.name for each in fields(Reading))


def reading(lesson: Lesson, *, day: date) -> Reading:
    """Return a published lesson as it reads on `day`.

    One query a kind of thing it refers to; those that render it only if nobody has yet.
    """
    name = _name(lesson, day)
    kept: Kept | None = cache.get(name)
    if kept and kept.stamp == _stamp(kept.refers):
        return kept.reading
    refers = _refers(lesson)
    kept = Kept(render(lesson, day=day), refers, _stamp(refers))
    cache.set(name, kept, _A_DAY)
    return kept.reading


def render(lesson: Lesson, *, day: date) -> Reading:
    """Return a lesson as it stands, a draft too, without looking for a kept copy."""
    context = {"today": day}
    blocks = list(lesson.body)
    parts = [block.render_as_block(context) for block in blocks]
    text = render_to_string("courses/parts.html", {"page": lesson, "parts": parts})
    names = tuple(map(_name_of, parts))
    places = render_to_string("courses/places.html", {"page": lesson, "names": names})
    return Reading(text, names, places, **_weigh(blocks))


def _name_of(part: str) -> str:
    said = [line.strip() for line in html.unescape(strip_tags(part)).splitlines()]
    lines = [line for line in said if line][:2]
    # The name of a kind of part says too little by itself.
    words = " ".join(lines if lines and len(lines[0]) <= _KIND else lines[:1])
    return Truncator(words).chars(_NAME, truncate="…")


def _weigh(blocks: Iterable[Any]) -> dict[str, int]:
    weight = {"pictures": 0, "recordings": 0, "papers": 0}
    for block in blocks:
        if block.block_type == "image" and (image := block.value["image"]):
            # As it is sent, not as it was taken: the width of a phone, twice as dense.
            weight["pictures"] += image.get_rendition("width-1080").file.size
        elif block.block_type in _FIELDS["documents"] and (
            document := block.value["file"]
        ):
            heard = block.block_type in _HEARD_OR_SEEN
            weight["recordings" if heard else "papers"] += document.get_file_size() or 0
    return weight


def _name(lesson: Lesson, day: date) -> str:
    # What was not published by a revision is known by its words alone.
    text = lesson.live_revision_id or _hash(list(lesson.body.raw_data))
    return f"lesson.{_SHAPE}.{lesson.pk}.{text}.{get_language()}.{day}"


def _hash(of: Any) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:32]


def _refers(lesson: Lesson) -> dict[str, list[int]]:
    """Return the ids of the articles, documents and images that a lesson refers to."""
    raw = list(lesson.body.raw_data)
    return {
        kind: sorted(
            {
                block["value"].get(field)
                for block in raw
                for field in fields.get(block["type"], ())
            }
            - {None}
        )
        for kind, fields in _FIELDS.items()
    }


def _stamp(refers: dict[str, list[int]]) -> str:
    """Return what stands now in the rows that a lesson refers to; a query a kind."""
    rows: dict[str, tuple[type[Model], tuple[str, ...]]] = {
        "articles": (Article, _SAID),
        "documents": (get_document_model(), _FILE),
        "images": (get_image_model(), _FILE),
    }
    found = []
    for kind, (model, columns) in rows.items():
        if keys := refers[kind]:
            told = model._default_manager.filter(pk__in=keys).order_by("pk")  # noqa: SLF001 -- documented
            found.append(list(told.values_list(*columns)))
    return _hash(found)
