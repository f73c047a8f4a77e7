import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from lms.kernel.models import AuditEntry
from mediators import file
from mediators.models import Organisation, Person, Post, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

Role = RoleGrant.Role
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


def signed_in(client, organisation, role=Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


@pytest.fixture
def stranger(client):
    return signed_in(client, OrganisationFactory())


@pytest.fixture
def inspector(client, bureau):
    return signed_in(client, bureau, Role.INSPECTOR)


def terms(committee, **changes):
    return {
        "organisation": committee.uuid,
        "role": "member",
        "appointment": "elected",
        "kind": "part_time",
        "basis": "村民代表会议推选记录 2026-03",
        "valid_from": "2026-03-01",
        **changes,
    }


def newcomer(committee, **changes):
    given = {"name": "李 梅", "gender": "2", "born_on": "1980-05-01", "education": ""}
    return terms(committee, **{**given, **changes})


ADD_NEW = "/office/posts/add/new/"


# -- the list


def test_the_list_names_those_of_the_branch_and_nobody_else(
    client, administrator, mediator
):
    MediatorFactory(person__name="吴别处")

    page = client.get(reverse("mediators:mediator-list")).content.decode()

    assert ("周小满" in page, "吴别处" in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=小满", ["周小满"]),
        ("q=无此人", []),
        ("kind=full_time", ["郑专职"]),
        ("role=chair", ["郑专职"]),
        ("kind=part_time&role=mediator", ["周小满"]),
        ("kind=nonsense", ["周小满", "郑专职"]),
        ("organisation=nonsense", ["周小满", "郑专职"]),
    ],
)
@pytest.mark.usefixtures("administrator", "mediator")
def test_the_filters_stand_in_the_address(client, committee, query, found):
    chair = MediatorFactory(person__name="郑专职", organisation=OrganisationFactory())
    PostFactory(
        person=chair.person,
        organisation=committee,
        role=Post.Role.CHAIR,
        kind=Post.Kind.FULL_TIME,
    )

    response = client.get(f"{reverse('mediators:mediator-list')}?{query}")

    names = sorted(each.person.name for each in response.context["page_obj"])
    assert names == sorted(found)


def test_a_branch_is_a_filter_and_a_stranger_branch_is_none(
    client, administrator, bureau, mediator
):
    other = MediatorFactory(organisation=OrganisationFactory(parent=bureau))
    place = other.person.posts.get().organisation
    outside = MediatorFactory().person.posts.get().organisation
    url = reverse("mediators:mediator-list")

    inside = client.get(f"{url}?organisation={place.uuid}").context
    strange = client.get(f"{url}?organisation={outside.uuid}").context

    assert list(inside["page_obj"]) == [other]
    assert set(strange["page_obj"]) == {mediator, other}


def test_an_empty_list_says_why_and_what_to_do(client, administrator):
    page = client.get(reverse("mediators:mediator-list")).content.decode()

    assert reverse("mediators:tree") in page
    assert "<table" not in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, administrator, committee, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=committee)

    with django_assert_num_queries(OFFICE + 4):
        client.get(reverse("mediators:mediator-list"))


# -- the file


def test_the_file_shows_who_they_are_and_their_posts(client, inspector, mediator):
    page = client.get(mediator.get_absolute_url()).content.decode()

    assert ("周小满" in page, "聘任书 2024-01" in page) == (True, True)
    assert reverse(
        "mediators:post-end", args=[mediator.person.posts.get().uuid]
    ) not in (page)


def test_an_administrator_finds_the_ways_to_act_in_the_file(
    client, administrator, mediator
):
    page = client.get(mediator.get_absolute_url()).content.decode()

    assert (
        reverse("mediators:post-end", args=[mediator.person.posts.get().uuid]) in page
    )


