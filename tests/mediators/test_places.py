"""What can happen to a place, each refusal, and the history that it leaves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators import credit_codes, operations, queries
from mediators.models import (
    Division,
    Organisation,
    OrganisationEvent,
    Post,
    RoleGrant,
)
from mediators.signals import place_changed, posts_changed
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
)

Kind = Organisation.Kind
Event = OrganisationEvent.Kind
IN_MARCH = date(2026, 3, 1)
IN_MAY = date(2026, 5, 1)
CODE = "54370115MEA000001Q"


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


@pytest.fixture
def actor(bureau):
    return RoleGrantFactory(organisation=bureau).user


@pytest.fixture
def heard():
    """What was announced: the places and the people, in order."""
    found = []

    def place(sender, organisation, **_):
        found.append(organisation)

    def posts(sender, person, **_):
        found.append(person)

    place_changed.connect(place)
    posts_changed.connect(posts)
    yield found
    place_changed.disconnect(place)
    posts_changed.disconnect(posts)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def events(organisation):
    found = OrganisationEvent.objects.filter(organisation=organisation)
    return list(found.order_by("pk").values_list("kind", flat=True))


def beneath(organisation):
    return sorted(each.name for each in fresh(organisation).get_children())


# -- adding


@pytest.fixture
def add(town, now, actor):
    def add(**changes):
        given = {"name": "新设", "parent": town, "kind": Kind.COMMITTEE}
        if changes.get("kind", Kind.COMMITTEE) == Kind.COMMITTEE:
            given["committee_type"] = "village"
        return operations.add_organisation(**{**given, **changes}, at=now, actor=actor)

    return add


def test_a_place_begins_with_its_founding(
    add, town, actor, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        founded = add(name=" 青禾村  人民调解委员会 ", founded_on=IN_MARCH)

    (event,) = queries.history(founded)
    assert (event.kind, event.effective_on, event.after) == (
        Event.FOUNDED,
        IN_MARCH,
        "青禾村 人民调解委员会",
    )
    assert (event.to_place, event.actor, heard) == (town, actor, [founded])


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("above", Kind)
def test_each_kind_hangs_beneath_what_the_table_says(bureau, add, kind, above):
    parent = OrganisationFactory(parent=bureau, kind=above, stationed_at="派出所")
    may = above in Organisation.BENEATH[kind]

    try:
        add(kind=kind, parent=parent, stationed_at="派出所")
    except operations.CannotHangThere as error:
        found = (False, parent.name in str(error))
    else:
        found = (True, True)

    assert found == (may, True)
    assert (kind in parent.kinds_beneath) == may


def test_a_studio_does_not_stand_at_the_top(add):
    with pytest.raises(operations.CannotBeTop, match="个人调解工作室"):
        add(kind=Kind.PERSONAL_STUDIO, parent=None)


def test_a_stationed_studio_says_where(add, village):
    with pytest.raises(operations.StationMissing):
        add(kind=Kind.STATIONED_STUDIO, parent=village, stationed_at=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(parent=village, kind=Kind.STATIONED_STUDIO, stationed_at="")


def test_a_name_of_nothing_is_refused(add):
    with pytest.raises(operations.PlaceUnnamed):
        add(name=" 　")


def test_the_credit_code_is_kept_tidy_and_checked(add):
    founded = add(credit_code=" 54370115mea000001q ")

    with pytest.raises(credit_codes.WrongCheck):
        add(name="又一个", credit_code="54370115MEA000001R")
    assert founded.credit_code == CODE


# -- changing


@pytest.fixture
def change(village, now, actor):
    def change(organisation=village, effective_on=IN_MARCH, **changes):
        return operations.change_organisation(
            organisation=organisation,
            effective_on=effective_on,
            at=now,
            actor=actor,
            **changes,
        )

    return change


def test_each_changed_fact_is_a_row_of_the_history(
    change, village, heard, django_capture_on_commit_callbacks
):
    division = Division.objects.create(
        code="999001001001", name="青禾村", level="village", valid_from=IN_MARCH
    )
    same = {"name": village.name, "stationed_at": ""}

    with django_capture_on_commit_callbacks(execute=True):
        change(
            **same,
            committee_type="community",
            division=division,
            is_multi_ethnic=True,
            credit_code=CODE.lower(),
            document="村改居批复〔2026〕3号",
        )

    rows = OrganisationEvent.objects.order_by("field")
    assert list(rows.values_list("field", "before", "after", "document")) == [
        ("committee_type", "village", "community", "村改居批复〔2026〕3号"),
        ("credit_code", "", CODE, "村改居批复〔2026〕3号"),
        ("division", "", "青禾村 999001001001", "村改居批复〔2026〕3号"),
        ("is_multi_ethnic", "", "1", "村改居批复〔2026〕3号"),
    ]
    entry = AuditEntry.objects.get(action="organisation.changed")
    assert (entry.fields, heard) == (
        ["committee_type", "credit_code", "division", "is_multi_ethnic"],
        [village],
    )


def test_what_it_was_called_on_a_day_can_be_answered(change, village, now):
    change(name="青禾社区人民调解委员会", effective_on=IN_MARCH)
    change(name="青禾里社区人民调解委员会", effective_on=IN_MAY)

    found = fresh(village)
    days = [IN_MARCH - timedelta(days=1), IN_MARCH, IN_MAY - timedelta(days=1), IN_MAY]

    assert [queries.name_on(found, day) for day in days] == [
        "青禾村人民调解委员会",
        "青禾社区人民调解委员会",
        "青禾社区人民调解委员会",
        "青禾里社区人民调解委员会",
    ]


def test_a_change_that_changes_nothing_is_refused(change, village):
    with pytest.raises(operations.NothingChanged):
        change(name=village.name, division=None)
    assert events(village) == []


def test_a_place_is_not_founded_in_days_to_come(add):
    with pytest.raises(operations.DayToCome, match="2090年1月1日"):
        add(founded_on=date(2090, 1, 1))

    assert not Organisation.objects.filter(name="新设").exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "柳溪村人民调解委员会"}, operations.NameTaken),
        ({"name": ""}, operations.PlaceUnnamed),
        ({"committee_type": ""}, operations.TypeMismatch),
        ({"credit_code": "5437"}, credit_codes.WrongLength),
        ({"name": "新名", "effective_on": date(2999, 1, 1)}, operations.DayToCome),
        ({"founded_on": IN_MAY}, operations.DayTooEarly),
    ],
)
def test_a_change_is_refused_whole(change, village, neighbour, changes, refusal):
    with pytest.raises(refusal):
        change(establishing_unit="村委会", **changes)

    assert (fresh(village).establishing_unit, events(village)) == ("", [])


def test_a_name_does_not_come_before_the_one_before_it(change):
    change(name="青禾社区人民调解委员会", effective_on=IN_MAY)

    with pytest.raises(operations.OutOfOrder, match="2026年5月1日"):
        change(name="另一名称", effective_on=IN_MARCH)


def test_what_was_dissolved_is_not_changed(change, town):
    over = OrganisationFactory(parent=town, dissolved_on=IN_MARCH)

    with pytest.raises(operations.PlaceDissolved, match="2026年3月1日"):
        change(organisation=over, name="新名")


def test_the_history_is_neither_changed_nor_deleted(change):
    change(name="新名")

    for attempt in (
        lambda: OrganisationEvent.objects.update(before="另一个"),
        lambda: OrganisationEvent.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_the_history_is_seen_by_whoever_oversees_the_place(change, actor):
    change(name="新名")
    stranger = RoleGrantFactory().user

    seen = OrganisationEvent.objects.visible_to
    assert (seen(actor).count(), seen(stranger).count()) == (1, 0)


# -- moving


@pytest.fixture
def move(village, other_town, now, actor):
    def move(organisation=village, parent=other_town, effective_on=IN_MARCH, **others):
        options = {"at": now, "actor": actor, "document": "区划调整批复", **others}
        return operations.move_organisation(
            organisation=organisation,
            parent=parent,
            effective_on=effective_on,
            **options,
        )

    return move


def test_what_hangs_beneath_a_place_moves_along(  # noqa: PLR0913, PLR0917 -- fixtures
    move, village, town, other_town, heard, django_capture_on_commit_callbacks
):
    group = OrganisationFactory(parent=village, kind=Kind.GROUP)
    clerk = RoleGrantFactory(organisation=other_town).user
    held = MediatorFactory(organisation=group)

    with django_capture_on_commit_callbacks(execute=True):
        moved = move()

    assert (fresh(town).numchild, beneath(other_town)) == (0, [village.name])
    assert fresh(group).get_parent() == moved
    assert list(Post.objects.visible_to(clerk)) == [held.person.posts.get()]
    assert heard == [village]
    (event,) = queries.history(village)
    assert (event.kind, event.from_place, event.to_place) == (
        Event.MOVED,
        town,
        other_town,
    )


def test_where_it_hung_on_a_day_can_be_answered(move, village, town, other_town):
    move()

    found = fresh(village)
    assert queries.parent_on(found, IN_MARCH - timedelta(days=1)) == town
    assert queries.parent_on(found, IN_MARCH) == other_town


def test_a_place_does_not_move_into_itself(bureau, town, move):
    inner = OrganisationFactory(parent=town, kind=Kind.AREA)
    area = OrganisationFactory(parent=inner, kind=Kind.AREA)

    for parent in (inner, area):
        with pytest.raises(operations.IntoItself):
            move(organisation=inner, parent=parent)


def test_a_move_to_where_it_hangs_is_refused(move, town):
    with pytest.raises(operations.ThereAlready):
        move(parent=town)


def test_nothing_moves_beneath_what_was_dissolved(move, bureau):
    over = OrganisationFactory(parent=bureau, kind=Kind.OFFICE, dissolved_on=IN_MARCH)

    with pytest.raises(operations.ParentDissolved):
        move(parent=over)


def test_a_committee_does_not_move_beneath_a_committee(move, neighbour):
    with pytest.raises(operations.CannotHangThere):
        move(parent=neighbour)


def test_a_place_does_not_move_beside_its_namesake(move, village, other_town):
    OrganisationFactory(parent=other_town, name=village.name)

    with pytest.raises(operations.NameTaken):
        move()


def test_a_move_does_not_come_before_the_one_before_it(move, town):
    move(effective_on=IN_MAY)

    with pytest.raises(operations.OutOfOrder):
        move(parent=town)


def test_old_place_and_new_are_both_administered(move, town, other_town, village):
    of_the_old = RoleGrantFactory(organisation=town).user
    of_the_new = RoleGrantFactory(organisation=other_town).user
    of_itself = RoleGrantFactory(organisation=village).user
    RoleGrantFactory(user=of_itself, organisation=other_town)

    for actor in (of_the_old, of_the_new, of_itself):
        with pytest.raises(operations.BeyondBranch):
            move(actor=actor)
    RoleGrantFactory(user=of_the_old, organisation=other_town)
    assert move(actor=of_the_old).is_child_of(fresh(other_town))


def test_nobody_moves_the_top_of_their_own_branch(bureau, town, other_town, move):
    of_the_town = RoleGrantFactory(organisation=town).user
    area = OrganisationFactory(parent=bureau, kind=Kind.AREA)
    RoleGrantFactory(user=of_the_town, organisation=area)

    with pytest.raises(operations.BeyondBranch):
        move(organisation=town, parent=area, actor=of_the_town)


def test_the_installer_and_the_platform_move_anything(move, town, bureau):
    area = OrganisationFactory(kind=Kind.AREA)
    platform = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user

    move(actor=None)
    move(organisation=bureau, parent=area, actor=platform)

    assert fresh(town).get_root() == fresh(area)


def test_what_a_move_carries_is_counted_before(bureau, town, other_town, village):
    group = OrganisationFactory(parent=village, kind=Kind.GROUP)
    person = MediatorFactory(organisation=village).person
    PostFactory(person=person, organisation=group)
    PostFactory(organisation=group, valid_to=date(2025, 1, 1))
    OrganisationFactory(parent=village, kind=Kind.GROUP, dissolved_on=IN_MARCH)
    losing = RoleGrantFactory(organisation=town)
    gaining = RoleGrantFactory(organisation=other_town, role="inspector")
    RoleGrantFactory(organisation=bureau)
    RoleGrantFactory(organisation=village)
    RoleGrantFactory(organisation=town, role="trainer")
    RoleGrantFactory(organisation=town, role="platform")
    RoleGrantFactory(organisation=town, valid_to=date(2025, 1, 1))

    moving = queries.moves_along(fresh(village), fresh(other_town))

    assert (moving.organisations, moving.committees) == (2, 1)
    assert (moving.posts, moving.people) == (2, 1)
    assert (moving.gaining, moving.losing) == ([gaining], [losing])


def test_a_place_may_move_where_its_kind_may_hang(village, town, other_town, actor):
    OrganisationFactory(kind=Kind.OFFICE)

    found = queries.parents_for(fresh(village), mover=actor)

    assert list(found) == [town.get_parent(), fresh(other_town)]


# -- dissolving


@pytest.fixture
def dissolve(village, now, actor):
    def dissolve(organisation=village, effective_on=IN_MARCH, **others):
        options = {"at": now, "actor": actor, "document": "撤销决定", **others}
        return operations.dissolve_organisation(
            organisation=organisation, effective_on=effective_on, **options
        )

    return dissolve


def test_posts_end_with_the_place_and_roles_over_it(
    dissolve, village, now, heard, django_capture_on_commit_callbacks
):
    person = MediatorFactory(organisation=village).person
    resigning = PostFactory(
        organisation=village, valid_to=date(2027, 1, 1), end_reason="resigned"
    )
    to_the_day = PostFactory(organisation=village, valid_to=IN_MARCH)
    lapsed = PostFactory(organisation=village, valid_to=date(2025, 1, 1))
    grant = RoleGrantFactory(organisation=village)
    platform = RoleGrantFactory(organisation=village, role="platform")
    suspended = RoleGrantFactory(organisation=village, suspended_at=now)

    with django_capture_on_commit_callbacks(execute=True):
        dissolve()

    posts = Post.objects.filter(organisation=village).order_by("pk")
    assert list(posts.values_list("valid_to", "end_reason")) == [
        (IN_MARCH, "dissolved"),
        (IN_MARCH, "dissolved"),
        (IN_MARCH, "dissolved"),
        (date(2025, 1, 1), ""),
    ]
    for each in (grant, suspended):
        assert fresh(each).valid_to == local_day(now)
    assert fresh(platform).valid_to is None
    assert fresh(village).dissolved_on == IN_MARCH
    assert set(heard) == {village, person, resigning.person, to_the_day.person}
    assert lapsed.person not in heard
    assert events(village) == [Event.DISSOLVED]


def test_what_others_hang_beneath_is_not_dissolved(dissolve, village):
    for number in range(2):
        OrganisationFactory(parent=village, kind=Kind.GROUP, name=f"第{number}组")
    OrganisationFactory(parent=village, kind=Kind.GROUP, dissolved_on=IN_MARCH)

    with pytest.raises(operations.HoldsOthers, match="还有 2 个机构"):
        dissolve()
    assert fresh(village).exists


def test_posts_to_come_are_in_the_way(dissolve, village):
    PostFactory(organisation=village, valid_from=IN_MARCH)
    PostFactory(organisation=village, valid_from=IN_MARCH, annulled_at=None)

    with pytest.raises(operations.PostsToCome, match="2 个任职"):
        dissolve()


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2999, 1, 1), operations.DayToCome),
        (date(2019, 1, 1), operations.DayTooEarly),
        (IN_MARCH, operations.OutOfOrder),
    ],
)
def test_a_place_ends_after_what_happened_to_it(dissolve, move, village, day, refusal):
    Organisation.objects.filter(pk=village.pk).update(founded_on=date(2020, 1, 1))
    move(effective_on=IN_MAY)

    with pytest.raises(refusal):
        dissolve(effective_on=day)


def test_nobody_dissolves_the_top_of_their_own_branch(dissolve, village):
    chair = RoleGrantFactory(organisation=village).user

    with pytest.raises(operations.BeyondBranch):
        dissolve(actor=chair)


def test_it_is_dissolved_once(dissolve):
    dissolve()

    with pytest.raises(operations.PlaceDissolved):
        dissolve()


# -- merging


@pytest.fixture
def merge(village, neighbour, now, actor):
    def merge(organisation=village, successor=neighbour, **others):
        options = {
            "effective_on": IN_MARCH,
            "document": "合并村决定〔2026〕1号",
            "carry_on": False,
            "at": now,
            "actor": actor,
            **others,
        }
        return operations.merge_organisation(
            organisation=organisation, successor=successor, **options
        )

    return merge


def test_a_merger_ends_the_posts_and_takes_what_hangs_beneath(
    merge, village, neighbour, heard, django_capture_on_commit_callbacks
):
    group = OrganisationFactory(parent=village, kind=Kind.GROUP, name="第一调解小组")
    over = OrganisationFactory(parent=village, kind=Kind.GROUP, dissolved_on=IN_MARCH)
    person = MediatorFactory(organisation=village).person
    in_the_group = MediatorFactory(organisation=group).person
    grant = RoleGrantFactory(organisation=village)

    with django_capture_on_commit_callbacks(execute=True):
        merged = merge()

    assert (merged.successor, merged.dissolved_on) == (neighbour, IN_MARCH)
    assert (beneath(neighbour), beneath(village)) == (["第一调解小组"], [over.name])
    assert person.posts.get().end_reason == Post.EndReason.DISSOLVED
    assert in_the_group.posts.get().end_reason == ""
    assert fresh(grant).valid_to is not None
    assert events(village) == [Event.MERGED]
    assert events(neighbour) == [Event.ABSORBED]
    assert events(group) == [Event.MOVED]
    assert set(heard) == {group, village, neighbour, person}


def test_posts_carry_on_in_the_successor_to_the_end_of_their_term(
    merge, village, neighbour
):
    term = date(2027, 3, 1)
    post = PostFactory(
        person=MediatorFactory(organisation=neighbour).person,
        organisation=village,
        role=Post.Role.MEMBER,
        valid_to=term,
        employer="某劳务公司",
    )

    merge(carry_on=True)

    new = post.person.posts.get(organisation=neighbour, role="member")
    assert (new.valid_from, new.valid_to, new.basis) == (
        IN_MARCH,
        term,
        "合并村决定〔2026〕1号",
    )
    assert (new.appointment, new.employer, new.end_reason) == (
        "elected",
        "某劳务公司",
        "",
    )
    assert fresh(post).valid_to == IN_MARCH


def test_a_post_that_cannot_carry_on_ends(merge, village, neighbour, town):
    street = OrganisationFactory(parent=town, committee_type="street")
    hired = PostFactory(organisation=street, role="chair", appointment="hired")
    to_the_day = PostFactory(organisation=street, valid_to=IN_MARCH)
    both = PostFactory(organisation=street)
    PostFactory(person=both.person, organisation=neighbour)
    later = PostFactory(organisation=street, valid_to=date(2026, 12, 1))
    PostFactory(
        person=later.person, organisation=neighbour, valid_from=date(2027, 1, 1)
    )
    posts = list(queries.posts_cut_short(street, on=IN_MARCH).order_by("pk"))

    fates = queries.fates(posts, neighbour, on=IN_MARCH, carry_on=True)
    merge(organisation=street, carry_on=True)

    Fate = queries.Fate  # noqa: N806 -- a class
    assert [each.fate for each in fates] == [
        Fate.ELECTED_THERE,
        Fate.ENDS,
        Fate.HELD_THERE,
        Fate.CARRIES_ON,
    ]
    carried = Post.objects.filter(organisation=neighbour, valid_from=IN_MARCH)
    assert [post.person for post in carried] == [later.person]
    assert {fresh(post).end_reason for post in (hired, to_the_day, both)} == {
        "dissolved"
    }


def test_somebody_known_under_two_records_carries_on_as_the_one_left(
    merge, village, neighbour
):
    left = PersonFactory()
    PostFactory(person__merged_into=left, organisation=village)

    merge(carry_on=True)

    assert left.posts.get().organisation == neighbour


def test_a_group_may_merge_into_another_and_not_into_a_committee(
    merge, village, neighbour
):
    group = OrganisationFactory(parent=village, kind=Kind.GROUP, name="甲组")
    other = OrganisationFactory(parent=neighbour, kind=Kind.GROUP, name="乙组")

    with pytest.raises(operations.KindsDiffer):
        merge(organisation=group)
    merge(organisation=group, successor=other)

    assert fresh(group).successor == other


def test_a_merger_is_refused_whole(merge, village, neighbour, now):
    for place in (village, neighbour):
        OrganisationFactory(parent=place, kind=Kind.GROUP, name="第一调解小组")
    held = PostFactory(organisation=village)

    with pytest.raises(operations.NameTaken):
        merge()

    assert fresh(village).exists
    assert fresh(held).end_reason == ""


def test_a_merger_is_refused_in_words(merge, village, neighbour, town):
    stranger = OrganisationFactory()
    of_the_village = RoleGrantFactory(organisation=village).user

    with pytest.raises(operations.IntoItself):
        merge(successor=village)
    with pytest.raises(operations.BeyondBranch):
        merge(successor=stranger)
    with pytest.raises(operations.BeyondBranch):
        merge(actor=of_the_village)
    with pytest.raises(operations.BasisMissing):
        merge(carry_on=True, document=" ")
    PostFactory(organisation=village, valid_from=IN_MAY)
    with pytest.raises(operations.PostsToCome):
        merge()


def test_what_may_be_merged_into_is_of_the_kind_and_the_branch(
    village, neighbour, town, actor
):
    OrganisationFactory(parent=town, dissolved_on=IN_MARCH)
    OrganisationFactory()

    assert list(queries.successors_for(village, mover=actor)) == [neighbour]
