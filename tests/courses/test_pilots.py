"""A draft is read by a class before it is published: who is in it, what they say."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses import operations, queries
from courses.models import Lesson, Pilot, PilotClass, PilotMember, PilotReading
from courses.viewsets.home import ReadByClasses
from mediators import news
from mediators.privacy import data
from tests.factories.courses import CourseFactory, LessonFactory, PilotClassFactory
from tests.factories.mediators import MediatorFactory, PostFactory, UserFactory

DRAFT = "还没定稿的一句话。"


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="邻里纠纷调解", revised=True)


@pytest.fixture
def draft(course, trainer):
    lesson = LessonFactory(
        parent=course,
        title="一棵枣树的两边",
        body=[("text", f"<p>{DRAFT}</p>")],
        owner=trainer,
        live=False,
        has_unpublished_changes=True,
    )
    lesson.save_revision(user=trainer)
    lesson.refresh_from_db()
    return lesson


@pytest.fixture
def pilot_class(branch, trainer):
    return PilotClassFactory(branch=branch, opened_by=trainer)


@pytest.fixture
def reader(branch):
    return mediator_of(branch.organisation)


def mediator_of(organisation):
    person = MediatorFactory().person
    PostFactory(person=person, organisation__parent=organisation)
    return person.user


def joined(pilot_class, reader):
    return operations.join_pilot_class(
        pilot_class=pilot_class, reader=reader, at=timezone.now()
    )


def given(draft, pilot_class, by):
    return operations.pilot_lesson(
        lesson=draft, pilot_class=pilot_class, by=by, at=timezone.now()
    )


@pytest.fixture
def pilot(pilot_class, draft, reader, trainer):
    """The draft, given to a class in which somebody is."""
    joined(pilot_class, reader)
    return given(draft, pilot_class, trainer)


def rewritten(draft, words, author):
    draft.refresh_from_db()
    draft.body = [("text", f"<p>{words}</p>")]
    draft.save()
    draft.save_revision(user=author)


def invitation(pilot_class):
    return reverse("courses:pilot-class", args=[pilot_class.uuid])


def address(pilot):
    return reverse("courses:pilot", args=[pilot.uuid])


def in_the_studio(page):
    return reverse("courses_pilot", args=[page.pk])


# Who is in a class


def test_whoever_is_sent_the_address_decides(client, pilot_class, reader):
    client.force_login(reader)
    asked = client.get(invitation(pilot_class)).text
    assert "我参加" in asked
    assert "不影响任何考核" in asked
    assert not PilotMember.objects.exists()

    page = client.post(invitation(pilot_class), {"join": "1"}, follow=True).text

    assert "现在没有要试学的课" in page
    assert queries.membership(pilot_class, reader)


def test_joining_twice_is_joining_once(client, pilot_class, reader):
    joined(pilot_class, reader)
    joined(pilot_class, reader)

    assert PilotMember.objects.count() == 1


def test_a_mediator_of_another_branch_is_told_for_whom_it_is(
    client, pilot_class, branch, other_branch
):
    client.force_login(mediator_of(other_branch.organisation))

    assert "我参加" not in client.get(invitation(pilot_class)).text
    page = client.post(invitation(pilot_class), {"join": "1"}, follow=True).text

    assert f"面向{branch.title}的调解员" in page
    assert not PilotMember.objects.exists()


def test_whoever_left_may_come_back_and_both_are_known(client, pilot_class, reader):
    joined(pilot_class, reader)
    client.force_login(reader)
    client.post(invitation(pilot_class), {"leave": "1"})
    assert queries.membership(pilot_class, reader) is None

    joined(pilot_class, reader)

    assert PilotMember.objects.filter(reader=reader).count() == 2


def test_a_closed_class_asks_nobody_and_ends_what_it_reads(
    client, pilot, pilot_class, reader, trainer
):
    client.force_login(trainer)
    own = reverse("courses_pilot_class", args=[pilot_class.uuid])
    client.post(own, {"close": "1"})

    client.force_login(reader)
    assert "这个班已关闭" in client.get(invitation(pilot_class)).text
    assert "试学已经结束" in client.get(address(pilot), follow=True).text
    with pytest.raises(operations.ClassIsClosed):
        joined(pilot_class, UserFactory())


def test_an_author_takes_somebody_out(client, pilot_class, draft, reader, trainer):
    member = joined(pilot_class, reader)
    pilot = given(draft, pilot_class, trainer)
    client.force_login(trainer)
    own = reverse("courses_pilot_class", args=[pilot_class.uuid])
    assert reader.name in client.get(own).text

    client.post(own, {"let_go": member.uuid})

    assert reader.name not in client.get(own).text
    client.force_login(reader)
    assert client.get(address(pilot)).status_code == 404


@pytest.mark.parametrize("let_go", ["", "x", "9" * 40])
def test_nobody_is_taken_out_by_a_number_that_is_none(
    client, pilot_class, reader, trainer, let_go
):
    joined(pilot_class, reader)
    client.force_login(trainer)

    own = reverse("courses_pilot_class", args=[pilot_class.uuid])
    assert client.post(own, {"let_go": let_go}).status_code == 404
    assert queries.membership(pilot_class, reader)


# What it reads


def test_the_class_reads_the_draft_and_nobody_else_does(client, pilot, draft, reader):

    client.force_login(reader)
    page = client.get(address(pilot)).text
    assert DRAFT in page
    assert "只有试学班看得到" in page
    assert client.get(f"{draft.get_parent().url}{draft.slug}/").status_code == 404
    assert draft.title not in client.get("/courses/").text

    client.force_login(MediatorFactory().person.user)
    assert client.get(address(pilot)).status_code == 404


def test_it_stands_on_the_page_of_learning_and_among_the_news_until_it_is_read(
    client, pilot, pilot_class, draft, reader
):
    client.force_login(reader)
    assert draft.title in client.get("/learn/").text
    told = news.unread(reader, at=timezone.now())
    assert [item.url for item in told] == [address(pilot)]

    client.post(address(pilot), {"words": ""})

    assert draft.title not in client.get("/learn/").text
    assert draft.title in client.get(invitation(pilot_class)).text
    assert news.unread(reader, at=timezone.now()) == []


def test_what_they_say_reaches_the_authors_by_name(
    client, pilot, draft, reader, trainer
):
    client.force_login(reader)
    client.post(address(pilot), {"words": " 第二段看不懂。𬱖 "})
    client.post(address(pilot), {"words": "第二段改一改，𬱖字也对。"})

    client.force_login(trainer)
    page = client.get(in_the_studio(draft)).text

    assert reader.name in page
    assert "第二段改一改，𬱖字也对。" in page
    assert PilotReading.objects.get().finished_at is not None


def test_too_many_words_are_refused_and_none_is_lost(client, pilot, reader):
    client.force_login(reader)

    client.get(address(pilot))
    page = client.post(address(pilot), {"words": "长" * 501})

    assert page.status_code == 400
    assert "长" * 501 in page.text
    assert DRAFT in page.text
    assert PilotReading.objects.get().finished_at is None


def test_no_hours_are_granted_and_no_course_is_taken(client, pilot, reader):
    client.force_login(reader)
    client.post(address(pilot), {"words": ""})

    assert not queries.taken_by(reader).exists()
    assert not queries.lessons_learnt(reader).exists()


def test_a_later_draft_takes_its_place_and_what_was_said_stays(
    client, pilot, draft, reader, trainer
):
    client.force_login(reader)
    client.post(address(pilot), {"words": "看不懂。"})
    rewritten(draft, "改过的一句话。", trainer)
    assert DRAFT in client.get(address(pilot)).text  # as it was given

    second = given(draft, pilot.pilot_class, trainer)

    page = client.get(address(pilot), follow=True)
    assert page.redirect_chain == [(address(second), 302)]
    assert "改过的一句话。" in page.text
    client.force_login(trainer)
    assert "看不懂。" in client.get(in_the_studio(draft)).text


def test_a_translation_is_read_by_the_class_of_its_branch(
    client, pilot_class, course, reader, trainer
):
    joined(pilot_class, reader)
    LessonFactory(parent=course, revised=True)
    operations.start_translation(page=course, language="en", actor=trainer)
    lesson = Lesson.objects.get(locale__language_code="en")

    pilot = given(lesson, pilot_class, trainer)

    client.force_login(reader)
    assert client.get(address(pilot)).status_code == 200
    client.force_login(trainer)
    assert pilot_class.name in client.get(in_the_studio(lesson)).text


def test_the_same_draft_is_given_once(pilot_class, draft, trainer):
    assert given(draft, pilot_class, trainer) == given(draft, pilot_class, trainer)


def test_publishing_ends_it_and_leads_to_what_everybody_reads(
    client, pilot, draft, reader
):
    client.force_login(reader)
    client.get(address(pilot))
    draft.latest_revision.publish()

    page = client.get(address(pilot), follow=True)

    draft.refresh_from_db()
    assert page.redirect_chain == [(draft.url, 302)]
    assert "已经正式发布" in page.text


def test_what_was_being_written_as_it_ended_is_kept(
    client, pilot, draft, reader, trainer
):
    client.force_login(reader)
    client.get(address(pilot))
    draft.latest_revision.publish()

    page = client.post(address(pilot), {"words": "写到一半就发布了。"}, follow=True)

    assert "谢谢您" in page.text
    client.force_login(trainer)
    assert "写到一半就发布了。" in client.get(in_the_studio(draft)).text


def test_what_was_never_opened_in_time_is_not_finished(client, pilot, draft, reader):
    draft.latest_revision.publish()
    client.force_login(reader)

    page = client.post(address(pilot), {"words": "晚了。"}, follow=True)

    draft.refresh_from_db()
    assert page.redirect_chain == [(draft.url, 302)]
    assert not PilotReading.objects.exists()


def test_the_way_to_ones_class_stays_when_all_is_read(client, pilot, reader):
    client.force_login(reader)
    client.post(address(pilot), {"words": ""})

    assert invitation(pilot.pilot_class) in client.get("/learn/").text


def test_pressing_twice_gives_it_once(client, draft, trainer):
    client.force_login(trainer)
    for _press in range(2):
        page = client.post(in_the_studio(draft), {"name": "东街试学班"})

    assert page.status_code == 200  # in a sentence: the class is there
    assert Pilot.objects.get().pilot_class == PilotClass.objects.get()


def test_what_is_published_as_it_stands_is_not_given(pilot_class, course, trainer):
    lesson = LessonFactory(parent=course, revised=True)

    with pytest.raises(operations.NothingToPilot):
        given(lesson, pilot_class, trainer)


def test_what_is_not_whole_is_not_given_and_says_what_to_do(
    client, pilot_class, draft, trainer
):
    draft.body = [("citation", {"article": None, "note": ""})]
    draft.save()
    draft.save_revision(user=trainer, clean=False)
    client.force_login(trainer)

    page = client.post(
        in_the_studio(draft), {"pilot_class": "new", "name": "新班"}
    ).text

    assert "一棵枣树的两边》还没写完整" in page
    assert not Pilot.objects.exists()
    assert PilotClass.objects.count() == 1


def test_a_class_of_another_branch_is_not_given_it(
    client, draft, trainer, other_branch
):
    elsewhere = PilotClassFactory(branch=other_branch)
    client.force_login(trainer)

    page = client.post(in_the_studio(draft), {"pilot_class": elsewhere.uuid})

    assert elsewhere.name not in page.text
    assert not Pilot.objects.exists()
    with pytest.raises(operations.ClassElsewhere):
        given(draft, elsewhere, trainer)


# In the Studio


def test_a_class_is_opened_as_a_draft_is_given(client, draft, branch, trainer):
    client.force_login(trainer)
    asked = client.get(in_the_studio(draft)).text
    assert f"{branch.title}试学班" in asked

    page = client.post(in_the_studio(draft), {"name": "东街试学班"}, follow=True).text

    assert "试学中" in page
    assert Pilot.objects.get().pilot_class.name == "东街试学班"
    (shown,) = ReadByClasses().get_context_data({"request": _by(trainer)})["pilots"]
    assert (shown.finished, shown.said) == (0, 0)


def _by(user):
    class Request:
        pass

    request = Request()
    request.user = user
    return request


def test_a_new_class_beside_others_needs_a_name(client, pilot_class, draft, trainer):
    client.force_login(trainer)

    page = client.post(in_the_studio(draft), {"pilot_class": "new", "name": " "})

    assert "请给新班起个名称" in page.text
    assert not Pilot.objects.exists()


def test_all_drafts_of_a_course_are_given_together(
    client, pilot_class, course, draft, trainer
):
    LessonFactory(parent=course, revised=True)
    client.force_login(trainer)

    page = client.post(
        in_the_studio(course), {"pilot_class": pilot_class.uuid}, follow=True
    )

    assert "共 1 课" in page.text
    assert [pilot.lesson for pilot in Pilot.objects.all()] == [draft]


def test_a_course_without_drafts_has_nothing_to_give(
    client, pilot_class, course, trainer
):
    client.force_login(trainer)
    assert "没有还没发布的草稿" in client.get(in_the_studio(course)).text

    page = client.post(in_the_studio(course), {"pilot_class": pilot_class.uuid})

    assert "没有还没发布的草稿" in page.text
    assert not Pilot.objects.exists()


def test_an_author_ends_it(client, pilot_class, draft, trainer):
    pilot = given(draft, pilot_class, trainer)
    client.force_login(trainer)

    client.post(in_the_studio(draft), {"end": pilot.uuid})

    assert "已结束" in client.get(in_the_studio(draft)).text
    assert not Pilot.objects.open().exists()


def test_two_open_classes_of_a_branch_have_two_names(
    client, branch, pilot_class, trainer
):
    client.force_login(trainer)
    listed = reverse("courses_pilot_classes")

    page = client.post(listed, {"branch": branch.pk, "name": f" {pilot_class.name} "})

    assert "请换一个名称" in page.text
    assert PilotClass.objects.count() == 1


def test_another_branchs_authors_hear_of_none_of_it(
    client, pilot, stranger, pilot_class, draft
):
    client.force_login(stranger)

    listed = client.get(reverse("courses_pilot_classes")).text
    assert pilot_class.name not in listed
    own = reverse("courses_pilot_class", args=[pilot_class.uuid])
    for page in (own, in_the_studio(draft)):
        assert client.get(page).status_code == 404
        assert client.post(page, {"close": "1", "end": "x"}).status_code == 404


def test_a_page_that_is_no_course_is_read_by_no_class(client, branch, trainer):
    client.force_login(trainer)

    assert client.get(in_the_studio(branch)).status_code == 404


def test_a_lesson_that_a_class_was_given_stays(pilot_class, draft, trainer):
    assert not queries.rests_on(draft)
    given(draft, pilot_class, trainer)

    assert queries.rests_on(draft)


# What is held, and what is refused


def test_what_is_held_of_a_reader_is_shown_and_their_words_go_with_them(
    pilot, pilot_class, reader
):
    operations.finish_reading(
        pilot=pilot, reader=reader, words="看不懂。", at=timezone.now()
    )
    person = reader.person
    held = str([table for _each, table in data.held_about(person)])
    assert pilot_class.name in held
    assert "看不懂。" in held

    for erase in data.erasures():
        erase(person, timezone.now())

    assert PilotReading.objects.get().words == ""
    assert queries.membership(pilot_class, reader) is None


@pytest.mark.parametrize("model", [Pilot, PilotClass, PilotMember, PilotReading])
def test_nothing_of_it_is_deleted(pilot, reader, model):
    operations.open_reading(pilot=pilot, reader=reader, at=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")  # noqa: SLF001 -- past Django


def test_it_costs_few_statements(client, pilot, reader, django_assert_max_num_queries):
    client.force_login(reader)
    client.get(address(pilot))

    with django_assert_max_num_queries(10):
        client.get(address(pilot))
