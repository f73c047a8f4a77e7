import io
import wave

import pytest
import weasyprint
from django.utils.translation import override

from cms.models import SiteDocument
from courses import queries
from courses.models import Enrolment, Lesson
from courses.operations import complete_lesson, enrol
from courses.rendering import render
from lms.demo import files
from lms.demo.course import block, load_course, load_translation
from tests.demo.content import COURSES, DIGESTS, cited
from tests.factories.courses import LAST_SPRING, BranchPageFactory
from tests.factories.laws import ArticleFactory, VersionFactory
from tests.factories.mediators import MediatorFactory

DATA = COURSES["peoples-mediation-law"]
ENGLISH = COURSES["peoples-mediation-law.en"]


@pytest.fixture
def articles():
    versions = {law: VersionFactory() for law, _number in DIGESTS}
    return {
        (law, number): ArticleFactory(version=versions[law], number=number)
        for law, number in DIGESTS
    }


@pytest.fixture
def course(articles, now):
    return load_course(BranchPageFactory(), DATA, articles, actor=None, at=now)


def test_a_demo_course_is_published_with_every_lesson_and_its_citations(
    course, articles
):
    lessons = list(Lesson.objects.child_of(course).live().order_by("path"))

    assert course.live
    assert [each.title for each in lessons] == [
        each["title"] for each in DATA["lessons"]
    ]
    for lesson, described in zip(lessons, DATA["lessons"], strict=True):
        taught = {
            articles[cited(each)].pk
            for each in described["blocks"]
            if each["type"] == "citation"
        }
        kinds = [each["type"] for each in described["blocks"]]
        assert [each.block_type for each in lesson.body] == kinds
        assert set(lesson.cited_articles()) >= taught
        assert lesson.live_revision_id == lesson.latest_revision_id


def test_an_unknown_kind_of_block_is_an_error(articles):
    with pytest.raises(KeyError):
        block({"type": "fountain"}, articles)


def test_its_files_are_made_once_and_are_what_their_names_say(course, articles):
    other = {**DATA, "slug": "again"}
    load_course(
        course.get_parent().specific, other, articles, actor=None, at=LAST_SPRING
    )

    sound, paper = (
        SiteDocument.objects.get(title=title).file.open().read()
        for title in ("静一静的铃声", "人民调解协议书空白样式")
    )
    with wave.open(io.BytesIO(sound)) as heard:
        assert heard.getnframes() / heard.getframerate() == files.SECONDS
        samples = heard.readframes(heard.getnframes())
    quiet = samples[4 * files.RATE : 11 * files.RATE]
    assert set(quiet) == {128}
    assert max(samples) > 240
    assert len(sound) < 150_000
    assert paper.startswith(b"%PDF")


def test_the_form_of_an_agreement_is_one_page():
    html = weasyprint.HTML(string=files.FORM.read_text(encoding="utf-8"))

    assert len(html.render().pages) == 1


def test_lessons_have_something_to_hear_and_something_to_keep(course):
    lessons = {each.slug: each for each in Lesson.objects.child_of(course)}
    heard = render(lessons["listening-and-caucus"], day=LAST_SPRING.date())
    kept = render(lessons["writing-the-agreement"], day=LAST_SPRING.date())

    assert heard.recordings == len(files.bell())
    assert kept.papers == len(files.agreement_form())
    text = heard.html + kept.html
    for said in ("安静十秒，够慢慢呼吸三次。", "WAV 文件", "PDF 文件", "空白样式"):
        assert said in text


@pytest.fixture
def translated(course, articles, now):
    load_translation(course, ENGLISH, articles, language="en", at=now)
    return course


def test_whoever_reads_english_sees_what_is_translated_and_keeps_their_progress(
    client, translated, now
):
    mediator = MediatorFactory()
    enrol(mediator=mediator, course=translated, at=now)
    first, second = Lesson.objects.child_of(translated).order_by("path")[:2]
    complete_lesson(mediator=mediator, lesson=first, at=now)
    client.force_login(mediator.person.user)
    client.cookies["django_language"] = "en"

    page = client.get(translated.url)
    read = client.get(first.url)

    steps = page.context["outline"].steps
    assert page.context["page"].title == ENGLISH["title"]
    assert len(steps) == len(DATA["lessons"])
    assert steps[0].lesson.title == ENGLISH["lessons"][0]["title"]
    assert steps[1].lesson.title == second.title
    assert page.context["outline"].done == 1
    assert ENGLISH["lessons"][0]["title"] in read.text
    assert read.context["step"].is_done


def test_a_course_taken_in_english_is_the_whole_course(client, translated):
    mediator = MediatorFactory()
    client.force_login(mediator.person.user)
    client.cookies["django_language"] = "en"

    client.post(translated.url)
    for said in ENGLISH["lessons"]:
        lesson = Lesson.objects.get(slug=said["slug"], locale__language_code="en")
        client.post(lesson.url, {})

    enrolment = Enrolment.objects.get()
    assert enrolment.course == translated
    assert enrolment.progress.completed().count() == 2
    assert not enrolment.completions.exists()


def test_a_translation_is_not_offered_as_a_course_of_its_own(translated):
    assert list(queries.catalogue()) == [translated]


@pytest.mark.usefixtures("translated")
def test_a_lesson_is_found_in_either_language_and_shown_in_the_readers():
    chinese, english = DATA["lessons"][0], ENGLISH["lessons"][0]

    found = [
        queries.lessons_found(each["title"])[0].lesson for each in (chinese, english)
    ]
    with override("en"):
        read = queries.lessons_found(chinese["title"])[0].lesson

    assert [each.title for each in found] == [chinese["title"], english["title"]]
    assert read.title == english["title"]