def test_the_file_keeps_what_is_over_and_what_was_annulled(
    client, administrator, committee, mediator, now
):
    person = mediator.person
    PostFactory(
        person=person,
        organisation=committee,
        role=Post.Role.CHAIR,
        valid_to=date(2025, 1, 1),
        end_reason=Post.EndReason.RESIGNED,
        employer="某劳务公司",
    )
    PostFactory(
        person=person,
        organisation=committee,
        role=Post.Role.MEMBER,
        valid_to=date(2025, 2, 1),
        annulled_at=now,
        annul_reason="录入有误",
    )
    PostFactory(
        person=person,
        organisation=committee,
        role=Post.Role.VICE_CHAIR,
        valid_from=date(2120, 1, 1),
    )

    response = client.get(mediator.get_absolute_url())

    events = [(event["day"], event["kind"]) for event in response.context["timeline"]]
    assert [kind for _day, kind in events] == ["leaf", "maple", "plain", "leaf", "leaf"]
    assert "录入有误" in response.content.decode()


def test_of_what_happened_on_one_day_the_latest_stands_first():
    morning = datetime(2026, 5, 6, 1, 0, tzinfo=UTC)
    events = [
        {"day": date(2026, 5, 6), "title": "任职"},
        {"day": morning, "title": "发证"},
        {"day": morning + timedelta(hours=1), "title": "撤销"},
        {"day": morning + timedelta(hours=1), "title": "通知"},
        {"day": date(2026, 5, 5), "title": "考试"},
    ]

    shown = [event["title"] for event in file.newest_first(events)]

    assert shown == ["通知", "撤销", "发证", "任职", "考试"]


def test_a_term_shows_its_last_day(client, administrator, committee):
    person = MediatorFactory(person__name="钱三", organisation=committee).person
    PostFactory(
        person=person,
        organisation=committee,
        role=Post.Role.MEMBER,
        valid_from=date(2025, 4, 1),
        valid_to=date(2128, 4, 1),
    )

    for url in (
        person.mediator.get_absolute_url(),
        committee.get_absolute_url(),
        reverse("mediators:mediator-list"),
    ):
        page = client.get(url).content.decode()
        assert ("2128年3月31日" in page, "2128年4月1日" in page) == (True, False)


def test_the_file_costs_the_same_however_many_posts(
    client, administrator, bureau, mediator, django_assert_num_queries
):
    url = mediator.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)

    for _ in range(4):
        PostFactory(
            person=mediator.person, organisation=OrganisationFactory(parent=bureau)
        )

    with django_assert_num_queries(len(with_one)):
        client.get(url)


def test_a_merged_record_leads_to_the_one_that_is_left(
    client, administrator, mediator, committee
):
    duplicate = MediatorFactory(organisation=committee)
    Person.objects.filter(pk=duplicate.person_id).update(merged_into=mediator.person)

    response = client.get(duplicate.get_absolute_url())

    assert response.url == mediator.get_absolute_url()


def test_an_administrators_look_at_a_list_is_not_logged(client, administrator):
    client.get(reverse("mediators:mediator-list"))

    assert not AuditEntry.objects.exists()


def test_of_two_branches_each_sees_where_else_somebody_serves_and_acts_on_its_own(
    client, bureau, committee, mediator
):
    """Who is full-time twice is warned of only where both posts are seen."""
    town = OrganisationFactory(parent=bureau, kind="office", name="临河镇司法所")
    elsewhere = OrganisationFactory(parent=town, name="别处村人民调解委员会")
    post = PostFactory(person=mediator.person, organisation=elsewhere)
    signed_in(client, committee)

    pages = [
        client.get(address).text
        for address in ("/office/mediators/", mediator.get_absolute_url())
    ]
    acts = [
        client.get(reverse(f"mediators:{name}", args=[post.uuid]))
        for name in ("post-end", "post-annul")
    ]
    place = client.get(elsewhere.get_absolute_url())

    for page in pages:
        assert "别处村人民调解委员会" in page
        assert not {str(post.uuid), str(elsewhere.uuid)} & set(UUIDS.findall(page))
    assert {each.status_code for each in (*acts, place)} == {404}


# -- the tree and a committee


@pytest.mark.parametrize("top", ["abc", "00000000-0000-4000-8000-000000000000"])
def test_a_part_of_the_tree_that_is_not_there_is_absent(client, administrator, top):
    assert client.get("/office/organisations/", {"top": top}).status_code == 404


