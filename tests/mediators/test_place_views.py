"""Founding, changing, moving, merging and dissolving places, in the Office."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.kernel.clock import local_day
from mediators import operations, queries
from mediators.models import Division, Organisation, OrganisationEvent, Post, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
)

Kind = Organisation.Kind
Role = RoleGrant.Role
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
LAST_YEAR = "2025-03-01"
LONG = "老槐树与新家园及双井头联合社区𬱖䶮里" * 4


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def town(bureau):
    return OrganisationFactory(parent=bureau, kind=Kind.OFFICE, name="仁和镇司法所")


@pytest.fixture
def other_town(bureau):
    return OrganisationFactory(parent=bureau, kind=Kind.OFFICE, name="曲河镇司法所")


@pytest.fixture
def village(town):
    return OrganisationFactory(parent=town, name="青禾村人民调解委员会")


@pytest.fixture
def neighbour(town):
    return OrganisationFactory(parent=town, name="柳溪村人民调解委员会")


def signed_in(client, organisation, role=Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


@pytest.fixture
def stranger(client):
    return signed_in(client, OrganisationFactory(kind=Kind.BUREAU))


def url(name, *places):
    return reverse(f"mediators:{name}", args=[place.uuid for place in places])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def text(response):
    return response.content.decode()


# -- founding


def test_what_is_added_is_chosen_among_what_may_hang_there(
    client, administrator, town, village
):
    of_a_town = text(client.get(url("organisation-add", town)))
    of_a_village = text(client.get(url("organisation-add", village)))

    assert ("?kind=committee" in of_a_town, "?kind=group" in of_a_town) == (True, False)
    assert "?kind=group" in of_a_village


def test_nothing_hangs_beneath_a_group(client, administrator, village):
    group = OrganisationFactory(parent=village, kind=Kind.GROUP)

    page = text(client.get(url("organisation-add", group)))

    assert "它没有下级机构" in page
    assert url("organisation-add", group) not in text(
        client.get(group.get_absolute_url())
    )


def test_a_committee_is_founded_with_all_that_is_known(client, administrator, town):
    division = Division.objects.create(
        code="999001001", name="仁和镇", level="town", valid_from=date(2020, 1, 1)
    )
    village = Division.objects.create(
        code="999001001001",
        name="青禾村",
        level="village",
        parent=division,
        valid_from=date(2020, 1, 1),
    )
    Organisation.objects.filter(pk=town.pk).update(division=division)
    address = url("organisation-add", town) + "?kind=committee&division=999001001001"

    form = client.get(address).context["form"]
    response = client.post(
        address,
        {
            "name": LONG,
            "committee_type": "village",
            "division": form["division"].value(),
            "establishing_unit": "青禾村村民委员会",
            "credit_code": "54370115 mea000001q",
            "is_multi_ethnic": "on",
            "founded_on": LAST_YEAR,
            "document": "设立决定",
        },
    )

    founded = Organisation.objects.get(name=LONG)
    page = text(client.get(response.url))
    assert form.divisions_offered == ["仁和镇 (999001001)", "青禾村 (999001001001)"]
    assert response.url == founded.get_absolute_url()
    assert (founded.division, founded.credit_code) == (village, "54370115MEA000001Q")
    for words in (
        "设立，隶属于仁和镇司法所",
        "设立决定",
        "54370115MEA000001Q",
        "多民族",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("青禾村", None),
        ("青禾村 (999001001001)", None),
        ("999001001001", None),
        ("", None),
        ("双井村", "有多个区划叫这个名称"),
        ("无此村", "没有此名称或代码的区划"),
        ("别处村", "没有此名称或代码的区划"),
        ("999001009", "没有此名称或代码的区划"),
    ],
)
def test_a_division_is_written_by_name_or_code(
    client, administrator, town, typed, words
):
    for code, name, level in (
        ("999001001", "仁和镇", "town"),
        ("999001001001", "青禾村", "village"),
        ("999001001002", "双井村", "village"),
        ("999001001003", "双井村", "village"),
        ("999002001001", "别处村", "village"),
    ):
        Division.objects.create(
            code=code, name=name, level=level, valid_from=date(2020, 1, 1)
        )
    seat = Division.objects.get(code="999001001")
    Organisation.objects.filter(pk=town.pk).update(division=seat)
    answers = {"name": "新村", "committee_type": "village", "division": typed}

    response = client.post(url("organisation-add", town) + "?kind=committee", answers)

    assert Organisation.objects.filter(name="新村").exists() == (words is None)
    if words:
        assert words in text(response)
        assert f'value="{typed}"' in text(response)


def test_the_code_of_a_village_elsewhere_is_refused(client, town, village):
    for code, name, level in (
        ("999001001", "仁和镇", "town"),
        ("999002001001", "别处村", "village"),
    ):
        Division.objects.create(
            code=code, name=name, level=level, valid_from=date(2020, 1, 1)
        )
    seat = Division.objects.get(code="999001001")
    Organisation.objects.filter(pk=town.pk).update(division=seat)
    signed_in(client, town)

    for typed in ("999002001001", "别处村 (999002001001)"):
        answers = changes(village, division=typed)
        refused = text(client.post(url("organisation-change", village), answers))
        assert "这里没有此名称或代码的区划" in refused

    village.refresh_from_db()
    assert village.division is None


def test_a_refused_founding_keeps_what_was_typed(client, administrator, town, village):
    answers = {
        "name": village.name,
        "committee_type": "village",
        "establishing_unit": "青禾村村民委员会",
    }
    address = url("organisation-add", town) + "?kind=committee"

    taken = text(client.post(address, answers))
    wrong = text(client.post(address, {**answers, "credit_code": "54370115"}))

    assert ("同级已经有名为" in taken, 'value="青禾村村民委员会"' in taken) == (
        True,
        True,
    )
    assert "您填写的有 8 个" in wrong
    assert fresh(town).numchild == 1


def test_a_stationed_studio_is_asked_where(client, administrator, village):
    address = url("organisation-add", village) + "?kind=stationed_studio"

    form = client.post(address, {"name": "驻派出所调解室"}).context["form"]
    client.post(address, {"name": "驻派出所调解室", "stationed_at": "青禾派出所"})

    assert list(form.errors) == ["stationed_at"]
    assert fresh(village).get_children().get().stationed_at == "青禾派出所"


# -- changing


def changes(place, **others):
    return {
        "name": place.name,
        "committee_type": place.committee_type,
        "effective_on": LAST_YEAR,
        **others,
    }


def test_a_renamed_committee_keeps_its_old_name_in_its_history(
    client, administrator, village
):
    address = url("organisation-change", village)

    form = client.get(address).context["form"]
    response = client.post(
        address, changes(village, name="青禾社区人民调解委员会", document="批复")
    )

    page = text(client.get(response.url))
    assert form["name"].value() == village.name
    assert "由“青禾村人民调解委员会”更名为“青禾社区人民调解委员会”" in page
    assert queries.name_on(fresh(village), date(2025, 2, 28)) == village.name


def test_a_division_of_the_past_may_stay(client, administrator, village):
    past = Division.objects.create(
        code="999001001001",
        name="旧村",
        level="village",
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 1, 1),
    )
    Organisation.objects.filter(pk=village.pk).update(division=past)
    address = url("organisation-change", village)

    kept = client.get(address).context["form"]["division"].value()
    client.post(address, changes(village, division=kept, establishing_unit="村委会"))
    client.post(address, changes(village, division="", establishing_unit="村委会"))

    fields = OrganisationEvent.objects.order_by("pk").values_list("field", flat=True)
    assert list(fields) == ["establishing_unit", "division"]


def test_a_refused_change_is_told_in_the_form(client, administrator, village):
    same = client.post(url("organisation-change", village), changes(village))

    assert "没有改动" in text(same)


def test_an_office_is_not_asked_what_only_committees_have(client, administrator, town):
    form = client.get(url("organisation-change", town)).context["form"]

    assert list(form.fields) == [
        "name",
        "division",
        "founded_on",
        "effective_on",
        "document",
    ]


def test_every_change_of_a_committee_is_told_in_words(
    client, administrator, village, now
):
    for field, before, after in (
        ("committee_type", "village", "community"),
        ("is_multi_ethnic", "", "1"),
        ("founded_on", "2010-01-01", "2011-02-03"),
        ("stationed_at", "", "青禾派出所"),
    ):
        OrganisationEvent.objects.create(
            organisation=village,
            kind="changed",
            field=field,
            before=before,
            after=after,
            effective_on=date(2026, 1, 1),
            recorded_at=now,
        )
    OrganisationEvent.objects.create(
        organisation=village,
        kind="founded",
        effective_on=date(2010, 1, 1),
        recorded_at=now,
    )

    titles = [
        event["title"]
        for event in client.get(village.get_absolute_url()).context["history"]
    ]

    assert titles == [
        "“派驻单位”由（未填）变更为青禾派出所",
        "“设立日期”由2010年1月1日变更为2011年2月3日",
        "“多民族居住地区”由否变更为是",
        "“调委会类型”由村变更为社区",
        "设立",
    ]


# -- moving


def test_the_new_place_is_looked_for_within_the_branch(
    client, administrator, village, bureau, other_town
):
    OrganisationFactory(kind=Kind.OFFICE, name="外区司法所")

    all_of_them = client.get(url("organisation-move", village))
    found = client.get(url("organisation-move", village), {"q": "曲河"})
    nobody = client.get(url("organisation-move", village), {"q": "外区"})

    assert all_of_them.context["places"] == [bureau, other_town]
    assert found.context["places"] == [other_town]
    assert "云溪区司法局" in text(found)
    assert "没有找到" in text(nobody)


def test_what_moves_along_is_shown_and_then_it_moves(
    client, administrator, village, town, other_town
):
    MediatorFactory(organisation=village)
    gaining = RoleGrantFactory(organisation=other_town, user__name="孙所长")
    losing = RoleGrantFactory(organisation=town, user__name="钱所长")
    address = url("organisation-move-to", village, other_town)

    shown = client.get(address)
    response = client.post(
        address, {"effective_on": LAST_YEAR, "document": "区划调整批复"}
    )

    moving = shown.context["moving"]
    page = text(client.get(response.url))
    assert (moving.posts, moving.gaining, moving.losing) == (1, [gaining], [losing])
    assert ("孙所长" in text(shown), "钱所长" in text(shown)) == (True, True)
    assert fresh(village).get_parent() == other_town
    assert ("调整隶属于曲河镇司法所" in page, "原隶属：仁和镇司法所" in page) == (
        True,
        True,
    )


def test_a_refused_move_keeps_what_was_typed(
    client, administrator, village, other_town
):
    tomorrow = local_day(timezone.now()) + timedelta(days=1)
    address = url("organisation-move-to", village, other_town)

    response = client.post(
        address, {"effective_on": tomorrow, "document": "区划调整批复"}
    )

    assert ("尚未到来" in text(response), "区划调整批复" in text(response)) == (
        True,
        True,
    )
    assert fresh(village).get_parent() != other_town


@pytest.mark.parametrize("count", [1, 5])
def test_choosing_a_place_costs_the_same_however_many(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, village, bureau, count, django_assert_num_queries
):
    for _ in range(count):
        OrganisationFactory(parent=bureau, kind=Kind.OFFICE)

    with django_assert_num_queries(OFFICE + 4):
        client.get(url("organisation-move", village))


@pytest.mark.parametrize("count", [1, 5])
def test_showing_a_move_costs_the_same_however_much_moves(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, village, other_town, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=village)
        RoleGrantFactory(organisation=other_town)

    with django_assert_num_queries(OFFICE + 5):
        client.get(url("organisation-move-to", village, other_town))


# -- merging


def test_neighbours_are_offered_first_and_others_by_name(
    client, administrator, village, neighbour, other_town
):
    far = OrganisationFactory(parent=other_town, name="石桥村人民调解委员会")
    address = url("organisation-merge", village)

    assert client.get(address).context["places"] == [neighbour]
    assert client.get(address, {"q": "石桥"}).context["places"] == [far]


def test_what_becomes_of_each_post_is_shown_and_then_they_merge(
    client, administrator, village, neighbour
):
    both = MediatorFactory(organisation=neighbour, person__name="吴两处").person
    PostFactory(person=both, organisation=village)
    going = MediatorFactory(organisation=village, person__name="周小满").person
    RoleGrantFactory(organisation=village, user__name="钱主任")
    OrganisationFactory(parent=village, kind=Kind.GROUP, name="第一调解小组")
    address = url("organisation-merge-into", village, neighbour)

    shown = text(client.get(address))
    response = client.post(
        address,
        {"effective_on": LAST_YEAR, "document": "合并决定", "carry_on": "yes"},
    )

    for words in ("吴两处", "结束：在对方已任此职", "转任", "钱主任", "第一调解小组"):
        assert words in shown
    assert response.url == neighbour.get_absolute_url()
    assert set(going.posts.values_list("organisation", flat=True)) == {
        village.pk,
        neighbour.pk,
    }
    assert "青禾村人民调解委员会并入本机构" in text(client.get(response.url))
    assert "并入柳溪村人民调解委员会" in text(client.get(village.get_absolute_url()))


def test_whether_posts_carry_on_is_asked(client, administrator, village, neighbour):
    address = url("organisation-merge-into", village, neighbour)

    form = client.post(address, {"effective_on": LAST_YEAR}).context["form"]

    assert sorted(form.errors) == ["carry_on", "document"]


def test_an_empty_place_says_that_nobody_holds_a_post(
    client, administrator, village, neighbour
):
    page = text(client.get(url("organisation-merge-into", village, neighbour)))

    assert "现在没有人在这里任职" in page


@pytest.mark.parametrize("count", [1, 5])
def test_showing_a_merger_costs_the_same_however_many_posts(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, village, neighbour, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=village)
        RoleGrantFactory(organisation=village)

    with django_assert_num_queries(OFFICE + 11):
        client.get(url("organisation-merge-into", village, neighbour))


def test_what_a_merger_would_bring_about_is_told_beforehand(
    client, administrator, village, neighbour
):
    for place in (village, neighbour):
        PostFactory(organisation=place, role="chair")

    shown = text(client.get(url("organisation-merge-into", village, neighbour)))

    assert "有 2 名主任" in shown


# -- dissolving


def test_a_place_is_dissolved_with_its_posts(client, administrator, village):
    post = PostFactory(organisation=village, person__name="周小满")
    address = url("organisation-dissolve", village)

    shown = text(client.get(address))
    response = client.post(address, {"effective_on": LAST_YEAR, "document": "决定"})

    page = text(client.get(response.url))
    assert "周小满" in shown
    assert fresh(post).end_reason == Post.EndReason.DISSOLVED
    assert ("2025年3月1日" in page, url("organisation-move", village) in page) == (
        True,
        False,
    )
    assert client.get(address).status_code == 404


def test_what_is_in_the_way_is_listed_and_said(client, administrator, town, village):
    address = url("organisation-dissolve", town)

    shown = text(client.get(address))
    refused = text(
        client.post(address, {"effective_on": LAST_YEAR, "document": "决定"})
    )

    assert village.name in shown
    assert "还有 1 个机构" in refused
    assert fresh(town).exists


# -- strangers, inspectors, and whoever stands at their own top


def pages(village, other_town, neighbour):
    return [
        url("organisation-add", village) + "?kind=group",
        url("organisation-change", village),
        url("organisation-move", village),
        url("organisation-move-to", village, other_town),
        url("organisation-merge", village),
        url("organisation-merge-into", village, neighbour),
        url("organisation-dissolve", village),
    ]


def acts(client, village, other_town, neighbour):
    """Try every change, each with answers that would be accepted of an administrator."""
    known = {"effective_on": LAST_YEAR, "document": "决定", "carry_on": "no"}
    answers = {"name": "新名", "committee_type": "village", **known}
    return {
        client.post(address, answers).status_code
        for address in pages(village, other_town, neighbour)
    }


@pytest.mark.parametrize("who", ["stranger", "inspector"])
def test_whoever_does_not_administer_finds_nothing_and_changes_nothing(  # noqa: PLR0913, PLR0917 -- fixtures
    client, bureau, village, other_town, neighbour, who
):
    stranger = OrganisationFactory(kind=Kind.BUREAU)
    if who == "inspector":
        signed_in(client, bureau, Role.INSPECTOR)
    else:
        signed_in(client, stranger)
    count = Organisation.objects.count()

    looked = {
        client.get(address).status_code
        for address in pages(village, other_town, neighbour)
    }

    assert looked == {404}
    assert acts(client, village, other_town, neighbour) <= {404, 405}
    assert (Organisation.objects.count(), fresh(village).exists) == (count, True)
    assert not OrganisationEvent.objects.exists()


def test_the_top_of_ones_own_branch_may_be_changed_and_not_moved(
    client, town, village, other_town, neighbour
):
    signed_in(client, town)

    page = text(client.get(town.get_absolute_url()))

    assert url("organisation-change", town) in page
    for name in ("move", "merge", "dissolve"):
        assert url(f"organisation-{name}", town) not in page
        assert client.get(url(f"organisation-{name}", town)).status_code == 404
    assert client.get(url("organisation-move", village)).status_code == 200
    move = url("organisation-move-to", village, other_town)
    assert client.post(move, {"effective_on": LAST_YEAR}).status_code == 404


def test_an_inspector_reads_the_history_and_finds_no_way_to_act(
    client, bureau, town, now
):
    founded = operations.add_organisation(
        name="新村调委会",
        kind="committee",
        committee_type="village",
        parent=town,
        at=now,
        actor=None,
    )
    signed_in(client, bureau, Role.INSPECTOR)

    page = text(client.get(founded.get_absolute_url()))

    assert "设立，隶属于仁和镇司法所" in page
    assert url("organisation-change", founded) not in page


@pytest.mark.parametrize("count", [1, 5])
def test_a_bureau_costs_the_same_however_much_hangs_beneath(
    client, administrator, bureau, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(
            organisation=OrganisationFactory(parent=bureau, kind=Kind.CENTRE)
        )

    with django_assert_num_queries(OFFICE + 11):
        response = client.get(bureau.get_absolute_url())
    assert [place.posts_held for place in response.context["below"]] == [1] * count


# -- the tree, looked through


TREE = "/office/organisations/"


def test_a_place_is_found_by_name_within_the_branch(client, administrator, village):
    OrganisationFactory(name="外区青禾村人民调解委员会")
    MediatorFactory(organisation=village)

    response = client.get(TREE, {"q": "青禾"})

    (found,) = response.context["places"]
    assert (found, found.posts_held) == (village, 1)
    assert found.trail == ["云溪区司法局", "仁和镇司法所"]
    assert "云溪区司法局 › 仁和镇司法所" in text(response)
    assert "没有符合条件的机构" in text(client.get(TREE, {"q": "外区"}))


def test_what_is_no_more_is_found_on_request(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, town, other_town, village, neighbour
):
    Organisation.objects.filter(pk=village.pk).update(
        dissolved_on=date(2026, 1, 1), successor=neighbour.pk
    )

    over = client.get(TREE, {"state": "dissolved"})
    elsewhere = client.get(TREE, {"state": "dissolved", "top": other_town.uuid})
    there = client.get(TREE, {"q": "青禾", "top": town.uuid})

    assert over.context["places"] == [village]
    assert "并入柳溪村人民调解委员会" in text(over)
    assert (elsewhere.context["places"], there.context["places"]) == ([], [])


@pytest.mark.parametrize("count", [1, 5])
def test_looking_through_the_tree_costs_the_same_however_much_is_found(
    client, administrator, bureau, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=OrganisationFactory(parent=bureau))

    with django_assert_num_queries(OFFICE + 3):
        client.get(TREE, {"q": "青禾"})
