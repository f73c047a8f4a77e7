from datetime import timedelta

import pytest
from django.urls import reverse

from exams.banks.operations import submit_for_review
from lms.kernel.clock import local_day
from tests.factories.banks import BankFactory, QuestionVersionFactory
from tests.factories.certificates import certificate
from tests.factories.courses import EnrolmentFactory, LessonFactory
from tests.factories.delivery import AdmissionFactory
from tests.factories.marking import ResultFactory, SubmittedAttemptFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
#: That somebody who may see everybody looked is recorded.
LOOK = 1


def page(client, user, url="/"):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_is_told_what_this_is_and_where_to_verify(client):
    text = client.get("/").content.decode()

    assert "/verify/" in text
    assert "/laws/" in text


def test_who_signs_in_is_greeted_once(client):
    user = MediatorFactory().person.user
    user.set_password("long-enough-91")
    user.save()

    text = client.post(
        reverse("account_login"),
        {"login": user.username, "password": "long-enough-91"},
        follow=True,
    ).content.decode()

    assert text.count("您好") == 1


def test_a_mediator_sees_what_is_due_first(client, now):
    admission = AdmissionFactory(sitting__opens_at=now - timedelta(hours=1))

    text = page(client, admission.mediator.person.user)

    assert f"/exams/{admission.sitting.uuid}/" in text
    assert text.index('id="due"') < text.index('id="under-way"')


def test_who_learns_finds_all_courses_beside_their_own(client):
    enrolment = EnrolmentFactory()
    LessonFactory(parent=enrolment.course)

    text = page(client, enrolment.mediator.person.user)

    assert '<a href="/courses/">看看全部课程</a>' in text


def test_who_has_handed_in_is_told_to_wait_and_not_to_sit_again(client, now):
    admission = AdmissionFactory(
        sitting__opens_at=now - timedelta(hours=1), sitting__max_attempts=2
    )
    attempt = SubmittedAttemptFactory(admission=admission)

    text = page(client, admission.mediator.person.user)

    assert 'id="due"' not in text
    assert "已交卷，等待成绩" in text
    assert f"/exams/attempt/{attempt.uuid}/done/" in text


@pytest.mark.parametrize(("ago", "is_news"), [(1, True), (31, False)])
def test_a_result_stands_on_the_first_page_for_a_month(client, now, ago, is_news):
    result = ResultFactory(
        released=True,
        raw=61,
        released_at=now - timedelta(days=ago),
        attempt__admission__sitting__opens_at=now - timedelta(hours=1),
        attempt__admission__sitting__max_attempts=2,
    )

    text = page(client, result.attempt.admission.mediator.person.user)

    assert 'id="due"' not in text
    assert ("合格，61 分" in text) is is_news
    assert (result.get_absolute_url() in text) is is_news


def test_a_mediator_sees_the_next_exam_and_its_ticket(client, now):
    admission = AdmissionFactory(
        sitting__opens_at=now + timedelta(days=3),
        sitting__closes_at=now + timedelta(days=4),
    )

    text = page(client, admission.mediator.person.user)

    assert admission.ticket_no in text


def test_a_mediator_sees_their_certificates(client):
    mediator = MediatorFactory()
    mine = certificate(mediator=mediator)

    text = page(client, mediator.person.user)

    assert mine.title in text


def test_a_mediator_finds_the_law_and_the_verification_from_the_first_page(client):
    text = page(client, MediatorFactory().person.user)

    assert 'href="/laws/"' in text
    assert 'href="/verify/"' in text


def test_nothing_of_another_person_is_shown(client, now):
    other = AdmissionFactory(sitting__opens_at=now - timedelta(hours=1))

    text = page(client, MediatorFactory().person.user)

    assert str(other.sitting.uuid) not in text


def test_somebody_with_a_role_alone_is_shown_the_way_to_the_office(client):
    text = page(client, RoleGrantFactory().user)

    assert 'href="/office/"' in text


def test_the_office_shows_each_role_its_places(client):
    text = page(client, RoleGrantFactory(role="marker").user, "/office/")

    assert "/office/marking/" in text
    assert "/office/organisations/" not in text


def test_the_office_says_what_waits_for_each_role(client, now):
    bureau = OrganisationFactory(kind="bureau", committee_type="")
    committee = OrganisationFactory(parent=bureau)
    PostFactory(organisation=committee, valid_to=local_day(now) + timedelta(days=30))
    PostFactory(organisation=committee, valid_to=local_day(now) + timedelta(days=300))
    trainer = RoleGrantFactory(organisation=bureau, role="trainer").user
    bank = BankFactory(organisation=bureau)
    for author in (trainer, UserFactory()):
        version = QuestionVersionFactory(question__bank=bank, author=author)
        submit_for_review(version=version, by=author, at=now)

    administrator = RoleGrantFactory(organisation=bureau).user

    assert "1 个任期在 90 天内届满" in page(client, administrator, "/office/")
    assert "1 道题等您审核" in page(client, trainer, "/office/")


def test_where_nothing_waits_the_office_says_nothing(client):
    administrator = RoleGrantFactory().user

    text = page(client, administrator, "/office/")

    assert "tag-amber" not in text


@pytest.mark.parametrize("of_each", [1, 3])
def test_what_waits_costs_the_same_however_much(
    client, now, of_each, django_assert_num_queries
):
    soon = local_day(now) + timedelta(days=30)
    for _ in range(of_each):
        PostFactory(valid_to=soon)
        version = QuestionVersionFactory()
        submit_for_review(version=version, by=version.author, at=now)
    client.force_login(RoleGrantFactory(role="platform").user)

    with django_assert_num_queries(OFFICE + LOOK + 8):
        client.get("/office/")


@pytest.mark.parametrize("url", ["/office/"])
def test_a_mediator_has_no_business_in_the_office(client, url):
    client.force_login(MediatorFactory().person.user)

    assert client.get(url).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client):
    response = client.get("/office/")

    assert response.status_code == 302
    assert "/account/login/" in response.url


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_first_page_costs_the_same_however_much_is_on_it(
    client, now, of_each, django_assert_max_num_queries
):
    mediator = MediatorFactory()
    for _ in range(of_each):
        AdmissionFactory(mediator=mediator, sitting__opens_at=now - timedelta(hours=1))
        certificate(mediator=mediator)
        ResultFactory(
            released=True,
            attempt__admission__mediator=mediator,
            attempt__admission__sitting__opens_at=now,
        )
    client.force_login(mediator.person.user)

    with django_assert_max_num_queries(20):
        client.get("/")


def test_the_office_is_closed_to_an_account_without_a_role(client):
    client.force_login(UserFactory())

    assert client.get("/office/").status_code == 404


@pytest.mark.parametrize("address", ["/verify/%00", "/laws/?q=%00"])
def test_an_address_that_cannot_be_read_is_answered_in_words(client, db, address):
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == 400
    assert "这个网址读不出来" in response.content.decode()