def test_the_tree_counts_what_is_beneath(client, administrator, bureau, mediator):
    town = OrganisationFactory(parent=bureau, kind=Organisation.Kind.OFFICE)
    MediatorFactory(organisation=OrganisationFactory(parent=town))
    OrganisationFactory(parent=town, dissolved_on=date(2025, 1, 1))
    OrganisationFactory()

    (top,) = client.get(reverse("mediators:tree")).context["nodes"]

    assert (top["label"], [each["label"] for each in top["children"]]) == (
        "云溪区司法局",
        ["青禾村人民调解委员会", town.name],
    )
    assert [each["figure"] for each in [top, *top["children"]]] == [
        "2 个调委会 · 2 个在任岗位",
        "1 个在任岗位",
        "1 个调委会 · 1 个在任岗位",
    ]


def test_a_deep_tree_opens_in_parts_and_counts_the_whole(
    client, administrator, bureau, committee
):
    deepest = committee
    for _ in range(4):
        deepest = OrganisationFactory(parent=deepest, kind=Organisation.Kind.GROUP)
    MediatorFactory(organisation=deepest)

    (top,) = client.get(reverse("mediators:tree")).context["nodes"]
    node = top
    while node.get("children"):
        node = node["children"][-1]
    (lower,) = client.get(reverse("mediators:tree") + node["url"]).context["nodes"]

    assert top["figure"].endswith("1 个在任岗位")
    assert lower["children"][0]["children"][0]["label"] == deepest.name


@pytest.mark.parametrize("count", [1, 5])
def test_the_tree_costs_the_same_however_large(
    client, administrator, bureau, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=OrganisationFactory(parent=bureau))

    with django_assert_num_queries(OFFICE + 4):
        client.get(reverse("mediators:tree"))


def test_a_role_over_nothing_shows_an_empty_tree(client):
    signed_in(client, OrganisationFactory(dissolved_on=date(2025, 1, 1)))

    response = client.get(reverse("mediators:tree"))

    assert (response.status_code, response.context["nodes"]) == (200, [])


def test_a_committee_shows_its_warnings_with_the_article(
    client, administrator, committee, mediator
):
    page = client.get(committee.get_absolute_url()).content.decode()

    assert "《人民调解法》第八条第二款" in page
    assert ("周小满" in page, "云溪区司法局" in page) == (True, True)


def test_everything_known_of_a_committee_is_on_its_page(
    client, administrator, bureau, committee, mediator
):
    successor = OrganisationFactory(parent=bureau, name="合并后的调委会")
    person = mediator.person
    PostFactory(
        person=person,
        organisation=committee,
        role="chair",
        valid_to=date(2025, 1, 1),
        end_reason="resigned",
    )
    PostFactory(
        person=PersonFactory(name="冯没档案"),
        organisation=committee,
        valid_from=date(2120, 1, 1),
    )
    OrganisationFactory(
        parent=committee, kind=Organisation.Kind.GROUP, name="第三调解小组"
    )
    Organisation.objects.filter(pk=committee.pk).update(
        establishing_unit="青禾村村民委员会",
        stationed_at="青禾派出所",
        founded_on=date(2010, 1, 1),
        dissolved_on=date(2026, 6, 1),
        successor=successor.pk,
    )

    page = client.get(committee.get_absolute_url()).content.decode()

    for words in (
        "青禾村村民委员会",
        "青禾派出所",
        "合并后的调委会",
        "第三调解小组",
        "冯没档案",
        "2026年6月1日",
    ):
        assert words in page
    assert reverse("mediators:post-add") not in page


@pytest.mark.parametrize("count", [1, 5])
def test_a_committee_costs_the_same_however_many_posts(
    client, administrator, committee, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=committee)

    with django_assert_num_queries(OFFICE + 13):
        client.get(committee.get_absolute_url())


# -- posts


def test_a_newcomer_is_recorded_with_a_full_term(client, administrator, committee):
    response = client.post(ADD_NEW, newcomer(committee))

    post = Post.objects.get()
    assert response.url == committee.get_absolute_url()
    assert (post.person.name, post.person.mediator.person, post.valid_to) == (
        "李梅",
        post.person,
        date(2029, 3, 1),
    )


def test_the_same_newcomer_is_not_recorded_twice(client, administrator, committee):
    client.post(ADD_NEW, newcomer(committee))

    response = client.post(ADD_NEW, newcomer(committee))

    assert (Person.objects.filter(name="李梅").count(), response.status_code) == (
        1,
        200,
    )


