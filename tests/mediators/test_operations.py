from datetime import date

import pytest

from lms.kernel import personal
from lms.kernel.models import AuditEntry
from mediators import operations
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant, Rule, User
from mediators.operations.accounts import PhoneOfAnother, PhoneShared
from mediators.operations.people import ClosesAccount
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

Kind = Organisation.Kind
PHONE = "13900000001"


@pytest.fixture
def clerk():
    return UserFactory(name="钱文")


@pytest.fixture
def committee():
    return OrganisationFactory()


def appoint(now, **changes):
    terms = {
        "role": Post.Role.MEDIATOR,
        "appointment": Post.Appointment.HIRED,
        "kind": Post.Kind.PART_TIME,
        "basis": "聘任书 2026-03",
        "valid_from": date(2026, 3, 1),
        "valid_to": date(2029, 3, 1),
        "at": now,
        "actor": None,
    }
    return operations.appoint(**{**terms, **changes})


# -- the tree


def test_an_organisation_hangs_beneath_its_parent(now, clerk):
    bureau = operations.add_organisation(
        name="云溪区司法局", kind=Kind.BUREAU, parent=None, at=now, actor=clerk
    )

    committee = operations.add_organisation(
        name="青禾村人民调解委员会",
        kind=Kind.COMMITTEE,
        committee_type=Organisation.CommitteeType.VILLAGE,
        parent=bureau,
        at=now,
        actor=clerk,
    )

    assert (committee.get_parent(), committee.recorded_at) == (bureau, now)
    assert AuditEntry.objects.filter(action="organisation.added").count() == 2


@pytest.mark.parametrize(
    ("kind", "committee_type"), [(Kind.COMMITTEE, ""), (Kind.BUREAU, "village")]
)
def test_a_committee_and_only_a_committee_has_a_type(now, kind, committee_type):
    with pytest.raises(operations.TypeMismatch):
        operations.add_organisation(
            name="某会",
            kind=kind,
            committee_type=committee_type,
            parent=None,
            at=now,
            actor=None,
        )


def test_neighbours_do_not_share_a_name(now, committee):
    with pytest.raises(operations.NameTaken, match=committee.name):
        operations.add_organisation(
            name=committee.name, kind=Kind.BUREAU, parent=None, at=now, actor=None
        )


def test_nothing_is_added_beneath_what_was_dissolved(now):
    bureau = OrganisationFactory(kind=Kind.BUREAU, dissolved_on=date(2025, 1, 1))

    with pytest.raises(operations.ParentDissolved):
        operations.add_organisation(
            name="新所", kind=Kind.OFFICE, parent=bureau, at=now, actor=None
        )


def test_a_new_rule_ends_the_one_before(now, committee):
    for value, day in ((3, date(2024, 1, 1)), (1, date(2026, 1, 1))):
        operations.add_rule(
            organisation=committee,
            code=Rule.Code.TERM_YEARS,
            value=value,
            document="某字〔2025〕4号",
            valid_from=day,
            at=now,
            actor=None,
        )

    periods = Rule.objects.values_list("value", "valid_from", "valid_to")
    assert list(periods) == [
        (3, date(2024, 1, 1), date(2026, 1, 1)),
        (1, date(2026, 1, 1), None),
    ]


# -- people


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 周 小 满 ", "周小满"),
        ("买买提．阿卜杜拉", "买买提·阿卜杜拉"),
        ("𬱖 明", "𬱖明"),
        ("Li  Mei", "Li Mei"),
    ],
)
def test_a_name_is_kept_as_it_is_written(now, typed, kept):
    person = operations.register_person(name=typed, at=now, actor=None)

    assert person.name == kept


def test_a_person_without_a_name_is_refused(now):
    with pytest.raises(operations.NameMissing):
        operations.register_person(name="  ", at=now, actor=None)


def test_what_the_log_says_of_a_person_is_kept_under_their_key(now, clerk):
    person = operations.register_person(
        name="周小满", phone="13800000000", at=now, actor=clerk
    )

    entry = AuditEntry.objects.get(action="person.registered")
    values = personal.decrypt(person.uuid, entry.value.ciphertext)
    assert (entry.actor, entry.person, entry.fields) == (
        clerk,
        person.uuid,
        ["name", "phone"],
    )
    assert values == {"name": "周小满", "phone": "13800000000"}


def test_a_mediator_is_registered_once(now):
    person = PersonFactory()

    first = operations.register_mediator(
        person=person, background=Mediator.Background.TEACHER, at=now, actor=None
    )
    again = operations.register_mediator(person=person, at=now, actor=None)

    assert (first, again.background) == (again, Mediator.Background.TEACHER)


