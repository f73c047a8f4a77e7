"""Notes of one's own: for their writer alone."""

import re

import pytest
from django.db import IntegrityError, transaction

from courses import operations, queries
from courses.models import Note
from mediators.models import User
from mediators.privacy import data
from tests.factories.courses import EnrolmentFactory, LessonFactory
from tests.factories.mediators import MediatorFactory, RoleGrantFactory, UserFactory

NOTES = "/learn/notes/"


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def lesson(enrolment):
    return LessonFactory(parent=enrolment.course)


@pytest.fixture
def writer(enrolment):
    return enrolment.mediator.person.user


@pytest.fixture
def learner(client, writer):
    client.force_login(writer)
    return client


def write(client, lesson, text, **headers):
    return client.post(lesson.url, {"note": text}, headers=headers)


def test_a_note_is_kept_at_its_lesson_and_changed_there(learner, lesson, writer):
    write(learner, lesson, "先听完。")
    write(learner, lesson, "先听完，再开口。𬱖")

    assert [each.text for each in queries.notes_of(writer)] == ["先听完，再开口。𬱖"]
    assert "先听完，再开口。𬱖" in learner.get(lesson.url).text
    assert "先听完，再开口。𬱖" in learner.get(NOTES).text


def test_a_note_without_a_word_is_gone(learner, lesson):
    write(learner, lesson, "先听完。")

    write(learner, lesson, "  ")

    assert not Note.objects.exists()


def test_a_script_is_told_that_a_note_is_kept_and_a_browser_comes_back(learner, lesson):
    asked = write(learner, lesson, "一。", **{"X-Kept-By": "script"})
    sent = write(learner, lesson, "二。")

    assert asked.status_code == 204
    assert (sent.status_code, sent["Location"]) == (302, f"{lesson.url}#note")


def test_a_note_that_is_too_long_is_refused_and_not_lost(learner, lesson):
    page = write(learner, lesson, "长" * 4001)

    assert page.status_code == 400
    assert "长" * 4001 in page.text
    assert not Note.objects.exists()


def test_nobody_else_is_shown_a_note_whatever_they_oversee(client, lesson, writer, now):
    operations.write_note(lesson=lesson, writer=writer, text="只给自己看。", at=now)
    overseer = RoleGrantFactory(role="platform").user

    client.force_login(overseer)

    assert not Note.objects.visible_to(overseer).exists()
    assert "只给自己看。" not in client.get(lesson.url).text
    assert "只给自己看。" not in client.get(NOTES).text


def test_whoever_does_not_take_the_course_may_write_too(client, lesson):
    client.force_login(UserFactory())

    write(client, lesson, "备课。")

    assert Note.objects.get().text == "备课。"


def test_a_lesson_in_another_language_has_the_same_note(lesson, writer, now):
    other = LessonFactory(
        parent=lesson.get_parent(),
        translation_key=lesson.translation_key,
        locale=_english(),
    )
    operations.write_note(lesson=lesson, writer=writer, text="一。", at=now)

    operations.write_note(lesson=other, writer=writer, text="二。", at=now)

    assert queries.note_of(writer, lesson).text == "二。"


def _english():
    from wagtail.models import Locale  # noqa: PLC0415 -- one test needs it

    return Locale.objects.get_or_create(language_code="en")[0]


def test_the_database_keeps_one_note_a_lesson_and_none_that_says_nothing(
    lesson, writer, now
):
    note = operations.write_note(lesson=lesson, writer=writer, text="一。", at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="")
    note.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        note.save()


def test_a_note_is_told_to_its_writer_who_may_have_it_deleted(
    lesson, enrolment, writer, now
):
    operations.write_note(lesson=lesson, writer=writer, text="先听完。", at=now)
    person = enrolment.mediator.person

    tables = {str(each.title): table for each, table in data.held_about(person)}
    assert tables["个人笔记"].rows == [[lesson.title, "先听完。", now]]

    for erasure in data.erasures():
        erasure(person, now)
    assert not Note.objects.exists()


def test_a_lesson_at_which_somebody_wrote_stays(lesson, writer, now):
    operations.write_note(lesson=lesson, writer=writer, text="先听完。", at=now)

    assert queries.rests_on(lesson)


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_of_notes_costs_the_same_however_many(
    learner, writer, many, now, django_assert_num_queries
):
    for lesson in LessonFactory.create_batch(many):
        operations.write_note(lesson=lesson, writer=writer, text="记。", at=now)
    learner.get(NOTES)

    with django_assert_num_queries(3):
        learner.get(NOTES)


def test_a_stranger_reads_no_note(client, lesson, writer, now):
    operations.write_note(lesson=lesson, writer=writer, text="只给自己看。", at=now)
    stranger: User = MediatorFactory().person.user

    client.force_login(stranger)

    assert list(client.get(NOTES).context["page_obj"]) == []


def stamp(client, lesson):
    return re.search(r'name="over" value="([^"]*)"', client.get(lesson.url).text)[1]


def over(client, lesson, text, seen, **headers):
    return client.post(lesson.url, {"note": text, "over": seen}, headers=headers)


def test_a_note_that_was_changed_elsewhere_is_shown_before_it_is_replaced(
    learner, lesson, writer
):
    write(learner, lesson, "一。")
    seen = stamp(learner, lesson)
    over(learner, lesson, "在电脑上写的。", seen)

    page = over(learner, lesson, "在手机上写的。", seen)

    assert page.status_code == 409
    assert "再按一次保存，就换成您这里写的" in page.text
    assert "在电脑上写的。" in page.text
    assert "在手机上写的。" in page.text
    assert queries.note_of(writer, lesson).text == "在电脑上写的。"
    now_seen = re.search(r'name="over" value="([^"]*)"', page.text)[1]
    over(learner, lesson, "在手机上写的。", now_seen)
    assert queries.note_of(writer, lesson).text == "在手机上写的。"


def test_a_script_is_told_what_stands_there(learner, lesson):
    first = over(learner, lesson, "一。", "", **{"X-Kept-By": "script"})
    over(learner, lesson, "二。", first["X-Note"], **{"X-Kept-By": "script"})

    refused = over(learner, lesson, "三。", first["X-Note"], **{"X-Kept-By": "script"})

    assert refused.status_code == 409
    told = refused.json()
    assert (told["text"], told["over"]) == ("二。", stamp(learner, lesson))
    too_long = over(learner, lesson, "长" * 4001, "", **{"X-Kept-By": "script"})
    assert too_long.status_code == 400
    assert "4000" in too_long.json()["why"]


def test_the_same_words_from_two_pages_are_one_note(learner, lesson):
    over(learner, lesson, "一。", "")

    assert over(learner, lesson, "一。", "").status_code == 302


@pytest.mark.parametrize("seen", ["?" * 5000, "\0"])
def test_a_stamp_that_is_none_loses_nothing(learner, lesson, writer, seen):
    write(learner, lesson, "一。")

    page = over(learner, lesson, "二。", seen)

    assert page.status_code in {400, 409}
    assert "二。" in page.text
    assert queries.note_of(writer, lesson).text == "一。"
