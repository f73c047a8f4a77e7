"""What a reader writes down for themselves."""

from datetime import datetime

from django.db import transaction

from courses.models import Lesson, Note
from mediators.models import User


@transaction.atomic
def write_note(*, lesson: Lesson, writer: User, text: str, at: datetime) -> Note | None:
    """Keep what somebody wrote at a lesson in place of what they wrote before.

    Without a word the note is gone, and None is returned.
    """
    text = text.strip()
    key = lesson.translation_key
    if not text:
        Note.objects.written_by(writer).filter(lesson_key=key).delete()
        return None
    note, _made = Note.objects.update_or_create(
        writer=writer,
        lesson_key=key,
        defaults={"text": text, "written_at": at},
        create_defaults={"text": text, "written_at": at, "lesson": lesson},
    )
    return note