def test_a_namesake_is_shown_before_another_person_is_recorded(
    client, administrator, committee, bureau, mediator
):
    answers = newcomer(OrganisationFactory(parent=bureau), name="周 小满")

    asked = client.post(ADD_NEW, answers)
    before = Person.objects.filter(name="周小满").count()
    client.post(ADD_NEW, {**answers, "is_another": "on"})

    page = asked.content.decode()
    url = reverse("mediators:post-add-for", args=[mediator.person.uuid])
    assert (url in page, committee.name in page) == (True, True)
    assert ('type="checkbox" name="is_another"' in page, before) == (True, 1)
    assert Person.objects.filter(name="周小满").count() == 2


def test_a_namesake_out_of_sight_stays_so(client, administrator, committee):
    MediatorFactory(person__name="李梅")

    response = client.post(ADD_NEW, newcomer(committee))

    assert response.url == committee.get_absolute_url()


def test_a_hired_member_is_refused_in_words(client, administrator, committee):
    response = client.post(ADD_NEW, newcomer(committee, appointment="hired"))

    page = response.content.decode()
    assert ("人民调解法第九条" in page, Post.objects.count()) == (True, 0)
    assert "请把产生方式改为“推选”" in page


def test_a_refused_post_keeps_what_was_typed(client, administrator, committee):
    wrong = newcomer(committee, born_on="2015-01-01", basis="第七号")

    response = client.post(ADD_NEW, wrong)

    page = response.content.decode()
    assert (Post.objects.count(), Person.objects.filter(name="李梅").count()) == (0, 0)
    assert ("未满 18 周岁" in page, 'value="第七号"' in page) == (True, True)


def test_missing_answers_are_named(client, administrator, committee):
    form = client.post(ADD_NEW, {"name": ""}).context["form"]

    assert sorted(form.errors) == [
        "appointment",
        "basis",
        "gender",
        "kind",
        "name",
        "organisation",
        "role",
        "valid_from",
    ]


@pytest.mark.parametrize("day", ["9998-01-01", "1026-03-01"])
def test_a_first_day_of_another_age_is_refused_in_a_sentence(
    client, administrator, committee, day
):
    response = client.post(ADD_NEW, newcomer(committee, valid_from=day))

    assert response.status_code == 200
    assert "请核对任职起始日期的年份" in response.content.decode()
    assert not Post.objects.exists()


def test_somebody_known_gets_another_post(client, administrator, committee, mediator):
    url = reverse("mediators:post-add-for", args=[mediator.person.uuid])

    page = client.get(f"{url}?organisation={committee.uuid}")
    client.post(url, terms(committee, valid_to="2027-03-01"))

    held = mediator.person.posts.get(role="member")
    assert page.context["form"]["organisation"].value() == str(committee.uuid)
    assert held.valid_to == date(2027, 3, 1)


def test_a_post_held_already_is_refused_in_a_sentence(
    client, administrator, committee, mediator
):
    url = reverse("mediators:post-add-for", args=[mediator.person.uuid])

    response = client.post(url, terms(committee, role="mediator", appointment="hired"))

    assert "周小满" in str(response.context["form"].non_field_errors())
    assert mediator.person.posts.count() == 1


def test_whose_post_it_is_is_looked_for_within_the_branch(
    client, administrator, mediator, committee
):
    MediatorFactory(person__name="周小满乙")
    url = f"{reverse('mediators:post-add')}?organisation={committee.uuid}"

    asked = client.get(url)
    found = client.get(f"{url}&q=小满")
    nobody = client.get(f"{url}&q=无此人")

    assert asked.context["people"] == []
    assert found.context["people"] == [mediator.person]
    assert ADD_NEW in nobody.content.decode()


def test_a_post_ends_with_a_reason_that_fits(client, administrator, mediator):
    post = mediator.person.posts.get()
    url = reverse("mediators:post-end", args=[post.uuid])

    form = client.get(url).context["form"]
    early = client.post(url, {"on": "2020-01-01", "reason": "resigned"})
    client.post(url, {"on": "2026-03-01", "reason": "dismissed", "note": "考核"})

    post.refresh_from_db()
    reasons = dict(form.fields["reason"].choices)
    assert ("removed" in reasons, "dismissed" in reasons) == (False, True)
    assert early.context["form"].non_field_errors()
    assert (post.valid_to, post.end_reason) == (date(2026, 3, 1), "dismissed")