def test_merging_rewrites_no_record_of_either(now):
    duplicate, survivor = MediatorFactory(), MediatorFactory()
    post = duplicate.person.posts.get()

    operations.merge_people(
        duplicate=duplicate.person,
        into=survivor.person,
        at=now,
        actor=None,
        reason="同一人",
    )

    post.refresh_from_db()
    assert post.person == duplicate.person
    assert list(Mediator.objects.living()) == [survivor]
    assert set(Mediator.objects.same_as(survivor)) == {duplicate, survivor}


def test_after_merging_one_account_is_left(now):
    duplicate, survivor = MediatorFactory(), MediatorFactory()

    operations.merge_people(
        duplicate=duplicate.person,
        into=survivor.person,
        at=now,
        actor=None,
        reason="同",
    )

    duplicate.person.user.refresh_from_db()
    assert (duplicate.person.user.is_active, survivor.person.user.is_active) == (
        False,
        True,
    )
    entry = AuditEntry.objects.get(action="account.closed")
    assert entry.person == duplicate.person.uuid


@pytest.mark.parametrize("role", ["administrator", "platform", "own"])
def test_nobody_closes_an_account_beyond_their_scope_by_merging(now, role):
    town, bureau = (
        OrganisationFactory(kind="office"),
        OrganisationFactory(kind="bureau"),
    )
    actor = RoleGrantFactory(organisation=town).user
    committee = OrganisationFactory(parent=town)
    mine = MediatorFactory(organisation=committee, person__user=UserFactory())
    their = MediatorFactory(
        organisation=committee,
        person__user=actor if role == "own" else UserFactory(),
    )
    if role != "own":
        RoleGrantFactory(user=their.person.user, organisation=bureau, role=role)

    with pytest.raises(ClosesAccount):
        operations.merge_people(
            duplicate=their.person, into=mine.person, at=now, actor=actor, reason="同"
        )

    user = their.person.user
    user.refresh_from_db()
    assert user.is_active


def test_the_only_account_opens_the_record_that_is_left(now):
    duplicate, survivor = MediatorFactory(), MediatorFactory(person__user=None)

    operations.merge_people(
        duplicate=duplicate.person,
        into=survivor.person,
        at=now,
        actor=None,
        reason="同",
    )

    assert Mediator.objects.of(duplicate.person.user).get() == survivor


def test_what_was_merged_before_follows(now):
    first, second, third = PersonFactory.create_batch(3)
    operations.merge_people(duplicate=first, into=second, at=now, actor=None, reason="")

    operations.merge_people(duplicate=second, into=third, at=now, actor=None, reason="")

    assert set(Person.objects.filter(merged_into=third)) == {first, second}


def test_records_that_cannot_be_one_person_are_not_merged(now):
    one = PersonFactory(id_number_lookup="a" * 64)
    two = PersonFactory(id_number_lookup="b" * 64)
    merged = PersonFactory(merged_into=one)

    for duplicate, into, refusal in (
        (one, one, operations.SamePerson),
        (one, two, operations.DifferentPeople),
        (merged, two, operations.MergedAlready),
    ):
        with pytest.raises(refusal):
            operations.merge_people(
                duplicate=duplicate, into=into, at=now, actor=None, reason=""
            )
    assert Person.objects.living().count() == 2


# -- accounts


def test_an_account_opens_with_a_password_to_be_changed(now):
    person = PersonFactory(name="李梅")

    user = operations.create_account(
        person=person, username="limei", password="春风化雨润心田", at=now, actor=None
    )

    person.refresh_from_db()
    assert (person.user, user.name, user.must_change_password) == (user, "李梅", True)
    assert user.check_password("春风化雨润心田")


@pytest.mark.parametrize(
    ("own", "refusal"),
    [("13900000002", PhoneOfAnother), ("", PhoneOfAnother), (PHONE, PhoneShared)],
)
def test_nobody_signs_in_by_the_phone_of_somebody_else(now, own, refusal):
    PersonFactory(phone=PHONE)

    with pytest.raises(refusal):
        operations.create_account(
            person=PersonFactory(phone=own),
            username=PHONE,
            password="x",
            at=now,
            actor=None,
        )
    assert not User.objects.filter(username=PHONE).exists()


def test_one_person_has_one_account_and_one_name_one_person(now):
    taken = MediatorFactory()

    with pytest.raises(operations.HasAccount):
        operations.create_account(
            person=taken.person, username="other", password="x", at=now, actor=None
        )
    with pytest.raises(operations.UserNameTaken):
        operations.create_account(
            person=PersonFactory(),
            username=taken.person.user.username,
            password="x",
            at=now,
            actor=None,
        )


# -- posts


