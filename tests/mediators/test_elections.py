from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators import operations, queries
from mediators.models import Organisation, Person, Post, RoleGrant
from mediators.operations import NewSeat, Outcome, Seat
from mediators.signals import posts_changed
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
)

Role, End = Post.Role, Post.EndReason
ON = date(2026, 4, 1)
SINCE, UNTIL = date(2023, 4, 1), date(2026, 4, 1)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU)


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


def sits(committee, name, role=Role.MEMBER, **changes):
    terms = {"valid_from": SINCE, "valid_to": UNTIL, **changes}
    mediator = MediatorFactory(person__name=name, organisation=OrganisationFactory())
    return PostFactory(
        person=mediator.person, organisation=committee, role=role, **terms
    ).person


@pytest.fixture
def chair(committee):
    return sits(committee, "郑主任", Role.CHAIR)


@pytest.fixture
def member(committee):
    return sits(committee, "周小满")


def elect(now, committee, *seats, new=(), **changes):
    terms = {"on": ON, "basis": "推选记录 2026-04", "at": now, "actor": None}
    return operations.record_election(
        committee=committee, seats=seats, new_seats=new, **{**terms, **changes}
    )


def newly(name="李梅", role=Role.MEMBER, kind=Post.Kind.PART_TIME, **details):
    return NewSeat(role, kind, newcomer={"name": name, "gender": "2", **details})


def composition(committee, on=ON):
    return [
        (post.person.name, post.role, post.valid_from, post.valid_to)
        for post in queries.members(committee, on=on)
    ]


# -- a whole committee


def test_an_election_ends_every_term_and_begins_the_new_ones(
    now, committee, chair, member
):
    elect(
        now,
        committee,
        Seat(chair, Outcome.LEAVES),
        Seat(member, Outcome.CHAIR),
        new=[newly()],
    )

    until = date(2029, 4, 1)
    assert composition(committee) == [
        ("周小满", "chair", ON, until),
        ("李梅", "member", ON, until),
    ]
    ends = Post.objects.filter(organisation=committee, valid_from=SINCE)
    assert set(ends.values_list("end_reason", "valid_to")) == {
        (End.TERM_EXPIRED, ON),
    }
    assert AuditEntry.objects.filter(action="committee.elected").count() == 1


def test_the_kind_of_post_stays_and_the_end_may_be_chosen(now, committee, member):
    elect(
        now,
        committee,
        Seat(member, Outcome.MEMBER),
        new=[newly(kind=Post.Kind.FULL_TIME)],
        valid_to=date(2027, 1, 1),
    )

    posts = queries.members(committee, on=ON)
    assert {(post.kind, post.valid_to) for post in posts} == {
        (Post.Kind.PART_TIME, date(2027, 1, 1)),
        (Post.Kind.FULL_TIME, date(2027, 1, 1)),
    }


def test_a_term_that_had_run_out_ends_as_it_did(now, committee):
    lapsed = sits(committee, "吴过期", valid_to=date(2025, 4, 1))

    elect(now, committee, Seat(lapsed, Outcome.LEAVES, End.RESIGNED), new=[newly()])

    post = lapsed.posts.get(organisation=committee)
    assert (post.valid_to, post.end_reason) == (date(2025, 4, 1), End.TERM_EXPIRED)


def test_a_term_that_a_new_election_cuts_short_ends_by_it(now, committee, member):
    elect(
        now,
        committee,
        Seat(member, Outcome.MEMBER),
        new=[newly()],
        on=date(2025, 6, 1),
    )

    old = member.posts.get(organisation=committee, valid_from=SINCE)
    assert (old.valid_to, old.end_reason) == (date(2025, 6, 1), End.REELECTED)
    assert old.awaits_end(date(2025, 7, 1)) is False


def test_somebody_known_is_elected_without_being_entered_twice(now, committee, member):
    known = sits(OrganisationFactory(), "李梅")

    elect(
        now,
        committee,
        Seat(member, Outcome.CHAIR),
        new=[NewSeat(Role.MEMBER, Post.Kind.PART_TIME, person=known)],
    )

    assert [name for name, *_rest in composition(committee)] == ["周小满", "李梅"]
    assert Person.objects.filter(name="李梅").count() == 1


def test_the_first_committee_has_nobody_before_it(now, committee):
    elect(now, committee, new=[newly(role=Role.CHAIR)])

    assert [name for name, *_rest in composition(committee)] == ["李梅"]


def test_hired_mediators_keep_their_posts(now, committee, member):
    hired = PostFactory(organisation=committee)

    elect(now, committee, Seat(member, Outcome.CHAIR))

    hired.refresh_from_db()
    assert hired.end_reason == End.NONE


# -- a by-election