def test_a_post_entered_wrongly_is_annulled(client, administrator, mediator):
    post = mediator.person.posts.get()
    url = reverse("mediators:post-annul", args=[post.uuid])

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " "}).status_code == 200
    client.post(url, {"reason": "录入了两次"})

    post.refresh_from_db()
    assert (post.annulled_by, post.annul_reason) == (administrator, "录入了两次")
    assert client.get(url).status_code == 404


# -- strangers and inspectors


def pages(mediator, committee):
    post = mediator.person.posts.get()
    return [
        mediator.get_absolute_url(),
        committee.get_absolute_url(),
        f"{reverse('mediators:tree')}?top={committee.uuid}",
        reverse("mediators:post-add-for", args=[mediator.person.uuid]),
        reverse("mediators:post-end", args=[post.uuid]),
        reverse("mediators:post-annul", args=[post.uuid]),
    ]


def test_nobody_from_another_branch_learns_that_they_exist(
    client, stranger, mediator, committee
):
    answers = [client.get(url).status_code for url in pages(mediator, committee)]

    assert answers == [404] * 6
    assert escape("周小满") not in (
        client.get(f"{reverse('mediators:post-add')}?q=小满").content.decode()
    )


def acts(client, mediator, committee):
    """Try every change, each with answers that would be accepted of an administrator."""
    post = mediator.person.posts.get()
    client.post(ADD_NEW, newcomer(committee))
    for name, key, answers in (
        ("post-add-for", mediator.person.uuid, terms(committee)),
        ("post-end", post.uuid, {"on": "2026-03-01", "reason": "dismissed"}),
        ("post-annul", post.uuid, {"reason": "不对"}),
    ):
        response = client.post(reverse(f"mediators:{name}", args=[key]), answers)
        assert response.status_code == 404
    post.refresh_from_db()
    return (Post.objects.count(), post.end_reason, post.annulled_at)


def test_a_stranger_changes_nothing(client, stranger, mediator, committee):
    assert acts(client, mediator, committee) == (1, "", None)


def test_an_inspector_looks_and_changes_nothing(client, inspector, mediator, committee):
    answers = [client.get(url).status_code for url in pages(mediator, committee)]

    assert answers == [200, 200, 200, 404, 404, 404]
    assert acts(client, mediator, committee) == (1, "", None)
    assert client.get(reverse("mediators:post-add")).status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MARKER, None])
def test_other_roles_find_no_office_of_people(client, bureau, mediator, role):
    user = mediator.person.user
    client.force_login(user)
    if role:
        RoleGrantFactory(user=user, organisation=bureau, role=role)

    answers = {
        client.get(url).status_code
        for url in (
            reverse("mediators:mediator-list"),
            reverse("mediators:tree"),
            mediator.get_absolute_url(),
        )
    }

    assert answers == {404}


def test_who_is_not_signed_in_is_asked_to(client, mediator):
    for url in (mediator.get_absolute_url(), reverse("mediators:me")):
        assert client.get(url).status_code == 302


def test_a_file_that_does_not_exist_is_not_found(client, administrator):
    url = reverse("mediators:mediator", args=[uuid4()])

    assert client.get(url).status_code == 404


# -- my file


def test_a_mediator_reads_their_own_file(client, mediator):
    client.force_login(mediator.person.user)

    response = client.get(reverse("mediators:me"))

    page = response.content.decode()
    assert ("青禾村人民调解委员会" in page, response.context["nav"]) == (True, "me")
    assert reverse(
        "mediators:post-end", args=[mediator.person.posts.get().uuid]
    ) not in (page)


def test_an_account_without_a_file_is_told_so(client, administrator):
    response = client.get(reverse("mediators:me"))

    assert "mediator" not in response.context


def test_the_language_is_kept_with_the_account(client):
    user = UserFactory()
    client.force_login(user)

    client.post(reverse("mediators:language"), {"language": "en", "next": "/me/"})
    page = client.get(reverse("mediators:me")).content.decode()
    client.post(reverse("mediators:language"), {"language": "xx"})

    user.refresh_from_db()
    assert (user.language, 'lang="en"' in page) == ("en", True)
