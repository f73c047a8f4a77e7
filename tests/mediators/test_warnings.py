from datetime import date

import pytest
from django.urls import reverse

from mediators import queries
from mediators.models import Organisation, Person, Post, Rule
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
)

Code = Rule.Code
DAY = date(2026, 3, 1)
LATER = date(2026, 7, 1)


def merged(into, **fields):
    """A second record of somebody, that was merged into the first."""
    person = PersonFactory(**fields)
    person.merged_into = into
    person.save(update_fields=["merged_into"])
    return person


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU)


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村调委会")


def warned(person, day=DAY):
    found = queries.people_warnings([person], day=day)[person.pk]
    return [(each.text, str(each.source)) for each in found]


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(1961, 3, 1), []),
        (
            date(1960, 3, 1),
            [("周小满在青禾村调委会任职，现年 66 周岁，超过了 65 周岁。", "某文")],
        ),
        (date(1960, 3, 2), []),
        (None, []),
        (
            date(2006, 3, 2),
            [("周小满在青禾村调委会任职，现年 19 周岁，不满 20 周岁。", "某文")],
        ),
    ],
)
def test_an_age_beyond_the_rules_is_warned_about(committee, born_on, expected):
    for code, value in ((Code.AGE_MAX, 65), (Code.AGE_MIN, 20)):
        RuleFactory(organisation=committee, code=code, value=value, document="某文")
    person = PersonFactory(born_on=born_on)
    PostFactory(person=person, organisation=committee)

    assert warned(person) == expected


def test_an_age_is_asked_for_by_kind_of_post(committee):
    RuleFactory(
        organisation=committee, code=Code.AGE_MAX, value=50, post_kind="full_time"
    )
    person = PersonFactory()
    PostFactory(person=person, organisation=committee)

    assert warned(person) == []


@pytest.mark.parametrize(
    ("education", "expected"),
    [
        ("", []),
        ("senior", []),
        (
            "junior",
            [("周小满在青禾村调委会任职，学历为初中，低于要求的高中。", "某文")],
        ),
    ],
)
def test_too_little_education_is_warned_about_where_it_is_known(
    committee, education, expected
):
    RuleFactory(
        organisation=committee,
        code=Code.EDUCATION_MIN,
        value=Rule.EDUCATION.index(Person.Education.SENIOR),
        document="某文",
    )
    person = PersonFactory(education=education)
    PostFactory(person=person, organisation=committee)

    assert warned(person) == expected


def full_time(person, *places):
    for place in places:
        PostFactory(person=person, organisation=place, kind=Post.Kind.FULL_TIME)


def test_a_second_full_time_post_is_warned_about_wherever_it_is(committee):
    person = PersonFactory()
    full_time(person, committee, OrganisationFactory(name="柳溪村调委会"))

    assert warned(person) == [
        (
            "周小满同时担任 2 个专职岗位（青禾村调委会、柳溪村调委会），超过了 1 个。",
            "本系统的默认值，未见全国性文件",
        )
    ]


def test_a_document_may_switch_that_off(committee, bureau):
    RuleFactory(organisation=bureau, code=Code.FULL_TIME_MAX, value=Rule.NOT_ASKED)
    person = PersonFactory()
    full_time(person, committee, OrganisationFactory(parent=bureau))

    assert warned(person) == []


def test_part_time_posts_may_be_many(committee):
    person = PersonFactory()
    for _ in range(3):
        PostFactory(person=person, organisation=OrganisationFactory())

    assert warned(person) == []


@pytest.mark.parametrize("count", [1, 5])
def test_warnings_about_people_cost_three_queries(
    committee, bureau, count, django_assert_num_queries
):
    RuleFactory(organisation=bureau, code=Code.AGE_MAX, value=50)
    people = [PersonFactory() for _ in range(count)]
    for person in people:
        full_time(person, committee, OrganisationFactory(parent=bureau))

    with django_assert_num_queries(3):
        found = queries.people_warnings(people, day=DAY)

    assert {len(each) for each in found.values()} == {3}


@pytest.mark.parametrize("count", [1, 5])
def test_warnings_about_committees_cost_three_queries(
    bureau, count, django_assert_num_queries
):
    RuleFactory(organisation=bureau)
    places = [OrganisationFactory(parent=bureau) for _ in range(count)]
    for place in places:
        PostFactory(organisation=place, role=Post.Role.CHAIR)

    with django_assert_num_queries(3):
        found = queries.warnings_of(places, day=LATER)

    codes = {tuple(warning.code for warning in each) for each in found.values()}
    assert codes == {("members_min", "women_min", "filing_days")}


