"""What a reader writes down for themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson, Note
from lms.kernel.errors import DomainError
from mediators.models import User


class NoteChanged(DomainError):
    message = _(
        "This note was changed on another page meanwhile. What stands there now is shown "
        "here, too; save again to put yours in its place."
    )


@transaction.atomic
def write_note(
    *, lesson: Lesson, writer: User, text: str, at: datetime, over: str | None = None
) -> Note | None:
    """Keep what somebody wrote at a lesson in place of what they wrote before.

    Without a word the note is gone, and None is returned. `over` is the stamp of the note
    that they had before them, empty without one; without it, whatever there is goes.

    :raises NoteChanged: if another note is there by now
    """
    text = text.strip()
    key = lesson.translation_key
    written = Note.objects.written_by(writer).filter(lesson_key=key)
    if over is not None:
        there = written.select_for_update().first()
        if there and there.stamp != over and there.text != text:
            raise NoteChanged
    if not text:
        written.delete()
        return None
    note, _made = Note.objects.update_or_create(
        writer=writer,
        lesson_key=key,
        defaults={"text": text, "written_at": at},
        create_defaults={"text": text, "written_at": at, "lesson": lesson},
    )
    return note
