from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.kernel import personal
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators import http, operations, queries
from mediators.models import Organisation, Post, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
)

Role = RoleGrant.Role
LIST = "/office/filing/"
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
BEGUN = date(2026, 3, 2)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU)


@pytest.fixture
def rule(bureau):
    return RuleFactory(organisation=bureau)


@pytest.fixture
def committee(bureau, rule):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


def held(committee, name="周小满", **changes):
    """A post that began on a Monday, of somebody with a file."""
    mediator = MediatorFactory(person__name=name, organisation=committee)
    mediator.person.posts.update(filed_on=BEGUN)
    terms = {"role": Post.Role.MEMBER, "valid_from": BEGUN, **changes}
    return PostFactory(person=mediator.person, organisation=committee, **terms)


def signed_in(client, organisation, role=Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


def to_file():
    return [
        (filing.post, filing.is_end, filing.deadline.day)
        for filing in queries.filings(Post.objects.all(), today=timezone.localdate())
    ]


# -- what is to be filed


def test_a_post_is_filed_within_the_working_days_of_the_rule(committee):
    post = held(committee)

    assert to_file() == [(post, False, date(2026, 4, 13))]


def test_where_no_rule_speaks_nothing_is_to_be_filed(django_assert_num_queries):
    held(OrganisationFactory())

    with django_assert_num_queries(1):
        assert to_file() == []


def test_a_rule_may_say_that_nothing_is_filed(bureau, rule):
    spared = OrganisationFactory(parent=bureau, committee_type="enterprise")
    RuleFactory(organisation=bureau, value=0, committee_type="enterprise")
    held(spared)

    assert to_file() == []


def test_posts_that_began_before_the_rule_are_left_alone(bureau, rule, committee):
    held(committee, valid_from=date(2023, 5, 1))

    assert to_file() == []


def test_of_a_post_the_begin_is_filed_and_then_the_end(committee, now):
    post = held(
        committee,
        valid_to=date(2026, 6, 1),
        end_reason=Post.EndReason.RESIGNED,
    )
    first = to_file()
    file(now, post)
    second = to_file()
    file(now, post)

    assert first == [(post, False, date(2026, 4, 13))]
    assert second == [(post, True, date(2026, 7, 13))]
    assert to_file() == []


def test_an_end_to_come_hides_no_begin_and_is_filed_from_its_day_on(committee, now):
    later = local_day(now) + timedelta(days=90)
    post = held(committee, valid_to=later, end_reason=Post.EndReason.RESIGNED)

    before = to_file()
    file(now, post)

    assert before == [(post, False, date(2026, 4, 13))]
    assert to_file() == []
    with pytest.raises(operations.FiledAlready):
        file(now, post)


def test_an_end_is_not_filed_before_its_day(committee, now):
    post = held(
        committee, valid_to=date(2026, 6, 1), end_reason="resigned", filed_on=BEGUN
    )

    with pytest.raises(operations.FiledBefore) as refusal:
        file(now, post, on=date(2026, 5, 31))

    assert "2026年6月1日" in str(refusal.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"filed_on": BEGUN},
        {"valid_to": date(2026, 6, 1), "end_reason": "term_expired"},
        {
            "valid_to": date(2026, 6, 1),
            "end_reason": "resigned",
            "end_filed_on": date(2026, 6, 2),
        },
    ],
)
def test_what_is_filed_or_seen_from_a_new_term_is_left_alone(committee, changes):
    held(committee, **changes)

    assert to_file() == []


def test_an_annulled_post_is_not_filed(committee, now):
    held(committee, annulled_at=now, annul_reason="录入有误")

    assert to_file() == []


@pytest.mark.parametrize("count", [1, 5])
def test_what_is_to_be_filed_costs_three_queries(
    committee, count, django_assert_num_queries
):
    for _ in range(count):
        held(committee)

    with django_assert_num_queries(3):
        assert len(to_file()) == count


def test_only_an_ended_post_has_its_end_filed(committee):
    with pytest.raises(IntegrityError), transaction.atomic():
        held(committee, end_filed_on=BEGUN)


# -- filing


def file(now, *posts, **changes):
    terms = {"on": local_day(now), "reference": " 备〔2026〕3号 ", **changes}
    return operations.file_posts(posts=posts, at=now, actor=None, **terms)


def test_several_posts_are_filed_at_once_each_under_its_own_key(committee, now):
    begun = held(committee)
    ended = held(committee, "吴别处", valid_to=date(2026, 6, 1), end_reason="resigned")
    type(ended).objects.filter(pk=ended.pk).update(filed_on=BEGUN)

    file(now, begun, ended)

    begun.refresh_from_db()
    ended.refresh_from_db()
    today = local_day(now)
    assert (begun.filed_on, begun.filing_reference) == (today, "备〔2026〕3号")
    assert (ended.filed_on, ended.end_filed_on) == (BEGUN, today)
    entry = AuditEntry.objects.filter(action="post.filed").first()
    values = personal.decrypt(entry.person, entry.value.ciphertext)
    assert values["end_filing_reference"] == "备〔2026〕3号"
    assert to_file() == []


