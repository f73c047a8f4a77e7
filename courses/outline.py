"""A course as one person sees it: its lessons in order and how far they got."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from uuid import UUID

if TYPE_CHECKING:
    from courses.models import Completion, Course, Enrolment, Lesson, LessonProgress


@dataclass(frozen=True)
class Step:
    """One lesson, its number in the course, and what this person did with it."""

    number: int
    lesson: "Lesson"
    progress: "LessonProgress | None" = None

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.is_completed

    @property
    def is_begun(self) -> bool:
        return self.progress is not None and not self.progress.is_completed


@dataclass(frozen=True)
class Outline:
    """The live lessons of a course; without an enrolment, as a visitor sees them."""

    course: "Course"
    steps: list[Step] = field(default_factory=list)
    enrolment: "Enrolment | None" = None
    completion: "Completion | None" = None

    @classmethod
    def of(
        cls,
        course: "Course",
        lessons: "Iterable[Lesson]",
        progress: "Mapping[UUID, LessonProgress] | None" = None,
        **records: "Enrolment | Completion | None",
    ) -> Self:
        """Number the lessons; `progress` maps the key of a lesson to what was done."""
        known = progress or {}
        steps = [
            Step(number, lesson, known.get(lesson.translation_key))
            for number, lesson in enumerate(lessons, start=1)
        ]
        return cls(course, steps, **records)  # type: ignore[arg-type]  # -- by name

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_begun(self) -> bool:
        return any(step.is_begun or step.is_done for step in self.steps)

    @property
    def here(self) -> Step | None:
        """Where to go on: the lesson last read and not finished, else the next."""
        begun = [step for step in self.steps if step.is_begun]
        if begun:
            return max(begun, key=lambda step: step.progress.seen_at)  # type: ignore[union-attr]  # -- begun
        return next((step for step in self.steps if not step.is_done), None)

    def around(self, lesson: "Lesson") -> tuple[Step | None, Step | None, Step | None]:
        """Return the step before `lesson`, its own, and the one after."""
        keys = [step.lesson.translation_key for step in self.steps]
        places = {key: place for place, key in enumerate(keys)}
        place = places.get(lesson.translation_key)
        if place is None:
            return None, None, None
        before = self.steps[place - 1] if place else None
        after = self.steps[place + 1] if place + 1 < self.total else None
        return before, self.steps[place], after
