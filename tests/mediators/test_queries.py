from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.kernel.clock import local_day
from mediators import queries
from mediators.models import Organisation, Person, Post, RoleGrant, Rule, User
from tests.factories.mediators import (
    OrganisationFactory,
    PersonFactory,
    PostFactory,
)

DAY = date(2026, 3, 1)
MAN, WOMAN = Person.Gender.MALE, Person.Gender.FEMALE


def elect(committee, *genders, role=Post.Role.MEMBER, **changes):
    return [
        PostFactory(
            organisation=committee,
            role=role,
            appointment=Post.Appointment.ELECTED,
            person__gender=gender,
            **changes,
        )
        for gender in genders
    ]


@pytest.fixture
def committee():
    """A committee as the Law wants it: a chair and two members, one a woman."""
    committee = OrganisationFactory()
    elect(committee, MAN, role=Post.Role.CHAIR)
    elect(committee, MAN, WOMAN)
    return committee


def warned(committee, day=DAY):
    return [
        (warning.text, str(warning.source))
        for warning in queries.committee_warnings(committee, day=day)
    ]


def test_a_committee_as_the_law_wants_it_has_no_warning(committee):
    assert warned(committee) == []


def test_hired_mediators_are_no_members(committee):
    for _ in range(9):
        PostFactory(organisation=committee)

    assert warned(committee) == []


def test_an_empty_committee_lacks_everything():
    assert warned(OrganisationFactory()) == [
        ("调委会现有委员 0 人，应当有 3 至 9 人。", "《人民调解法》第八条第二款"),
        ("调委会没有主任。", "《人民调解法》第八条第二款"),
        (
            "委员中应当有 1 名女性，登记在册的有 0 名。",
            "《人民调解法》第八条第三款",
        ),
    ]


def test_ten_members_are_too_many(committee):
    elect(committee, *[WOMAN] * 7)

    assert [text for text, _source in warned(committee)] == [
        "调委会现有委员 10 人，应当有 3 至 9 人。"
    ]


def test_two_chairs_are_one_too_many(committee):
    elect(committee, WOMAN, role=Post.Role.CHAIR)

    assert [text for text, _source in warned(committee)] == [
        "调委会有 2 名主任，应当是 1 名。"
    ]


def test_where_several_peoples_live_the_smaller_has_a_member(committee):
    Organisation.objects.filter(pk=committee.pk).update(is_multi_ethnic=True)
    committee.refresh_from_db()

    before = warned(committee)
    elect(committee, MAN, person__ethnicity="03")

    assert ([source for _text, source in before], warned(committee)) == (
        ["《人民调解法》第八条第三款"],
        [],
    )


def test_terms_that_ran_out_unnoticed_are_counted(committee):
    elect(committee, WOMAN, valid_to=DAY)
    (reelected,) = elect(committee, WOMAN, valid_to=DAY)
    elect(committee, WOMAN, valid_to=DAY, end_reason=Post.EndReason.RESIGNED)
    PostFactory(
        person=reelected.person,
        organisation=committee,
        role=Post.Role.MEMBER,
        valid_from=DAY,
    )

    assert warned(committee) == [
        (
            "1 名委员任期已满，既没有登记连任，也没有登记离任。",
            "《人民调解法》第九条第二款",
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Organisation.Kind.GROUP, "committee_type": ""},
        {"dissolved_on": date(2025, 1, 1)},
    ],
)
def test_what_is_no_committee_any_more_is_not_warned_about(changes):
    assert warned(OrganisationFactory(**changes)) == []


def test_the_document_of_the_nearest_branch_decides(committee):
    town = OrganisationFactory(kind=Organisation.Kind.OFFICE)
    village = OrganisationFactory(parent=town)
    for place, value in ((town, 2), (village, 1), (committee, 5)):
        Rule.objects.create(
            organisation=place,
            code=Rule.Code.TERM_YEARS,
            value=value,
            document=f"某字〔{value}〕号",
            valid_from=date(2024, 1, 1),
        )

    ends = [
        queries.term_end(place, start=DAY)
        for place in (town, village, OrganisationFactory())
    ]

    assert ends == [date(2028, 3, 1), date(2027, 3, 1), date(2029, 3, 1)]


def test_a_term_from_a_leap_day_ends_on_a_day_that_exists(committee):
    assert queries.term_end(committee, start=date(2024, 2, 29)) == date(2027, 3, 1)


def test_a_rule_that_no_longer_holds_says_nothing(committee):
    rule = Rule.objects.create(
        organisation=committee,
        code=Rule.Code.CHAIRS,
        value=2,
        document="旧文件",
        valid_from=date(2020, 1, 1),
        valid_to=date(2025, 1, 1),
    )

    assert (warned(committee), "2" in str(rule)) == ([], True)


def test_posts_fall_into_now_to_come_and_past(now):
    today = local_day(now)
    person = PersonFactory()
    held = {
        "posts_now": [PostFactory(person=person)],
        "posts_to_come": [
            PostFactory(person=person, valid_from=today + timedelta(days=1))
        ],
        "posts_past": [PostFactory(person=person, valid_to=today)],
    }

    assert queries.posts_by_time(person.posts.order_by("pk"), day=today) == held


def test_a_visitor_holds_no_role():
    assert RoleGrant.branches(AnonymousUser(), RoleGrant.Role.TRAINER) == []


def test_an_installer_is_made_at_the_command_line():
    installer = User.objects.create_superuser("root", "long enough words")

    assert (installer.get_full_name(), installer.get_short_name()) == ("root", "root")
    assert (installer.is_superuser, installer.check_password("long enough words")) == (
        True,
        True,
    )
