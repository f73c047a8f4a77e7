"""The demo course: from its TOML to published pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from courses import operations
from courses.models import BranchPage, Course, Lesson
from lms.demo import files
from lms.demo.law import Articles, cited
from lms.kernel.clock import local_day
from mediators.models import User

Block = tuple[str, Any]


def load_course(
    branch_page: BranchPage,
    data: Mapping[str, Any],
    articles: Articles,
    *,
    actor: User | None,
    at: datetime,
) -> Course:
    """Publish the course that `data` describes, with its lessons in order.

    `articles` are those that the lessons cite, by the file of their law and number.

    :raises KeyError: if a cited article is missing, or a kind of block is unknown
    """
    files.put_in(branch_page, by=actor)
    course = operations.create_course(
        branch=branch_page,
        title=data["title"],
        slug=data["slug"],
        summary=data["summary"],
        credit_hours=Decimal(str(data["credit_hours"])),
        organiser=data.get("organiser", branch_page.title),
        review_on=_review_on(data, at),
        at=at,
        actor=actor,
    )
    for lesson in data["lessons"]:
        operations.create_lesson(
            course=course,
            title=lesson["title"],
            slug=lesson["slug"],
            summary=lesson["summary"],
            reading_minutes=lesson["reading_minutes"],
            review_on=_review_on(lesson, at),
            body=[block(each, articles) for each in lesson["blocks"]],
            at=at,
            actor=actor,
        )
    return course


def _review_on(data: Mapping[str, Any], at: datetime) -> date | None:
    """Return the day by which a page is to be looked at again, if its data says so."""
    days = data.get("review_after_days")
    return local_day(at + timedelta(days=days)) if days else None


def load_translation(  # noqa: PLR0913 -- as above, in another language
    course: Course,
    data: Mapping[str, Any],
    articles: Articles,
    *,
    language: str,
    at: datetime,
    actor: User | None = None,
) -> None:
    """Publish what `data` says of a course, and of some of its lessons, in `language`."""
    by: dict[str, Any] = {"language": language, "at": at, "actor": actor}
    operations.publish_translation(
        page=course, title=data["title"], summary=data["summary"], **by
    )
    lessons = {each.slug: each for each in Lesson.objects.child_of(course).live()}
    for said in data["lessons"]:
        operations.publish_translation(
            page=lessons[said["slug"]],
            title=said["title"],
            summary=said["summary"],
            body=[block(each, articles) for each in said["blocks"]],
            **by,
        )


def block(data: Mapping[str, Any], articles: Articles) -> Block:
    """Return one block as the lesson's StreamField takes it: its type and its value."""
    return data["type"], _VALUES[data["type"]](data, articles)


def _text(data: Mapping[str, Any], _articles: Articles) -> str:
    return data["html"].strip()


def _key_points(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {"points": data["points"]}


def _citation(data: Mapping[str, Any], articles: Articles) -> dict[str, Any]:
    return {"article": cited(data, articles), "note": data.get("note", "")}


def _case(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {
        "title": data["title"],
        "story": data["story"].strip(),
        "lesson": data.get("lesson", ""),
    }


def _self_check(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {"prompt": data["prompt"], "choices": data["choices"]}


def _dialogue(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {"title": data.get("title", ""), "lines": data["lines"]}


def _checklist(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {"title": data["title"], "items": data["items"]}


def _steps(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    steps = [{"text": "", **each} for each in data["steps"]]
    return {"title": data.get("title", ""), "steps": steps}


def _comparison(data: Mapping[str, Any], articles: Articles) -> dict[str, Any]:
    return {
        "old": cited(data["old"], articles),
        "new": cited(data["new"], articles),
        "note": data["note"],
    }


def _term(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {"term": data["term"], "meaning": data["meaning"]}


def _audio(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {
        "title": data["title"],
        "file": files.named(data["file"]),
        "transcript": data["transcript"].strip(),
    }


def _document(data: Mapping[str, Any], _articles: Articles) -> dict[str, Any]:
    return {
        "title": data["title"],
        "file": files.named(data["file"]),
        "note": data["note"],
    }


_VALUES: dict[str, Callable[[Mapping[str, Any], Articles], Any]] = {
    "text": _text,
    "key_points": _key_points,
    "citation": _citation,
    "case": _case,
    "self_check": _self_check,
    "dialogue": _dialogue,
    "checklist": _checklist,
    "steps": _steps,
    "comparison": _comparison,
    "term": _term,
    "audio": _audio,
    "document": _document,
}