def test_the_warnings_of_many_are_those_of_each(bureau):
    RuleFactory(organisation=bureau)
    chaired, empty, studio, gone = places = [
        OrganisationFactory(parent=bureau),
        OrganisationFactory(parent=bureau),
        OrganisationFactory(parent=bureau, kind=Organisation.Kind.STATIONED_STUDIO),
        OrganisationFactory(parent=bureau, dissolved_on=date(2025, 1, 1)),
    ]
    PostFactory(organisation=chaired, role=Post.Role.CHAIR, valid_to=DAY)
    PostFactory(organisation=studio)
    PostFactory(organisation=gone)

    found = queries.warnings_of(places, day=LATER)

    assert found == {
        place.pk: queries.committee_warnings(place, day=LATER) for place in places
    }
    assert (found[studio.pk], found[gone.pk]) == ([], [])
    assert found[chaired.pk] != found[empty.pk]


def test_a_filing_that_is_not_yet_due_is_no_warning(committee, bureau):
    RuleFactory(organisation=bureau)
    PostFactory(organisation=committee, valid_from=DAY)

    def overdue(day):
        found = queries.committee_warnings(committee, day=day)
        return [str(each.source) for each in found if each.code == Code.FILING_DAYS]

    assert (overdue(date(2026, 4, 10)), overdue(LATER)) == ([], ["某司发〔2023〕1号"])


# -- where they are shown


@pytest.fixture
def administrator(client, bureau):
    user = RoleGrantFactory(organisation=bureau).user
    client.force_login(user)
    return user


ADD_NEW = "/office/posts/add/new/"


def newcomer(committee, **changes):
    return {
        "name": "李梅",
        "gender": "2",
        "born_on": "1950-05-01",
        "organisation": committee.uuid,
        "role": "mediator",
        "appointment": "hired",
        "kind": "full_time",
        "basis": "聘任书 2026-03",
        "valid_from": "2026-03-01",
        **changes,
    }


def test_a_warning_is_shown_before_the_post_is_recorded_and_forbids_nothing(
    client, administrator, committee
):
    RuleFactory(organisation=committee, code=Code.AGE_MAX, value=65)
    given = newcomer(committee)

    asked = client.post(ADD_NEW, given)
    before = Post.objects.count(), Person.objects.filter(name="李梅").count()
    response = client.post(ADD_NEW, {**given, "seen": asked.context["seen"]})

    page = asked.content.decode()
    assert ("超过了 65 周岁" in page, "仍然登记" in page) == (True, True)
    assert (before, response.status_code) == ((0, 0), 302)
    assert Post.objects.get().person.name == "李梅"


def test_a_warning_that_was_not_seen_is_shown_even_after_another(
    client, administrator, committee
):
    RuleFactory(organisation=committee, code=Code.AGE_MAX, value=65)

    response = client.post(ADD_NEW, newcomer(committee, seen="别的提醒"))

    assert (response.status_code, Post.objects.count()) == (200, 0)


def test_what_was_lacking_before_is_not_held_against_the_newcomer(
    client, administrator, committee
):
    given = newcomer(committee, role="chair", appointment="elected", kind="part_time")

    first = client.post(ADD_NEW, given)
    second = client.post(ADD_NEW, {**given, "name": "王芳", "born_on": "1980-01-01"})

    assert first.status_code == 302
    assert (second.status_code, Post.objects.count()) == (200, 1)
    assert "2 名主任" in second.content.decode()


def test_a_known_person_is_warned_about_too(client, administrator, committee):
    mediator = MediatorFactory(organisation=committee)
    full_time(mediator.person, OrganisationFactory(parent=committee.get_parent()))
    url = reverse("mediators:post-add-for", args=[mediator.person.uuid])
    given = newcomer(committee, role="member", appointment="elected")

    asked = client.post(url, given)
    response = client.post(url, {**given, "seen": asked.context["seen"]})

    assert "2 个专职岗位" in asked.content.decode()
    assert response.status_code == 302


