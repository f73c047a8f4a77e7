"""Courses and lessons are pages; what people did with them are records."""

from courses.models.branch import BranchPage, BranchStudio
from courses.models.completion import Completion
from courses.models.course import Course
from courses.models.enrolment import Enrolment
from courses.models.flag import LessonFlag
from courses.models.lesson import Lesson
from courses.models.note import Note
from courses.models.pilot import Pilot, PilotClass, PilotMember, PilotReading
from courses.models.progress import LessonCitation, LessonProgress

__all__ = [
    "BranchPage",
    "BranchStudio",
    "Completion",
    "Course",
    "Enrolment",
    "Lesson",
    "LessonCitation",
    "LessonFlag",
    "LessonProgress",
    "Note",
    "Pilot",
    "PilotClass",
    "PilotMember",
    "PilotReading",
]
