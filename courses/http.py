"""What the file of a mediator shows of learning."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import queries
from courses.models import (
    Completion,
    Enrolment,
    LessonFlag,
    Note,
    PilotMember,
    PilotReading,
)
from mediators import news
from mediators.models import Mediator, Person, User
from mediators.privacy import data

#: New courses that somebody is told of; the others stand in the catalogue.
MOST_NEW = 20


def in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section of learning; six queries at most."""
    completions = queries.completions_of(mediator, viewer=viewer)
    standing = [each for each in completions if not each.is_annulled]
    # Records merged into one may both hold the same course: its hours count once.
    finished = {each.enrolment.course_key: each for each in reversed(standing)}
    return {
        "finished": list(reversed(finished.values())),
        "hours": sum(each.credit_hours for each in finished.values()),
        "under_way": queries.under_way_of(
            mediator, viewer=viewer, without=finished.keys()
        ),
        "events": [event for each in completions for event in _events(each)],
    }


def enrolments_held(person: Person) -> data.Table:
    """Return the courses somebody took, for their data page; one query."""
    taken = Enrolment.objects.filter(mediator__in=data.mediators_of(person))
    return data.table_of(taken, "course_title", "enrolled_at")


def completions_held(person: Person) -> data.Table:
    """Return the courses somebody finished, for their data page; one query."""
    mine = data.mediators_of(person)
    finished = Completion.objects.filter(enrolment__mediator__in=mine)
    return data.table_of(
        finished, "course_title", "credit_hours", "completed_at", "annul_reason"
    )


def told(user: User, since: datetime) -> list[news.Item]:
    """Return the courses published after `since`, for whoever learns; two queries."""
    if not Mediator.objects.of(user).exists():
        return []
    new = queries.catalogue().filter(first_published_at__gt=since)
    return [
        news.Item(
            course.first_published_at,
            _("New course: “%(course)s”") % {"course": course.title},
            course.summary,
            course.url,
        )
        for course in queries.as_read(list(new[:MOST_NEW]))
    ]


def flags_answered(user: User, since: datetime) -> list[news.Item]:
    """Return what came after `since` of errors that `user` pointed out; one query."""
    answered = LessonFlag.objects.visible_to(user).filter(answered_at__gt=since)
    return [
        news.Item(
            flag.answered_at,
            _("What you pointed out in “%(lesson)s”: %(outcome)s")
            % {"lesson": flag.lesson_title, "outcome": flag.get_outcome_display()},
            flag.answer,
            reverse("courses:flags"),
            "leaf" if flag.is_mended else "sky",
        )
        for flag in answered
        if flag.answered_at
    ]


def pilots_given(user: User, since: datetime) -> list[news.Item]:
    """Return the drafts that a class of `user` was given to read after `since`; one query."""
    return [
        news.Item(
            pilot.opened_at,
            _("Read it first: “%(lesson)s”") % {"lesson": pilot.lesson_title},
            _("A draft for “%(class)s”. Say what is hard to follow or wrong.")
            % {"class": pilot.pilot_class},
            reverse("courses:pilot", args=[pilot.uuid]),
        )
        for pilot in queries.pilots_to_read(user)
        if pilot.opened_at > since
    ]


def notes_held(person: Person) -> data.Table:
    """Return what somebody wrote down for themselves, for their data page; one query."""
    return data.table_of(_notes_of(person), "lesson__title", "text", "written_at")


def forget_notes(person: Person, _at: datetime) -> list[data.Words]:
    """Delete what somebody wrote down for themselves, for they asked to be forgotten."""
    deleted, _of_each = _notes_of(person).delete()
    return [_("Deleted: notes of one's own at lessons.")] if deleted else []


def flags_held(person: Person) -> data.Table:
    """Return the errors somebody pointed out, for their data page; one query."""
    columns = ("lesson_title", "part_words", "words", "flagged_at", "outcome", "answer")
    return data.table_of(_flags_of(person), *columns)


def forget_flags(person: Person, _at: datetime) -> list[data.Words]:
    """Blank what somebody said of lessons; that it was said, and answered, stays."""
    blanked = _flags_of(person).exclude(words=LessonFlag.ERASED)
    if not blanked.update(words=LessonFlag.ERASED):
        return []
    return [_("Deleted: what was said of errors in lessons.")]


def classes_held(person: Person) -> data.Table:
    """Return the pilot classes somebody joined, for their data page; one query."""
    joined = PilotMember.objects.filter(reader__in=_accounts_of(person))
    return data.table_of(joined, "pilot_class__name", "joined_at", "left_at")


def readings_held(person: Person) -> data.Table:
    """Return the drafts somebody read in a class, for their data page; one query."""
    columns = ("pilot__lesson_title", "opened_at", "finished_at", "words")
    return data.table_of(_readings_of(person), *columns)


def forget_readings(person: Person, at: datetime) -> list[data.Words]:
    """Blank what somebody said of drafts, and let them out of their classes."""
    joined = PilotMember.objects.filter(reader__in=_accounts_of(person))
    joined.staying().update(left_at=at)
    if not _readings_of(person).exclude(words="").update(words=""):
        return []
    return [_("Deleted: what was said of drafts in pilot classes.")]


def _readings_of(person: Person) -> QuerySet[PilotReading]:
    return PilotReading.objects.filter(reader__in=_accounts_of(person))


def _flags_of(person: Person) -> QuerySet[LessonFlag]:
    return LessonFlag.objects.filter(writer__in=_accounts_of(person))


def _notes_of(person: Person) -> QuerySet[Note]:
    found = Note.objects.filter(writer__in=_accounts_of(person))
    return found.select_related("lesson")


def _accounts_of(person: Person) -> QuerySet[Any, Any]:
    mine = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
    return mine.exclude(user=None).values("user")


def _events(completion: Completion) -> list[dict[str, Any]]:
    hours = ngettext(
        "%(hours)s credit hour", "%(hours)s credit hours", int(completion.credit_hours)
    ) % {"hours": _plain(completion)}
    title = {"course": completion.course_title}
    found = [
        {
            "day": completion.completed_at,
            "title": _("Finished “%(course)s”") % title,
            "text": hours,
            "kind": "leaf",
        }
    ]
    if completion.annulled_at is not None:
        found.append(
            {
                "day": completion.annulled_at,
                "title": _("Annulled: the credit hours of “%(course)s”") % title,
                "text": completion.annul_reason,
                "kind": "maple",
            }
        )
    return found


def _plain(completion: Completion) -> str:
    return f"{completion.credit_hours:f}".removesuffix(".0")
