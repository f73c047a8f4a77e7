"""The text of a lesson as it is sent: rendered once for all who read it that day.

What it was made of is part of the name it is kept under (the revision, the language, the
day, the articles it cites and the files it shows), so nothing has to be thrown away.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Lesson
from laws.models import Article

_A_DAY = 24 * 60 * 60
_Fields = dict[str, tuple[str, ...]]
_ARTICLES: _Fields = {"citation": ("article",), "comparison": ("old", "new")}
_DOCUMENTS: _Fields = {
    "audio": ("file",),
    "video": ("file", "captions"),
    "document": ("file",),
}
_IMAGES: _Fields = {"image": ("image",)}
_HEARD_OR_SEEN = {"audio", "video"}


@dataclass(frozen=True)
class Reading:
    """The parts of a lesson in order, as HTML, and what its files weigh, in bytes.

    `recordings` are loaded when somebody plays them only, `papers` when they are kept.
    """

    parts: list[str]
    pictures: int = 0
    recordings: int = 0
    papers: int = 0

    @property
    def is_text_only(self) -> bool:
        return not (self.pictures or self.recordings or self.papers)


def reading(lesson: Lesson, *, day: date) -> Reading:
    """Return a published lesson as it reads on `day`.

    One query a kind of thing it refers to; those that render it only if nobody has yet.
    """
    name = _name(lesson, day)
    found: Reading | None = cache.get(name)
    if found is None:
        found = render(lesson, day=day)
        cache.set(name, found, _A_DAY)
    return found


def render(lesson: Lesson, *, day: date) -> Reading:
    """Return a lesson as it stands, a draft too, without looking for a kept copy."""
    context = {"today": day}
    blocks = list(lesson.body)
    return Reading(
        [str(block.render_as_block(context)) for block in blocks], **_weigh(blocks)
    )


def _weigh(blocks: Iterable[Any]) -> dict[str, int]:
    weight = {"pictures": 0, "recordings": 0, "papers": 0}
    for block in blocks:
        if block.block_type == "image" and (image := block.value["image"]):
            # As it is sent, not as it was taken: the width of a phone, twice as dense.
            weight["pictures"] += image.get_rendition("width-1080").file.size
        elif block.block_type in _DOCUMENTS and (document := block.value["file"]):
            heard = block.block_type in _HEARD_OR_SEEN
            weight["recordings" if heard else "papers"] += document.get_file_size() or 0
    return weight


def _name(lesson: Lesson, day: date) -> str:
    of_itself = (
        lesson.live_revision_id,
        lesson.last_published_at,
        get_language(),
        day,
        *_referred_to(lesson),
    )
    digest = hashlib.sha256(repr(of_itself).encode()).hexdigest()
    return f"lesson.{lesson.pk}.{digest[:32]}"


def _referred_to(lesson: Lesson) -> Iterator[list[Any]]:
    """Yield what stands now in the rows that a lesson refers to; a query a kind."""
    raw = list(lesson.body.raw_data)
    if articles := _ids(raw, _ARTICLES):
        cited = Article.objects.filter(pk__in=articles).order_by("pk")
        yield list(
            cited.values_list(
                "pk",
                "digest",
                "text",
                "version__effective_on",
                "version__repealed_on",
                "version__statute__title",
                "version__statute__code",
            )
        )
    for model, kinds in (
        (get_document_model(), _DOCUMENTS),
        (get_image_model(), _IMAGES),
    ):
        if files := _ids(raw, kinds):
            rows = model.objects.filter(pk__in=files).order_by("pk")
            yield list(rows.values_list("pk", "file", "file_hash"))


def _ids(raw: list[Any], kinds: _Fields) -> set[int]:
    """Return the ids under these fields of the blocks of these kinds."""
    found = {
        block["value"].get(field)
        for block in raw
        for field in kinds.get(block["type"], ())
    }
    return {each for each in found if each}