def test_the_page_of_a_committee_and_the_file_show_who_is_not_as_asked(
    client, administrator, committee
):
    RuleFactory(organisation=committee, code=Code.AGE_MAX, value=50)
    mediator = MediatorFactory(organisation=committee)

    pages = [
        client.get(url).content.decode()
        for url in (committee.get_absolute_url(), mediator.get_absolute_url())
    ]

    assert ["超过了 50 周岁" in page for page in pages] == [True, True]


def test_a_mediator_is_not_shown_what_is_the_offices_concern(client, committee):
    RuleFactory(organisation=committee, code=Code.AGE_MAX, value=50)
    mediator = MediatorFactory(organisation=committee)
    client.force_login(mediator.person.user)

    page = client.get(reverse("mediators:me")).content.decode()

    assert "超过了 50 周岁" not in page


# -- the last post


def test_whose_last_post_ends_is_said_to_keep_file_and_account(
    client, administrator, committee
):
    mediator = MediatorFactory(organisation=committee)
    url = reverse("mediators:post-end", args=[mediator.person.posts.get().uuid])

    before = client.get(url).content.decode()
    client.post(url, {"on": "2026-03-01", "reason": "resigned"})
    file = client.get(mediator.get_absolute_url()).content.decode()
    client.force_login(mediator.person.user)
    own = client.get(reverse("mediators:me")).content.decode()

    assert "这是其最后一个在任岗位" in before
    assert ("目前没有在任岗位" in file, "本人仍可登录" in file) == (True, True)
    assert "您的账号和档案都保留" in own


def test_who_holds_another_post_is_not_said_to_leave(client, administrator, committee):
    mediator = MediatorFactory(organisation=committee)
    PostFactory(person=mediator.person, organisation=committee, role="chair")
    post = mediator.person.posts.get(role="mediator")

    page = client.get(reverse("mediators:post-end", args=[post.uuid])).content.decode()

    assert "最后一个" not in page


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({"role": "member"}, "“解聘”只适用于聘任的人", "“罢免”只适用于"),
        ({"role": "mediator"}, "“罢免”只适用于推选产生的人", "“解聘”只适用于"),
        ({"kind": "invited"}, "“罢免”只适用于推选产生的人", "“除名”只适用于"),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_the_page_says_why_other_ends_are_not_offered(
    client, committee, changes, said, unsaid
):
    post = PostFactory(organisation=committee, **changes)

    page = client.get(reverse("mediators:post-end", args=[post.uuid])).content.decode()

    assert (said in page, unsaid in page) == (True, False)


# -- two records of one person


def test_two_records_of_one_person_are_one_member(bureau, committee):
    for code, value in ((Code.MEMBERS_MIN, 3), (Code.WOMEN_MIN, 2)):
        RuleFactory(organisation=bureau, code=code, value=value, document="某文")
    one, other = PersonFactory(gender="2"), PersonFactory(gender="1")
    again = merged(one, gender="1")
    for person, role in ((one, "chair"), (other, "member"), (again, "member")):
        PostFactory(person=person, organisation=committee, role=role)

    found = queries.committee_warnings(committee, day=DAY)

    assert [each.code for each in found] == [Code.MEMBERS_MIN, Code.WOMEN_MIN]


def test_a_term_that_goes_on_under_the_other_record_has_not_run_out(committee):
    one = PersonFactory()
    lapsed = {"valid_from": date(2022, 1, 1), "valid_to": date(2025, 1, 1)}
    PostFactory(person=merged(one), organisation=committee, role="member", **lapsed)
    before = queries.committee_warnings(committee, day=DAY)
    PostFactory(person=one, organisation=committee, role="member")

    after = queries.committee_warnings(committee, day=DAY)

    codes = [[each.code for each in found] for found in (before, after)]
    assert [Code.TERM_YEARS in found for found in codes] == [True, False]


def test_full_time_posts_under_two_records_are_posts_of_one_person(bureau, committee):
    RuleFactory(organisation=bureau, code=Code.FULL_TIME_MAX, value=1, document="某文")
    one = PersonFactory(name="周小满")
    again = merged(one, name="周小满")
    elsewhere = OrganisationFactory(parent=bureau)
    PostFactory(person=one, organisation=committee, kind="full_time")
    PostFactory(person=again, organisation=elsewhere, kind="full_time")

    found = queries.people_warnings([again, one], day=DAY)

    assert list(found) == [one.pk]
    assert [each.code for each in found[one.pk]] == [Code.FULL_TIME_MAX]