def test_a_filing_that_cannot_be_is_refused_and_nothing_is_filed(committee, now):
    post = held(committee)
    filed = held(committee, "郑专职", filed_on=BEGUN)
    tomorrow = local_day(now) + timedelta(days=1)

    with pytest.raises(operations.NothingChosen):
        file(now)
    with pytest.raises(operations.FiledInTheFuture):
        file(now, post, on=tomorrow)
    with pytest.raises(operations.FiledAlready, match="郑专职"):
        file(now, post, filed)

    assert [each for each, *_rest in to_file()] == [post]


def test_an_annulled_post_is_refused(committee, now):
    post = held(committee, annulled_at=now, annul_reason="录入有误")

    with pytest.raises(operations.PostAnnulled):
        file(now, post)


# -- the worklist


@pytest.fixture
def overdue(committee):
    return held(committee)


@pytest.fixture
def fresh(committee, now):
    return held(committee, "郑专职", valid_from=local_day(now))


def test_what_is_overdue_stands_first_and_says_so(client, bureau, fresh, overdue):
    signed_in(client, bureau)

    response = client.get(LIST)

    rows = [row["filing"].post for row in response.context["rows"]]
    page = response.content.decode()
    assert rows == [overdue, fresh]
    assert ("已逾期" in page, "某司发〔2023〕1号" in page) == (True, True)
    assert "按周末推算" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=overdue", ["周小满"]),
        ("state=nonsense", ["周小满", "郑专职"]),
        ("organisation=nonsense", ["周小满", "郑专职"]),
    ],
)
@pytest.mark.usefixtures("fresh", "overdue")
def test_the_filters_stand_in_the_address(client, bureau, query, names):
    signed_in(client, bureau)

    rows = client.get(f"{LIST}?{query}").context["rows"]

    assert [row["filing"].post.person.name for row in rows] == names


def test_a_branch_is_a_filter(client, bureau, rule, overdue):
    other = OrganisationFactory(parent=bureau)
    signed_in(client, bureau)

    here = client.get(f"{LIST}?organisation={overdue.organisation.uuid}")
    there = client.get(f"{LIST}?organisation={other.uuid}")

    assert (len(here.context["rows"]), there.context["rows"]) == (1, [])
    assert "清除筛选" in there.content.decode()


def test_an_empty_worklist_says_why(client, bureau):
    signed_in(client, bureau)

    page = client.get(LIST).content.decode()

    assert ("没有待备案的事项" in page, reverse("mediators:rule-list") in page) == (
        True,
        True,
    )


def test_what_is_ticked_is_filed_with_one_day_and_reference(
    client, bureau, fresh, overdue, now
):
    signed_in(client, bureau)
    given = {"on": str(local_day(now)), "reference": "备3号", "post": [overdue.uuid]}

    response = client.post(LIST, given)

    overdue.refresh_from_db()
    fresh.refresh_from_db()
    assert (response.url, overdue.filing_reference) == (LIST, "备3号")
    assert fresh.filed_on is None


def test_a_whole_page_is_filed_with_one_tick(client, bureau, fresh, overdue, now):
    signed_in(client, bureau)
    shown = [fresh.uuid, overdue.uuid]

    client.post(LIST, {"on": str(local_day(now)), "everything": "on", "shown": shown})

    assert to_file() == []


def test_a_refused_filing_keeps_what_was_ticked_and_typed(client, bureau, overdue):
    signed_in(client, bureau)
    given = {"on": "2120-01-01", "reference": "备3号", "post": [overdue.uuid]}

    future = client.post(LIST, given)
    nothing = client.post(LIST, {**given, "on": "2026-04-01", "post": []})
    no_day = client.post(LIST, {**given, "on": ""})

    page = future.content.decode()
    assert ('value="备3号"' in page, "checked" in page) == (True, True)
    assert "请至少勾选一行" in nothing.content.decode()
    assert no_day.context["form"].errors["on"]
    assert len(to_file()) == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_worklist_costs_the_same_however_long(
    client, bureau, committee, count, django_assert_num_queries
):
    for _ in range(count):
        held(committee)
    signed_in(client, bureau)

    with django_assert_num_queries(OFFICE + 4):
        client.get(LIST)