def test_in_a_by_election_whoever_stays_is_left_alone(now, committee, chair, member):
    elect(
        now,
        committee,
        Seat(chair, Outcome.KEEPS),
        Seat(member, Outcome.LEAVES, End.REMOVED),
        new=[newly()],
        on=date(2025, 6, 1),
        valid_to=UNTIL,
    )

    assert composition(committee, date(2025, 6, 1)) == [
        ("郑主任", "chair", SINCE, UNTIL),
        ("李梅", "member", date(2025, 6, 1), UNTIL),
    ]
    left = member.posts.get(organisation=committee)
    assert left.end_reason == End.REMOVED


def test_a_by_election_runs_until_the_others_terms_end(committee, chair, member):
    sits(committee, "郑短期", valid_to=date(2025, 12, 1))

    assert queries.end_of_terms(committee, on=date(2025, 6, 1)) == UNTIL
    assert queries.end_of_terms(OrganisationFactory(), on=ON) is None


# -- refusals


def unchanged(committee):
    posts = Post.objects.filter(organisation=committee)
    return not posts.exclude(end_reason="").exists() and posts.count()


@pytest.mark.parametrize("kept", [0, 2])
def test_members_who_are_not_those_seen_are_refused(
    now, committee, chair, member, kept
):
    seats = [
        Seat(person, Outcome.MEMBER) for person in (chair, member, PersonFactory())
    ]

    with pytest.raises(operations.CommitteeChanged):
        elect(now, committee, *seats[kept:])

    assert unchanged(committee) == 2


def test_an_election_of_nobody_and_one_without_change_are_refused(
    now, committee, chair
):
    with pytest.raises(operations.NobodyElected):
        elect(now, committee, Seat(chair, Outcome.LEAVES))
    with pytest.raises(operations.NothingChanges):
        elect(now, committee, Seat(chair, Outcome.KEEPS))

    assert unchanged(committee) == 1


def test_nobody_stands_twice(now, committee, chair):
    again = NewSeat(Role.MEMBER, Post.Kind.PART_TIME, person=chair)
    known = NewSeat(Role.MEMBER, Post.Kind.PART_TIME, person=sits(committee, "x"))
    seats = [Seat(chair, Outcome.CHAIR), Seat(known.person, Outcome.MEMBER)]

    with pytest.raises(operations.NamedTwice, match="郑主任"):
        elect(now, committee, *seats, new=[again])

    assert unchanged(committee) == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"basis": " "}, operations.BasisMissing),
        ({"valid_to": ON}, operations.EndBeforeBeginning),
        ({"on": date(2226, 1, 1)}, operations.FirstDayFarAway),
        ({"appointment": "hired"}, operations.MemberNotElected),
        ({"new": [newly(born_on=date(2015, 1, 1))]}, operations.NotAdult),
        ({"new": [newly("3号")]}, operations.NotAName),
    ],
)
def test_what_the_law_refuses_is_refused_and_nothing_is_recorded(
    now, committee, chair, changes, refusal
):
    with pytest.raises(refusal):
        elect(now, committee, Seat(chair, Outcome.CHAIR), **changes)

    assert unchanged(committee) == 1
    assert not Person.objects.filter(name="李梅").exists()


def test_an_end_that_does_not_fit_is_refused(now, committee, chair, member):
    seats = [Seat(chair, Outcome.CHAIR), Seat(member, Outcome.LEAVES, End.DISMISSED)]

    with pytest.raises(operations.ReasonMismatch):
        elect(now, committee, *seats)

    assert unchanged(committee) == 2


def test_only_a_committee_is_elected(now, bureau):
    with pytest.raises(operations.NoPostsHere):
        elect(now, bureau, new=[newly()])


# -- looking before recording


def test_a_preview_shows_before_and_after_and_keeps_nothing(
    now, committee, chair, member
):
    entries = AuditEntry.objects.count()

    preview = operations.preview_election(
        committee=committee,
        on=ON,
        basis="推选记录",
        seats=[Seat(chair, Outcome.LEAVES), Seat(member, Outcome.MEMBER)],
        new_seats=[newly()],
        at=now,
        actor=None,
    )

    assert [post.person.name for post in preview.after] == ["周小满", "李梅"]
    assert {warning.code for warning in preview.warnings} == {
        "members_min",
        "no_chairs",
    }
    assert unchanged(committee) == 2
    assert AuditEntry.objects.count() == entries
    assert not Person.objects.filter(name="李梅").exists()


