"""Files of the demo's lessons: a sound and a paper, made when it is told.

None is in the repository and none comes from elsewhere.
"""

import hashlib
import io
import math
import wave
from array import array
from collections.abc import Callable
from functools import lru_cache

from django.core.files.base import ContentFile
from wagtail.models import Collection

from certificates import glyphs
from cms.models import SiteDocument
from courses.models import BranchPage, BranchStudio
from lms.demo.law import DATA
from mediators.models import User

FORM = DATA / "papers" / "agreement-form.xhtml"

#: Enough for a bell, and little for whoever pays for it: eight bits, eight kilohertz.
RATE = 8000
SECONDS = 14
#: When the bell is struck: once, and twice after ten seconds of silence.
STRUCK_AT = (0.1, 11.0, 12.0)
#: How high the parts of its sound are, how loud, and how fast they die away.
PARTIALS = (
    (523.25, 0.5, 1.6),
    (1046.5, 0.25, 2.4),
    (1244.5, 0.15, 3.2),
    (2093.0, 0.1, 5),
)
RINGS = 3.0


@lru_cache(maxsize=1)
def bell() -> bytes:
    """Return a recording: a stroke, ten seconds of silence, two strokes."""
    heard = [0.0] * (RATE * SECONDS)
    stroke = [_stroke(each / RATE) for each in range(int(RATE * RINGS))]
    for moment in STRUCK_AT:
        start = int(moment * RATE)
        for place, value in enumerate(stroke[: len(heard) - start], start):
            heard[place] += value
    loudest = max(map(abs, heard))
    samples = array("B", (128 + round(120 * each / loudest) for each in heard))
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return kept.getvalue()


def _stroke(after: float) -> float:
    begins = min(1.0, after * 200)  # without it the stroke would click
    ends = min(1.0, (RINGS - after) * 4)
    return (
        begins
        * ends
        * sum(
            loud * math.exp(-fading * after) * math.sin(math.tau * high * after)
            for high, loud, fading in PARTIALS
        )
    )


@lru_cache(maxsize=1)
def agreement_form() -> bytes:
    """Return the blank form of an agreement, as a PDF of one page.

    :raises FontsMissing: if `bin/fonts.py` has not been run
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- as above

    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{path.as_uri()}"); }}\n'
        for family, path in glyphs.files().items()
    )
    page = HTML(string=FORM.read_text(encoding="utf-8"))
    styles = CSS(string=faces, font_config=fonts)
    made: bytes = page.write_pdf(stylesheets=[styles], font_config=fonts)
    return made


#: What a lesson's data calls a file: its name, and how it is made.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "静一静的铃声": ("bell.wav", bell),
    "人民调解协议书空白样式": ("agreement-form.pdf", agreement_form),
}


def put_in(page: BranchPage, *, by: User | None) -> None:
    """Put the files among those of a branch, unless they are there."""
    studio = BranchStudio.objects.filter(page=page).first()
    collection = studio.collection if studio else Collection.get_first_root_node()
    there = SiteDocument.objects.filter(collection=collection)
    for title, (name, make) in FILES.items():
        if there.filter(title=title).exists():
            continue
        made = make()
        SiteDocument.objects.create(
            title=title,
            file=ContentFile(made, name),
            file_size=len(made),
            file_hash=hashlib.sha1(made, usedforsecurity=False).hexdigest(),
            collection=collection,
            uploaded_by_user=by,
        )


def named(title: str) -> SiteDocument:
    """:raises SiteDocument.DoesNotExist: if no branch has it yet"""
    return SiteDocument.objects.filter(title=title).latest("pk")
