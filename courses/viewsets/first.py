"""A first lesson: what leads a new author through the Studio, until somebody learns it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.coreutils import safe_snake_case
from wagtail.models import Page

from courses import guide, queries
from courses.guide import Link, Step
from courses.models import Course, Lesson
from mediators.models import User

Context = Mapping[str, Any]
#: By which Wagtail keeps that somebody folded the guide away.
FOLDED = "first-lesson"


class FirstLesson(Component):
    template_name = "courses/authors/first.html"
    order = 0

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        author: User = (parent_context or {})["request"].user
        if _is_folded(author) or queries.is_learnt_from(author):
            return {}
        return {"steps": _steps(author), "folded": FOLDED}


def _is_folded(author: User) -> bool:
    profile = getattr(author, "wagtail_userprofile", None)
    return bool(profile and profile.dismissibles.get(FOLDED))


def _steps(author: User) -> list[Step]:
    own = queries.first_lesson_of(author)
    steps = [
        (10, _opened(own.page) if own else _to_begin(author)),
        (20, _citing(own)),
        (40, _piloting(own)),
        (50, _publishing(own)),
        *guide.of_apps_above(author),
    ]
    return [step for _order, step in sorted(steps, key=lambda pair: pair[0])]


def _to_begin(author: User) -> Step:
    place = queries.where_to_begin(author)
    link, other = _ways(place) if place else (None, None)
    return _first(link, other, is_done=False)


def _opened(page: Lesson) -> Step:
    words = _("Open “%(lesson)s”") % {"lesson": page.draft_title}
    return _first(Link(words, _edit(page)), is_done=True)


def _first(link: Link | None, other: Link | None = None, *, is_done: bool) -> Step:
    return Step(
        _("Copy a lesson and make it yours"),
        _("Take one that is near to what you want to say; give it your own words."),
        is_done=is_done,
        link=link,
        other=other,
    )


def _ways(place: Page) -> tuple[Link, Link | None]:
    """Return how to come to a lesson of one's own from `place`, and another way."""
    kind = place.cached_content_type.model_class()
    if kind is Lesson:
        words = _("Copy “%(lesson)s”") % {"lesson": place.title}
        others = reverse("wagtailadmin_explore", args=[place.get_parent().pk])
        copy = reverse("wagtailadmin_pages:copy", args=[place.pk])
        return Link(words, copy), Link(_("Choose another lesson"), others)
    if kind is Course:
        return Link(_("Add a lesson"), _add("lesson", place)), None
    return Link(_("Add a course"), _add("course", place)), None


def _add(kind: str, place: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["courses", kind, place.pk])


def _edit(page: Page, where: str = "") -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + where


def _text() -> str:
    """Return where the text stands on the page on which a lesson is written."""
    # Wagtail names it by what the first tab is called, in whatever language.
    tab = safe_snake_case(_("Content"))
    return f"#panel-child-{tab}-body-section"


def _citing(own: queries.FirstLesson | None) -> Step:
    return Step(
        _("Cite an article of the law"),
        _(
            "In the text press ⊕, choose “Citation”, and find the article "
            "by its number or by its words."
        ),
        is_done=own is not None and own.cites,
        link=Link(_("Cite in the lesson"), _edit(own.page, _text())) if own else None,
    )


def _piloting(own: queries.FirstLesson | None) -> Step:
    given = own.pilot if own else None
    link = None
    if own and given:
        link = Link(_("What they say"), _pilot(own.page))
    elif own and not own.page.live:
        link = Link(_("Give it to a pilot class"), _pilot(own.page))
    return Step(
        _("Let a pilot class read it first"),
        _(
            "A few mediators whom you ask read the draft and say what is hard to follow. "
            "Nobody else sees it yet."
        ),
        is_done=given is not None,
        link=link,
    )


def _pilot(page: Page) -> str:
    return reverse("courses_pilot", args=[page.pk])


def _publishing(own: queries.FirstLesson | None) -> Step:
    title = _("Publish it for everybody")
    if own is None:
        return Step(title, _to_hand_in(), is_done=False)
    if own.page.live:
        text = _(
            "It is published, and stands in the catalogue. Once somebody has learnt "
            "from it, this guide goes away."
        )
        course = own.page.get_parent()
        link = Link(_("What learners see"), course.url)
        return Step(title, text, is_done=True, link=link)
    text, link = _on_its_way(own)
    return Step(title, text, is_done=False, link=link)


def _to_hand_in() -> str:
    return _(
        "Hand it in with “More actions”; a reviewer of your branch reads and publishes it."
    )


def _on_its_way(own: queries.FirstLesson) -> tuple[str, Link]:
    if own.draft.waits:
        text = _("A reviewer has it; what they say of it appears under “My drafts”.")
        draft = reverse("wagtailadmin_pages:view_draft", args=[own.page.pk])
        return text, Link(_("Read the draft"), draft)
    if own.draft.came_back:
        text = _("A reviewer sent it back, and says why: mend it and hand it in again.")
        return text, Link(_("Mend it"), _edit(own.page))
    return _to_hand_in(), Link(_("Hand it in"), _edit(own.page))
