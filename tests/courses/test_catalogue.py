"""Finding a course: by words, by law, by branch, by where one stands."""

import pytest
from wagtail.models import Page

from courses import operations, queries
from lms.kernel import reconcilers, search
from tests.factories.courses import (
    BranchPageFactory,
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory

CATALOGUE = "/courses/"


def found(client, **asked):
    context = client.get(CATALOGUE, asked).context
    return sorted(each.course.title for each in context["outlines"])


@pytest.fixture
def article():
    return ArticleFactory(number=9, version__statute__short_title="人民调解法")


@pytest.fixture
def shelf(article, django_capture_on_commit_callbacks):
    """Two published courses of two branches, and one that nobody may see yet."""
    with django_capture_on_commit_callbacks(execute=True):
        return _shelf(article)


def _shelf(article):
    neighbours = CourseFactory(title="邻里纠纷调解", revised=True)
    LessonFactory(
        parent=neighbours,
        title="一条沟",
        revised=True,
        body=[
            ("text", "<p>排水沟从谁家过。</p>"),
            ("citation", {"article": article, "note": ""}),
        ],
    )
    family = CourseFactory(title="婚姻家庭调解", revised=True)
    LessonFactory(parent=family, title="一袋花生", revised=True)
    CourseFactory(title="还没写完", live=False)
    return neighbours, family


@pytest.mark.usefixtures("shelf")
def test_anybody_sees_every_published_course(client):
    assert found(client) == ["婚姻家庭调解", "邻里纠纷调解"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("邻里", ["邻里纠纷调解"]),
        ("一条沟", ["邻里纠纷调解"]),
        ("排水沟", ["邻里纠纷调解"]),
        ("人民调解法第九条", ["邻里纠纷调解"]),
        ("调解", ["婚姻家庭调解", "邻里纠纷调解"]),
        ("沟水排", []),
        ("还没写完", []),
    ],
)
def test_a_course_is_found_by_its_words_and_those_of_its_lessons(client, words, titles):
    assert found(client, words=words) == titles


def test_a_course_is_found_by_the_law_it_teaches_and_by_its_branch(
    client, shelf, article
):
    neighbours, family = shelf
    other = ArticleFactory()

    assert found(client, law=article.version.statute.code) == [neighbours.title]
    assert found(client, branch=family.get_parent().slug) == [family.title]
    form = client.get(CATALOGUE).context["form"]
    taught = [each.code for each in form.fields["law"].queryset]
    assert taught == [article.version.statute.code]
    assert other.version.statute.code not in taught


def test_a_branch_is_offered_once_however_many_languages(client, shelf):
    neighbours, family = shelf
    operations.start_translation(page=neighbours, language="en", actor=UserFactory())
    for page in Page.objects.filter(locale__language_code="en").order_by("depth"):
        page.specific.save_revision().publish()
    branch = neighbours.get_parent()

    offered = client.get(CATALOGUE).context["form"].fields["branch"].queryset

    assert {each.pk for each in offered} == {branch.pk, family.get_parent().pk}
    assert found(client, branch=branch.slug) == [neighbours.title]


def test_a_learner_finds_what_is_new_under_way_and_finished(client, now):
    enrolment = EnrolmentFactory(course__title="在学")
    LessonFactory(parent=enrolment.course)
    done = EnrolmentFactory(mediator=enrolment.mediator, course__title="学完")
    lesson = LessonFactory(parent=done.course)
    operations.complete_lesson(mediator=done.mediator, lesson=lesson, at=now)
    CourseFactory(title="没学")
    client.force_login(enrolment.mediator.person.user)

    states = {state: found(client, state=state) for state in ("new", "taken", "done")}

    assert states == {"new": ["没学"], "taken": ["在学"], "done": ["学完"]}


def test_what_is_finished_bears_the_title_it_has_now(client, now):
    lesson = LessonFactory(parent=CourseFactory(title="邻里调解"))
    course = lesson.get_parent().specific
    taken = EnrolmentFactory(course=course)
    operations.complete_lesson(mediator=taken.mediator, lesson=lesson, at=now)
    course.title = "邻里纠纷调解"
    course.save()
    client.force_login(taken.mediator.person.user)

    assert "邻里纠纷调解" in client.get(CATALOGUE, {"state": "done"}).text
    assert "邻里调解" in client.get("/learn/").text


@pytest.mark.usefixtures("shelf")
def test_what_is_no_choice_is_ignored_and_nothing_found_says_so(client):
    assert len(found(client, law="no-such-law", branch="nowhere", state="?")) == 2
    assert "清除筛选" in client.get(CATALOGUE, {"words": "没有这样的课"}).text


def test_an_empty_catalogue_says_why(client, db):
    BranchPageFactory()

    assert "课程发布后" in client.get(CATALOGUE).text


def test_what_is_withdrawn_or_deleted_is_no_longer_found(client, shelf):
    neighbours, family = shelf
    neighbours.unpublish()
    Page.objects.get(pk=family.pk).delete()

    assert found(client, words="调解") == []
    assert not search.entries(["course"]).exists()


def test_a_page_that_the_search_missed_is_found_after_the_reconciler(client, now):
    lesson = LessonFactory(title="没有声响地出现")
    assert queries.to_index().count() == 2

    reconcilers.run_all(at=now)

    assert queries.to_index().count() == 0
    course = lesson.get_parent()
    assert found(client, words="没有声响") == [course.title]


@pytest.mark.parametrize("many", [1, 5])
def test_the_catalogue_costs_the_same_however_many_courses(
    client, many, now, django_assert_num_queries
):
    enrolment = EnrolmentFactory()
    for course in CourseFactory.create_batch(many):
        LessonFactory(parent=course)
        taken = EnrolmentFactory(mediator=enrolment.mediator)
        lesson = LessonFactory(parent=taken.course)
        operations.complete_lesson(mediator=taken.mediator, lesson=lesson, at=now)
    client.force_login(enrolment.mediator.person.user)
    client.get(CATALOGUE)

    with django_assert_num_queries(13):
        client.get(CATALOGUE)


def test_what_was_learnt_stands_in_the_words_it_had(client, now):
    enrolment = EnrolmentFactory()
    lesson = LessonFactory(parent=enrolment.course, title="旧名")
    operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=now)
    lesson.title = "新名"
    lesson.save()
    client.force_login(enrolment.mediator.person.user)

    text = client.get("/learn/history/").text

    assert "旧名" in text
    assert "新名" not in text


@pytest.mark.parametrize("field", ["law", "branch", "state"])
def test_what_is_no_choice_is_ignored(client, field, db):
    client.force_login(UserFactory())

    assert client.get(CATALOGUE, {field: "没有这一项"}).status_code == 200