def test_nobody_from_another_branch_learns_of_a_filing_or_records_one(
    client, overdue, now
):
    signed_in(client, OrganisationFactory())

    page = client.get(LIST).content.decode()
    given = {"on": str(local_day(now)), "post": [overdue.uuid]}

    assert ("周小满" in page, client.post(LIST, given).status_code) == (False, 404)
    assert client.post(LIST, {**given, "post": ["x"]}).status_code == 404
    assert len(to_file()) == 1


def test_an_inspector_looks_and_files_nothing(client, bureau, overdue, now):
    signed_in(client, bureau, Role.INSPECTOR)

    page = client.get(LIST).content.decode()
    given = {"on": str(local_day(now)), "post": [overdue.uuid]}

    assert ("周小满" in page, 'type="checkbox"' in page) == (True, False)
    assert client.post(LIST, given).status_code == 404
    assert client.post(LIST, {"on": str(local_day(now))}).status_code == 404
    assert len(to_file()) == 1


# -- where else it is shown


def test_the_offices_home_says_how_many_are_overdue(client, bureau, overdue, fresh):
    administrator = signed_in(client, bureau)
    inspector = signed_in(client, bureau, Role.INSPECTOR)

    assert http.filings_overdue(administrator) == "1 项备案已逾期"
    assert http.filings_overdue(inspector) == ""


def test_the_committee_and_the_file_show_the_deadline(client, bureau, overdue):
    signed_in(client, bureau)

    committee = client.get(overdue.organisation.get_absolute_url()).content.decode()
    file = client.get(overdue.person.mediator.get_absolute_url()).content.decode()

    assert "有 1 项备案已逾期。" in committee
    assert ("2026年4月13日" in file, "已逾期" in file) == (True, True)


def test_the_file_shows_when_begin_and_end_were_filed(client, bureau, committee):
    post = held(
        committee,
        filed_on=date(2026, 3, 5),
        valid_to=date(2026, 6, 1),
        end_reason="resigned",
        end_filed_on=date(2026, 6, 3),
    )
    signed_in(client, bureau)

    file = client.get(post.person.mediator.get_absolute_url()).content.decode()

    assert ("已于2026年3月5日备案" in file, "离任已于2026年6月3日备案" in file) == (
        True,
        True,
    )


# -- taking a filing back


def take_back(now, post, reason="日期写错"):
    clerk = RoleGrantFactory(organisation=post.organisation).user
    return operations.take_back_filing(post=post, reason=reason, at=now, actor=clerk)


def test_a_filing_recorded_wrongly_is_taken_back_the_end_first(committee, now):
    post = held(
        committee,
        filed_on=BEGUN,
        filing_reference="备1号",
        valid_to=date(2026, 6, 1),
        end_reason="resigned",
        end_filed_on=date(2026, 6, 3),
    )

    take_back(now, post)
    post.refresh_from_db()
    after_one = (post.end_filed_on, post.filing_reference)
    take_back(now, post)
    post.refresh_from_db()

    assert after_one == (None, "备1号")
    assert (post.filed_on, post.filing_reference) == (None, "")
    entries = AuditEntry.objects.filter(action="post.filing_taken_back")
    assert [entry.reason for entry in entries] == ["日期写错"] * 2


def test_what_cannot_be_taken_back_is_refused(committee, now):
    annulled = held(committee, filed_on=BEGUN, annulled_at=now, annul_reason="有误")

    with pytest.raises(operations.NothingFiled):
        take_back(now, held(committee))
    with pytest.raises(operations.ReasonMissing):
        take_back(now, held(committee, filed_on=BEGUN), reason=" ")
    with pytest.raises(operations.PostAnnulled):
        take_back(now, annulled)


def test_a_filing_is_taken_back_in_the_office(client, bureau, committee):
    post = held(committee, filed_on=BEGUN)
    signed_in(client, bureau)
    url = reverse("mediators:filing-take-back", args=[post.uuid])

    file = client.get(post.person.mediator.get_absolute_url()).content.decode()
    shown = client.get(url)
    response = client.post(url, {"reason": "日期写错"})
    again = client.post(url, {"reason": "再来"})

    post.refresh_from_db()
    assert (url in file, shown.status_code, response.url) == (True, 200, LIST)
    assert (post.filed_on, again.status_code) == (None, 200)
    assert "没有登记过这项任职的备案" in again.content.decode()


def test_strangers_and_inspectors_take_no_filing_back(client, bureau, committee):
    post = held(committee, filed_on=BEGUN)
    url = reverse("mediators:filing-take-back", args=[post.uuid])
    answers = []
    for place, role in (
        (OrganisationFactory(), Role.ADMINISTRATOR),
        (bureau, Role.INSPECTOR),
    ):
        signed_in(client, place, role)
        answers += [
            client.get(url).status_code,
            client.post(url, {"reason": "不对"}).status_code,
        ]

    post.refresh_from_db()
    assert (answers, post.filed_on) == ([404] * 4, BEGUN)