def test_appointing_makes_a_mediator_with_a_post(now, committee, clerk):
    person = PersonFactory()

    post = appoint(now, person=person, organisation=committee, actor=clerk)

    entry = AuditEntry.objects.get(action="post.begun")
    assert (person.mediator.recorded_at, post.valid_to) == (now, date(2029, 3, 1))
    assert (entry.actor, entry.person) == (clerk, person.uuid)


@pytest.mark.parametrize("born_on", [date(2008, 3, 1), None])
def test_somebody_of_eighteen_may_be_appointed(now, committee, born_on):
    person = PersonFactory(born_on=born_on)

    assert appoint(now, person=person, organisation=committee).pk


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"valid_from": date(2019, 2, 28)}, operations.NotAdult),
        ({"valid_from": date(1026, 3, 1)}, operations.FirstDayFarAway),
        (
            {"valid_from": date(9998, 1, 1), "valid_to": None},
            operations.FirstDayFarAway,
        ),
        ({"basis": "  "}, operations.BasisMissing),
        ({"valid_to": date(2026, 3, 1)}, operations.EndBeforeBeginning),
    ],
)
def test_an_appointment_that_the_law_forbids_is_refused(
    now, committee, changes, refusal
):
    person = PersonFactory(born_on=date(2001, 3, 1))

    with pytest.raises(refusal):
        appoint(now, person=person, organisation=committee, **changes)

    assert not Post.objects.exists()


def test_a_bureau_has_no_posts_and_a_dissolved_committee_none_any_more(now):
    bureau = OrganisationFactory(kind=Kind.BUREAU)
    gone = OrganisationFactory(dissolved_on=date(2025, 1, 1))

    with pytest.raises(operations.NoPostsHere):
        appoint(now, person=PersonFactory(), organisation=bureau)
    with pytest.raises(operations.Dissolved):
        appoint(now, person=PersonFactory(), organisation=gone)


def test_a_merged_record_is_not_appointed(now, committee):
    merged = PersonFactory(merged_into=PersonFactory())

    with pytest.raises(operations.MergedAlready):
        appoint(now, person=merged, organisation=committee)
    with pytest.raises(operations.MergedAlready):
        operations.register_mediator(person=merged, at=now, actor=None)


def test_the_same_post_twice_at_a_time_is_refused_in_a_sentence(now, committee):
    held = PostFactory(organisation=committee, person__name="周小满")

    with pytest.raises(operations.PostOverlaps, match="周小满"):
        appoint(now, person=held.person, organisation=committee)


def test_a_new_term_begins_on_the_day_the_old_one_ends(now, committee):
    held = PostFactory(organisation=committee, valid_to=date(2026, 3, 1))

    assert appoint(now, person=held.person, organisation=committee).pk


def test_a_post_ends_with_a_reason_and_the_moment_it_was_recorded(now, clerk):
    post = PostFactory()

    ended = operations.end_post(
        post=post,
        on=date(2026, 5, 1),
        reason=Post.EndReason.RESIGNED,
        at=now,
        actor=clerk,
    )

    assert (ended.valid_to, ended.end_recorded_at) == (date(2026, 5, 1), now)
    with pytest.raises(operations.PostEnded):
        operations.end_post(
            post=post,
            on=date(2026, 6, 1),
            reason=Post.EndReason.DIED,
            at=now,
            actor=clerk,
        )


@pytest.mark.parametrize(
    ("appointment", "kind", "reason"),
    [
        ("hired", "part_time", "removed"),
        ("elected", "part_time", "dismissed"),
        ("elected", "part_time", "roster_removed"),
    ],
)
def test_the_reason_of_an_end_matches_the_post(now, appointment, kind, reason):
    post = PostFactory(appointment=appointment, kind=kind)

    with pytest.raises(operations.ReasonMismatch):
        operations.end_post(
            post=post, on=date(2026, 5, 1), reason=reason, at=now, actor=None
        )


@pytest.mark.parametrize(
    ("on", "reason", "refusal"),
    [
        (date(2024, 1, 1), "resigned", operations.EndBeforeBeginning),
        (date(2027, 1, 2), "resigned", operations.AfterTheTerm),
        (date(2026, 1, 1), "", operations.ReasonMissing),
    ],
)
def test_an_end_that_cannot_be_is_refused(now, on, reason, refusal):
    post = PostFactory(valid_to=date(2027, 1, 1))

    with pytest.raises(refusal):
        operations.end_post(post=post, on=on, reason=reason, at=now, actor=None)