def test_everybody_whose_post_changes_is_announced_after_commit(
    now, committee, chair, member, django_capture_on_commit_callbacks
):
    heard = []

    def listen(person, **_kwargs):
        heard.append(person.name)

    posts_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            operations.preview_election(
                committee=committee,
                on=ON,
                basis="推选记录",
                seats=[Seat(chair, Outcome.CHAIR), Seat(member, Outcome.LEAVES)],
                at=now,
                actor=None,
            )
        previewed = list(heard)
        with django_capture_on_commit_callbacks(execute=True):
            elect(
                now, committee, Seat(chair, Outcome.CHAIR), Seat(member, Outcome.LEAVES)
            )
    finally:
        posts_changed.disconnect(listen)

    assert previewed == []
    assert heard == ["郑主任", "郑主任", "周小满"]


# -- the pages


def signed_in(client, organisation, role=RoleGrant.Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


def url_of(committee, name="election"):
    return reverse(f"mediators:{name}", args=[committee.uuid])


def paper(*seats, new=(), **changes):
    """What the form sends: an outcome for each who sat, and lines for the new."""
    given = {
        "on": "2026-04-01",
        "basis": "村民代表会议推选记录",
        "rows": "2",
        "step": "record",
        **changes,
    }
    for person, outcome, *reason in seats:
        given[f"seat-{person.uuid}-outcome"] = outcome
        given[f"seat-{person.uuid}-reason"] = reason[0] if reason else ""
    for number in range(2):
        line = new[number] if number < len(new) else {}
        defaults = {"role": "member", "kind": "part_time", "gender": "0"}
        for key, value in {"name": "", **defaults, **line}.items():
            given[f"new-{number}-{key}"] = value
    return given


def test_the_paper_names_who_sits_and_proposes_the_same_again(
    client, administrator, committee, chair, member
):
    response = client.get(url_of(committee))

    page = response.content.decode()
    seats = response.context["paper"].seats
    assert [form["outcome"].value() for form in seats] == ["chair", "member"]
    assert ("郑主任" in page, "连任主任" in page) == (True, True)
    assert "留任" not in page


def test_a_committee_without_members_says_so(client, administrator, committee):
    page = client.get(url_of(committee)).content.decode()

    assert "调委会目前没有委员" in page


def test_an_election_is_looked_at_and_then_recorded(
    client, administrator, committee, chair, member
):
    given = paper(
        (chair, "chair"), (member, "leaves"), new=[{"name": "李梅", "gender": "2"}]
    )

    review = client.post(url_of(committee), {**given, "step": "review"})
    before = unchanged(committee)
    response = client.post(url_of(committee), given)

    page = review.content.decode()
    assert "调委会现有委员 2 人，应当有 3 至 9 人。" in page
    assert [row["label"] for row in review.context["rows"]] == [
        "新任期",
        "新任",
        "离任",
    ]
    assert (before, response.url) == (2, committee.get_absolute_url())
    assert [name for name, *_rest in composition(committee)] == ["郑主任", "李梅"]
    left = member.posts.get(organisation=committee)
    assert left.end_reason == End.TERM_EXPIRED


def test_going_back_and_more_lines_lose_nothing_and_complain_of_nothing(
    client, administrator, committee, chair
):
    given = paper((chair, "leaves"), new=[{"name": "李梅"}], basis="")

    more = client.post(url_of(committee), {**given, "step": "more"})
    back = client.post(url_of(committee), {**given, "step": "edit"})

    for response, lines in ((more, 4), (back, 2)):
        written = response.context["paper"]
        assert len(written.new) == lines
        assert written.new[0]["name"].value() == "李梅"
        assert written.seats[0]["outcome"].value() == "leaves"
        assert "请检查以下内容" not in response.content.decode()


def test_a_namesake_is_asked_about_before_anybody_is_entered_twice(
    client, administrator, committee, bureau, chair
):
    other = OrganisationFactory(parent=bureau, name="柳溪村人民调解委员会")
    known = MediatorFactory(person__name="李梅", organisation=other).person
    given = paper((chair, "chair"), new=[{"name": "李梅"}])

    asked = client.post(url_of(committee), given)
    client.post(url_of(committee), {**given, "new-0-who": str(known.uuid)})

    page = asked.content.decode()
    assert ("柳溪村人民调解委员会" in page, "请确认是不是同一个人" in page) == (
        True,
        True,
    )
    assert known.posts.filter(organisation=committee).count() == 1


def test_another_person_of_the_same_name_is_entered(
    client, administrator, committee, bureau, chair
):
    MediatorFactory(
        person__name="李梅", organisation=OrganisationFactory(parent=bureau)
    )
    given = paper((chair, "chair"), new=[{"name": "李梅", "who": "another"}])

    client.post(url_of(committee), given)

    assert Person.objects.filter(name="李梅").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": ""}, "推选记录或聘任文书"),
        ({"on": ""}, "新任期的第一天"),
        ({"on": "9998-01-01"}, "年份"),
        ({"new-0-role": "chair"}, "下面有几行需要再看一看"),
        ({"new-0-name": "李梅", "new-0-born_on": "2015-01-01"}, "未满 18 周岁"),
        ({"valid_to": "2026-04-01"}, "终止"),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_a_refused_paper_comes_back_as_it_was_written(
    client, committee, chair, changes, words
):
    given = {**paper((chair, "vice_chair"), valid_to=""), **changes}

    response = client.post(url_of(committee), given)

    written = response.context["paper"]
    assert words in response.content.decode()
    assert written.seats[0]["outcome"].value() == "vice_chair"
    assert unchanged(committee) == 1


@pytest.mark.parametrize("rows", ["many", "-3", "9999"])
def test_a_count_of_lines_that_makes_no_sense_harms_nothing(
    client, administrator, committee, rows
):
    response = client.post(url_of(committee), {"rows": rows, "step": "edit"})

    assert 1 <= len(response.context["paper"].new) <= 30


def test_a_by_election_asks_why_somebody_leaves_and_leaves_the_others(
    client, administrator, committee, now
):
    until = local_day(now) + timedelta(days=300)
    chair = sits(committee, "郑主任", Role.CHAIR, valid_to=until)
    member = sits(committee, "周小满", valid_to=until)
    url, on = url_of(committee, "by-election"), local_day(now)
    given = paper(
        (chair, "keeps"), (member, "leaves"), new=[{"name": "李梅"}], on=str(on)
    )

    shown = client.get(url).content.decode()
    review = client.post(url, {**given, "step": "review"})
    given[f"seat-{member.uuid}-reason"] = "died"
    client.post(url, given)

    assert ("留任，任期不变" in shown, "改任副主任" in shown) == (True, True)
    assert "请选择离任原因" in review.content.decode()
    assert composition(committee, on) == [
        ("郑主任", "chair", SINCE, until),
        ("李梅", "member", on, until),
    ]


def test_in_a_by_election_a_member_may_become_the_chair(
    client, administrator, committee, now
):
    until = local_day(now) + timedelta(days=300)
    member = sits(committee, "周小满", valid_to=until)
    other = sits(committee, "郑留任", valid_to=until)
    url, on = url_of(committee, "by-election"), local_day(now)
    given = paper((member, "chair"), (other, "keeps"), on=str(on))

    review = client.post(url, {**given, "step": "review"})
    client.post(url, given)

    labels = {row["name"]: row["label"] for row in review.context["rows"]}
    assert labels == {"周小满": "新任期", "郑留任": "不变"}
    ended = member.posts.get(organisation=committee, role="member")
    assert (ended.end_reason, ended.valid_to) == (End.TRANSFERRED, on)


def test_a_committee_founded_by_reference_to_the_law_may_name_its_members(
    client, administrator, bureau
):
    town = OrganisationFactory(parent=bureau, committee_type="township")

    shown = client.get(url_of(town)).content.decode()
    client.post(url_of(town), paper(new=[{"name": "李梅"}], appointment="hired"))

    assert "第三十四条" in shown
    assert Post.objects.get(organisation=town).appointment == "hired"


@pytest.mark.parametrize("name", ["election", "by-election"])
def test_strangers_and_inspectors_elect_nobody(client, committee, chair, bureau, name):
    given = paper((chair, "chair"), new=[{"name": "李梅"}])
    answers = []
    for place, role in (
        (OrganisationFactory(), RoleGrant.Role.ADMINISTRATOR),
        (bureau, RoleGrant.Role.INSPECTOR),
    ):
        signed_in(client, place, role)
        url = url_of(committee, name)
        answers += [client.get(url).status_code, client.post(url, given).status_code]

    assert answers == [404] * 4
    assert unchanged(committee) == 1


def test_what_is_no_committee_is_not_elected(client, administrator, bureau):
    gone = OrganisationFactory(parent=bureau, dissolved_on=date(2025, 1, 1))

    for place in (bureau, gone):
        assert client.get(url_of(place)).status_code == 404


def test_the_paper_costs_the_same_however_many_sit(
    client, administrator, committee, django_assert_num_queries
):
    sits(committee, "郑一")
    with CaptureQueriesContext(connection) as with_one:
        client.get(url_of(committee))
    for _ in range(4):
        sits(committee, "郑几")

    with django_assert_num_queries(len(with_one)):
        client.get(url_of(committee))


def test_the_review_warns_by_the_rules_of_the_branch(
    client, administrator, committee, bureau, chair
):
    RuleFactory(organisation=bureau, code="age_max", value=50, document="区里的文件")

    review = client.post(
        url_of(committee), {**paper((chair, "chair")), "step": "review"}
    )

    page = review.content.decode()
    assert ("超过了 50 周岁" in page, "区里的文件" in page) == (True, True)
