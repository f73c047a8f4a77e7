import pytest

from mediators.coverage import measures, operations
from mediators.models import Person, Post
from tests.factories.mediators import OrganisationFactory, PersonFactory, PostFactory
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


def test_a_measure_without_a_column_is_refused():
    with pytest.raises(ValueError, match="graded"):
        measures.add(
            measures.Measure("graded", "graded", lambda _day: Person.objects, 1)
        )