def test_a_post_is_annulled_once_and_with_a_reason(now, clerk):
    post = PostFactory()

    with pytest.raises(operations.ReasonMissing):
        operations.annul_post(post=post, reason=" ", at=now, actor=clerk)
    operations.annul_post(post=post, reason="录入有误", at=now, actor=clerk)
    with pytest.raises(operations.PostAnnulled):
        operations.annul_post(post=post, reason="又一次", at=now, actor=clerk)

    assert list(Post.objects.standing()) == []


# -- roles


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Kind.BUREAU)


@pytest.fixture
def administrator(bureau):
    return RoleGrantFactory(organisation=bureau).user


def grant(now, **changes):
    terms = {
        "role": RoleGrant.Role.TRAINER,
        "valid_from": date(2024, 1, 1),
        "at": now,
    }
    return operations.grant_role(**{**terms, **changes})


def test_an_administrator_grants_within_their_branch(now, bureau, administrator):
    town = OrganisationFactory(parent=bureau, kind=Kind.OFFICE)

    granted = grant(now, user=UserFactory(), organisation=town, actor=administrator)

    assert (granted.granted_by, granted.user.roles.effective().count()) == (
        administrator,
        1,
    )


def test_nobody_grants_beyond_their_branch_or_above_themselves(
    now, bureau, administrator
):
    for organisation, role in (
        (OrganisationFactory(), RoleGrant.Role.TRAINER),
        (bureau, RoleGrant.Role.PLATFORM),
    ):
        with pytest.raises(operations.BeyondScope):
            grant(
                now,
                user=UserFactory(),
                organisation=organisation,
                role=role,
                actor=administrator,
            )


def test_a_role_is_not_granted_twice_for_the_same_time(now, bureau):
    user = UserFactory()
    grant(now, user=user, organisation=bureau, actor=None)

    with pytest.raises(operations.RoleOverlaps):
        grant(
            now, user=user, organisation=bureau, valid_to=date(2030, 1, 1), actor=None
        )


@pytest.mark.parametrize("since", [date(2024, 1, 1), "today"])
def test_a_role_ends_at_once(now, bureau, administrator, since):
    day = operations.roles.local_day(now) if since == "today" else since
    granted = grant(
        now, user=UserFactory(), organisation=bureau, valid_from=day, actor=None
    )

    operations.end_role(grant=granted, at=now, actor=administrator, reason="调离")

    assert not granted.user.roles.effective().exists()


def test_a_role_that_ended_does_not_end_again(now, bureau):
    over = RoleGrantFactory(organisation=bureau, valid_to=date(2025, 1, 1))

    with pytest.raises(operations.RoleEnded):
        operations.end_role(grant=over, at=now, actor=None, reason="")


def test_a_platform_administrator_has_every_branch(now):
    platform = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user
    elsewhere = OrganisationFactory()

    granted = grant(
        now,
        user=UserFactory(),
        organisation=elsewhere,
        role=RoleGrant.Role.PLATFORM,
        actor=platform,
    )

    assert granted.pk
    assert set(Organisation.objects.administered_by(platform)) == set(
        Organisation.objects.all()
    )


# -- who may be a member, and what is a name


@pytest.mark.parametrize("kind", Organisation.ELECTING)
@pytest.mark.parametrize("role", Post.MEMBERS)
def test_where_the_law_has_members_elected_none_is_hired(now, kind, role):
    place = OrganisationFactory(committee_type=kind)

    with pytest.raises(operations.MemberNotElected):
        appoint(now, person=PersonFactory(), organisation=place, role=role)

    elected = Post.Appointment.ELECTED
    terms = {"organisation": place, "role": role, "appointment": elected}
    assert appoint(now, person=PersonFactory(), **terms).appointment == elected


@pytest.mark.parametrize("kind", ["township", "street", "professional"])
def test_a_committee_founded_by_reference_to_the_law_may_name_its_members(now, kind):
    place = OrganisationFactory(committee_type=kind)

    post = appoint(now, person=PersonFactory(), organisation=place, role="member")

    assert post.appointment == Post.Appointment.HIRED


@pytest.mark.parametrize(
    "name",
    ["王三🙂", "王三1", "·阿依", "阿依·", "李,梅", "王*三", "(李梅)", "王_三", "🙂"],
)
def test_what_no_name_holds_is_refused(now, name):
    with pytest.raises(operations.NotAName):
        operations.register_person(name=name, at=now, actor=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 三", "王三"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("李\U00020bb7", "李\U00020bb7"),
        ("田\U000323a0", "田\U000323a0"),
        ("\uf9d1三", "\uf9d1三"),
        ("李〇", "李〇"),
        ("Anna Schmidt", "Anna Schmidt"),
    ],
)
def test_rare_and_foreign_names_are_names(now, typed, kept):
    person = operations.register_person(name=typed, at=now, actor=None)

    assert person.name == kept
