from pathlib import Path

import allauth
import django
import pytest
import wagtail
from babel.messages import pofile

from lms import words

PARTS = {
    "django": [Path(django.__file__).parent / "conf"],
    "allauth": [Path(allauth.__file__).parent],
    "wagtail": [
        Path(wagtail.__file__).parent / app
        for app in ("", "admin", "users", "images", "documents", "snippets")
    ],
}


def said_by(part):
    said = set()
    for folder in PARTS[part]:
        path = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as source:
            messages = pofile.read_po(source, locale="en")
        said |= {m.id if isinstance(m.id, str) else m.id[0] for m in messages}
    return said


@pytest.mark.parametrize(
    ("part", "ours"),
    [("django", words.FORMS), ("allauth", words.ACCOUNTS), ("wagtail", words.STUDIO)],
)
def test_what_we_say_for_others_they_still_say(part, ours):
    assert set(ours) <= said_by(part)
