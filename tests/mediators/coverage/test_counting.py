import pytest

from mediators.coverage import measures, operations
from mediators.models import Person, Post, Rule
from mediators.operations import annul_rule
from tests.factories.mediators import (
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RuleFactory,
)
from tests.mediators.coverage.conftest import DAY, differing, stored

pytestmark = pytest.mark.usefixtures("proofs")


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau", name="区司法局")


@pytest.fixture
def towns(bureau):
    return [OrganisationFactory(kind="office", parent=bureau) for _ in range(2)]


@pytest.fixture
def committees(towns):
    return [OrganisationFactory(parent=town) for town in towns for _ in range(2)]


def test_nobody_is_counted_twice_in_a_branch(bureau, towns, committees, roll):
    person = PersonFactory(gender=Person.Gender.FEMALE)
    for committee in committees[:3]:
        PostFactory(person=person, organisation=committee)

    roll()

    counted = [stored(each)["people"] for each in (bureau, *towns, *committees)]
    assert counted == [1, 1, 1, 1, 1, 1, 0]
    assert differing() == []


def test_a_post_begun_and_ended_is_counted(bureau, committees, roll, count):
    roll()

    post = PostFactory(organisation=committees[0], kind=Post.Kind.FULL_TIME)
    count()
    begun = stored(bureau)
    post.valid_to, post.end_reason = DAY, Post.EndReason.RESIGNED
    post.save()
    count()

    assert (begun["posts"], begun["full_time"], stored(bureau)["posts"]) == (1, 1, 0)
    assert differing() == []


def test_whoever_has_two_places_is_still_one_when_one_of_them_moves(
    bureau, towns, committees, roll, count
):
    person = PersonFactory()
    for committee in (committees[0], committees[2]):
        PostFactory(person=person, organisation=committee)
    roll()
    towns[1].refresh_from_db()
    committees[0].refresh_from_db()
    committees[0].move(towns[1], "last-child")
    committees[0].refresh_from_db()
    operations.mark_place(committees[0])
    count()

    assert differing() == []


def test_a_proof_of_the_living_counts_for_the_post_of_a_merged_record(
    committees, roll, count, proofs
):
    place = committees[0]
    living, merged = PersonFactory(), PersonFactory()
    roll()

    merged.merged_into = living
    merged.save()
    PostFactory(person=merged, organisation=place)
    proofs.give("trained", living)
    count()

    assert (stored(place)["people"], stored(place)["trained"]) == (1, 1)
    assert differing() == []


def test_a_rule_of_one_type_of_committee_marks_no_other(bureau, towns, roll):
    few = {"code": Rule.Code.MEMBERS_MIN, "value": 5}
    village = OrganisationFactory(parent=towns[0], committee_type="village")
    street = OrganisationFactory(parent=towns[1], committee_type="street")
    for place in (village, street):
        PostFactory.create_batch(3, organisation=place, role=Post.Role.MEMBER)
    RuleFactory(organisation=bureau, committee_type="village", **few)

    roll()

    found = [stored(each)["few_members"] for each in (village, street, bureau)]
    assert found == [1, 0, 1]
    assert differing() == []


def test_a_rule_nearer_by_does_not_loosen_one_for_the_type(bureau, towns, roll):
    code = Rule.Code.MEMBERS_MIN
    village = OrganisationFactory(parent=towns[0], committee_type="village")
    PostFactory.create_batch(3, organisation=village, role=Post.Role.MEMBER)
    RuleFactory(organisation=bureau, code=code, value=5, committee_type="village")
    RuleFactory(organisation=towns[0], code=code, value=2)

    roll()

    assert stored(village)["few_members"] == 1
    assert differing() == []


def test_an_annulled_rule_marks_nobody(bureau, towns, roll, count, now):
    village = OrganisationFactory(parent=towns[0], committee_type="village")
    PostFactory.create_batch(3, organisation=village, role=Post.Role.MEMBER)
    rule = RuleFactory(organisation=bureau, code=Rule.Code.MEMBERS_MIN, value=5)
    roll()
    before = stored(village)["few_members"]

    annul_rule(rule=rule, reason="录错", at=now, actor=None)
    count()

    assert (before, stored(village)["few_members"]) == (1, 0)
    assert differing() == []


def test_a_measure_without_a_column_is_refused():
    with pytest.raises(ValueError, match="graded"):
        measures.add(
            measures.Measure("graded", "graded", lambda _day: Person.objects, 1)
        )
