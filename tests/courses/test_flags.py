"""A reader points out an error in a lesson; its authors answer, once."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses import operations, queries
from courses.models import LessonFlag
from mediators import news
from mediators.privacy import data
from tests.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonFlagFactory,
)
from tests.factories.mediators import UserFactory

FLAGS = "/learn/flags/"
TWO_PARTS = [("text", "<p>先听完，再开口。</p>"), ("text", "<p>第二步是分开谈。</p>")]


@pytest.fixture
def lesson(branch):
    course = CourseFactory(parent=branch)
    return LessonFactory(
        parent=course, title="一堵墙的两边", body=TWO_PARTS, revised=True
    )


@pytest.fixture
def enrolment(lesson):
    return EnrolmentFactory(course=lesson.get_parent().specific)


@pytest.fixture
def reader(enrolment):
    return enrolment.mediator.person.user


@pytest.fixture
def learner(client, reader):
    client.force_login(reader)
    return client


def point_out(client, lesson, words="条号写错了。", part=""):
    return client.post(lesson.url, {"flag": words, "part": part})


def answer_of(client, flag, outcome="mended", answer="已改为第九条，谢谢。"):
    address = reverse("courses_flag", args=[flag.uuid])
    return client.post(address, {"outcome": outcome, "answer": answer}, follow=True)


def test_a_lesson_asks_what_is_wrong_and_where(learner, lesson):
    text = learner.get(lesson.url).text

    assert "这里有错？告诉编写人" in text
    assert re.search(r'<option\s+value="2"\s*>\s*2. 第二步是分开谈。', text)


def test_what_is_said_is_kept_with_how_the_part_began(learner, lesson, reader):
    answer = point_out(learner, lesson, "  第二步不对。𬱖 ", "2")

    assert (answer.status_code, answer["Location"]) == (302, lesson.url)
    flag = queries.flags_of(reader).get()
    assert (flag.words, flag.part) == ("第二步不对。𬱖", 2)
    assert (flag.part_words, flag.lesson_title) == ("第二步是分开谈。", "一堵墙的两边")
    assert "第二步不对。𬱖" in learner.get(FLAGS).text


def test_where_may_be_left_open(learner, lesson):
    point_out(learner, lesson)

    assert LessonFlag.objects.get().part == 0


@pytest.mark.parametrize(
    ("words", "part"), [("", ""), ("  ", ""), ("长" * 301, ""), ("错了。", "3")]
)
def test_what_is_refused_loses_no_word(learner, lesson, words, part):
    page = point_out(learner, lesson, words, part)

    assert page.status_code == 400
    assert words.strip() in page.text
    assert not LessonFlag.objects.exists()


def test_the_same_part_is_pointed_out_again_only_when_answered(
    learner, lesson, reader, reviewer, now
):
    point_out(learner, lesson, part="1")
    again = point_out(learner, lesson, "还是这里。", "1")
    assert again.status_code == 400
    assert "还没有答复" in again.text
    assert "还是这里。" in again.text

    point_out(learner, lesson, part="2")
    operations.answer_flag(
        flag=LessonFlag.objects.get(part=1),
        outcome="mended",
        answer="改好了。",
        by=reviewer,
        at=now,
    )
    assert point_out(learner, lesson, "还是这里。", "1").status_code == 302
    assert LessonFlag.objects.count() == 3


def test_a_visitor_is_asked_to_sign_in_and_keeps_nothing(client, lesson):
    assert point_out(client, lesson).status_code == 302
    assert not LessonFlag.objects.exists()


def test_authors_find_it_first_in_the_studio_and_not_who_said_it(
    client, trainer, lesson, reader
):
    flag = LessonFlagFactory(
        lesson=lesson, writer=reader, part=2, part_words="第二步是"
    )
    client.force_login(trainer)

    pages = [
        client.get(address).text
        for address in (
            "/studio/",
            reverse("courses_flags"),
            reverse("courses_flag", args=[flag.uuid]),
        )
    ]

    assert [flag.words in page for page in pages] == [True] * 3
    assert [str(reader) in page for page in pages] == [False] * 3
    assert "2. 第二步是" in pages[2]


def test_an_author_answers_once_by_name_and_the_reader_is_told(
    client, trainer, lesson, reader, now
):
    flag = LessonFlagFactory(lesson=lesson, writer=reader)
    client.force_login(trainer)

    assert "答复已告知学员" in answer_of(client, flag).text
    again = answer_of(client, flag, "no_error", "没有错。")
    assert "同事已经答复过了" in again.text

    flag.refresh_from_db()
    assert (flag.outcome, flag.answer) == ("mended", "已改为第九条，谢谢。")
    assert flag.answered_by == trainer
    later = flag.answered_at + timedelta(minutes=1)
    (told,) = [each for each in news.told(reader, at=later) if each.url == FLAGS]
    assert told.title == "您在《一堵墙的两边》里指出的错：已改正"
    assert told.text == "已改为第九条，谢谢。"
    assert [each for each in news.told(trainer, at=later) if each.url == FLAGS] == []
    client.force_login(reader)
    assert f"{trainer}：已改为第九条，谢谢。" in client.get(FLAGS).text


@pytest.mark.parametrize(
    ("outcome", "answer"), [("", "改了。"), ("mended", " "), ("later", "再说。")]
)
def test_an_answer_says_what_came_of_it_and_why(
    client, trainer, lesson, outcome, answer
):
    flag = LessonFlagFactory(lesson=lesson)
    client.force_login(trainer)

    answer_of(client, flag, outcome, answer)

    flag.refresh_from_db()
    assert not flag.is_answered


def test_the_list_is_narrowed_to_what_waits(client, trainer, lesson, now):
    flags = [LessonFlagFactory(lesson=lesson, words=f"错{n}。") for n in range(2)]
    operations.answer_flag(
        flag=flags[0], outcome="no_error", answer="没有错。", by=trainer, at=now
    )
    client.force_login(trainer)

    shown = client.get(reverse("courses_flags"), {"state": "open"}).text

    assert ["错0。" in shown, "错1。" in shown] == [False, True]
    assert [each.words for each in queries.flags_to_answer(trainer)] == ["错1。"]


def test_another_branch_neither_reads_nor_answers(client, stranger, lesson):
    flag = LessonFlagFactory(lesson=lesson)
    client.force_login(stranger)

    assert client.get(reverse("courses_flag", args=[flag.uuid])).status_code == 404
    assert answer_of(client, flag).status_code == 404
    assert flag.words not in client.get(reverse("courses_flags")).text
    assert flag.words not in client.get("/studio/").text
    flag.refresh_from_db()
    assert not flag.is_answered


def test_another_reader_is_not_shown_it(client, lesson):
    flag = LessonFlagFactory(lesson=lesson)
    client.force_login(UserFactory())

    assert flag.words not in client.get(FLAGS).text
    assert flag.words not in client.get(lesson.url).text


@pytest.mark.parametrize(
    "change",
    [
        {"words": "别的。"},
        {"part": 3},
        {"words": ""},
        {"outcome": "mended"},
        {"answer": "改了。"},
    ],
)
def test_the_database_keeps_what_was_said_and_answers_whole(lesson, change):
    flag = LessonFlagFactory(lesson=lesson)

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFlag.objects.filter(pk=flag.pk).update(**change)


def test_the_database_keeps_an_answer_and_deletes_nothing(lesson, trainer, now):
    flag = LessonFlagFactory(lesson=lesson)
    given = {"outcome": "mended", "answer": "改了。", "by": trainer, "at": now}
    operations.answer_flag(flag=flag, **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFlag.objects.filter(pk=flag.pk).update(answer="没改。")
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFlag.objects.filter(pk=flag.pk)._raw_delete("default")  # noqa: SLF001


def test_the_database_keeps_one_open_a_part(lesson, reader):
    LessonFlagFactory(lesson=lesson, writer=reader)

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFlagFactory(lesson=lesson, writer=reader)


def test_it_is_in_the_copy_of_ones_data_and_its_words_can_be_deleted(
    lesson, enrolment, reader, trainer, now
):
    LessonFlagFactory(lesson=lesson, writer=reader)
    person = enrolment.mediator.person

    tables = {str(each.title): table for each, table in data.held_about(person)}
    assert tables["学员纠错"].rows[0][:3] == [lesson.title, "", "这里的条号写错了。"]

    said = [str(word) for erase in data.erasures() for word in erase(person, now)]
    assert "已删除：对课程内容提出的纠错文字。" in said
    assert LessonFlag.objects.get().words == LessonFlag.ERASED
    assert list(queries.flags_to_answer(trainer)) == []


def test_a_lesson_in_which_an_error_was_pointed_out_stays(lesson):
    LessonFlagFactory(lesson=lesson)

    assert queries.rests_on(lesson)


@pytest.mark.parametrize("many", [1, 5])
def test_the_lists_cost_the_same_however_many(
    client, trainer, lesson, many, django_assert_num_queries
):
    for part in range(many):
        LessonFlagFactory(lesson=lesson, writer=trainer, part=part)
    client.force_login(trainer)
    client.get(FLAGS)

    with django_assert_num_queries(3):
        client.get(FLAGS)
    with django_assert_num_queries(2):
        list(queries.flags_to_answer(trainer))
