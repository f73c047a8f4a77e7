"""Score runs, what each answer earned, what waits for a marker, and results."""

from exams.marking.models.result import Result
from exams.marking.models.run import ItemScore, ScoreRun
from exams.marking.models.task import Mark, MarkTask

__all__ = ["ItemScore", "Mark", "MarkTask", "Result", "ScoreRun"]
