"""What somebody is told, across the apps: read off the records, each by its own moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.operations import create_course
from mediators import news
from mediators.operations import read_news
from tests.factories.certificates import A_DAY, CertificateTypeFactory, certificate
from tests.factories.courses import BranchPageFactory, CourseFactory
from tests.factories.delivery import AdmissionFactory
from tests.factories.incentives import CommendationFactory
from tests.factories.mediators import MediatorFactory, UserFactory

NEWS = "/me/news/"
NOW = A_DAY + timedelta(hours=1)


@pytest.fixture
def mediator():
    return MediatorFactory()


@pytest.fixture
def user(mediator):
    return mediator.person.user


def titles(user, at=NOW):
    return [each.title for each in news.told(user, at=at)]


def test_a_result_and_a_certificate_are_told_to_who_earned_them(mediator, user):
    kind = CertificateTypeFactory()
    certificate(kind=kind, mediator=mediator)

    released = timezone.now() + timedelta(minutes=1)

    assert f"{kind.title}：发证" in titles(user)
    assert any("成绩已公布" in each for each in titles(user, at=released))
    assert titles(MediatorFactory().person.user) == []


def test_the_end_of_a_certificate_is_told_a_quarter_before(mediator, user):
    kind = CertificateTypeFactory(validity_months=12)
    held = certificate(kind=kind, mediator=mediator)
    near = A_DAY + timedelta(days=300)

    assert not any("快到期" in each for each in titles(user))
    said = [each for each in news.told(user, at=near) if "快到期" in each.title]
    assert [each.text for each in said] == [
        f"有效期至{held.valid_until:%Y年}{held.valid_until.month}月{held.valid_until.day}日。"
    ]


def test_an_honour_and_its_annulment_are_told(mediator, user):
    honour = CommendationFactory(mediator=mediator, recorded_at=A_DAY)
    CommendationFactory(recorded_at=A_DAY)
    type(honour).objects.filter(pk=honour.pk).update(
        annulled_at=A_DAY + timedelta(minutes=5),
        annulled_by=UserFactory(),
        annul_reason="同名同姓，记错了人。",
    )

    told = news.told(user, at=NOW)

    assert [honour.headline in each.title for each in told] == [True, True]
    assert "记错了人" in told[0].text


def test_an_admission_and_a_cancellation_are_told(mediator, user):
    admission = AdmissionFactory(mediator=mediator, admitted_at=A_DAY)
    sitting = admission.sitting
    type(sitting).objects.filter(pk=sitting.pk).update(
        cancelled_at=A_DAY + timedelta(minutes=5), cancel_reason="台风。"
    )

    told = news.told(user, at=NOW)

    assert ["已取消" in each.title for each in told] == [True, False]
    assert told[0].text == "台风。"


def test_a_new_course_is_told_to_those_who_learn(user):
    create_course(
        branch=BranchPageFactory(),
        title="法律更新",
        slug="update",
        summary="变了什么。",
        credit_hours=2,
        at=A_DAY,
    )

    assert titles(user) == ["新课程：“法律更新”"]
    assert titles(UserFactory()) == []


def test_news_are_new_until_they_are_read(client, user):
    CourseFactory(title="法律更新", first_published_at=A_DAY)
    client.force_login(user)

    before = [each.title for each in news.unread(user, at=NOW)]
    first = client.get(NEWS)
    user.refresh_from_db()
    again = client.get(NEWS)

    assert before == ["新课程：“法律更新”"]
    assert [is_new for _item, is_new in first.context["items"]] == [True]
    assert [is_new for _item, is_new in again.context["items"]] == [False]
    assert news.unread(user, at=NOW) == []


def test_the_first_page_counts_what_the_list_marks(client, user):
    lately, long_ago = timezone.now() - timedelta(days=2), timedelta(days=40)
    CourseFactory(title="法律更新", first_published_at=lately)
    CourseFactory(title="去年的课", first_published_at=lately - long_ago)
    client.force_login(user)

    counted = client.get("/").context["news"]
    listed = client.get(NEWS).context["items"]

    assert [each.title for each in counted] == ["新课程：“法律更新”"]
    assert [each.title for each, is_new in listed if is_new] == ["新课程：“法律更新”"]
    assert len(listed) == 2


def test_what_was_read_is_never_unread_again(user):
    read_news(user=user, at=NOW)
    read_news(user=user, at=NOW - timedelta(days=3))

    user.refresh_from_db()
    assert user.news_read_at == NOW


def test_what_is_new_stands_on_the_first_page_of_its_reader_alone(client, user):
    CourseFactory(title="法律更新", first_published_at=A_DAY)

    client.force_login(user)
    mine = client.get("/").text
    client.force_login(UserFactory())

    assert "新课程：“法律更新”" in mine
    assert "新课程" not in client.get("/").text


def test_without_news_the_page_says_what_will_stand_there(client):
    client.force_login(UserFactory())

    assert "还没有消息" in client.get(NEWS).text


@pytest.mark.parametrize("of_each", [1, 5])
def test_news_cost_the_same_however_many(
    client, user, mediator, of_each, django_assert_num_queries
):
    for _ in range(of_each):
        certificate(kind=CertificateTypeFactory(), mediator=mediator)
        CourseFactory(first_published_at=A_DAY)
    client.force_login(user)
    client.get(NEWS)

    with django_assert_num_queries(13):
        client.get(NEWS)
