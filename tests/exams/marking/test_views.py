import copy
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from exams.assembly.models import ScoringManifest
from exams.delivery.answers import slots_of
from exams.delivery.models import Attempt, AttemptText
from exams.delivery.operations import annul_attempt
from exams.marking import operations
from exams.marking.models import Mark, MarkTask, Result
from tests.exams.marking.conftest import TEXT
from tests.factories.delivery import AdmissionFactory, AttemptFactory
from tests.factories.mediators import MediatorFactory, RoleGrantFactory, UserFactory

ROLES = ["administrator", "trainer", "marker", "inspector"]
GIVEN = {"line_1": "1.2", "line_2": "0.4", "comment": "写得清楚"}


@pytest.fixture
def visit(client):
    """Return a function: what `user` gets from a page, in English."""

    def visit(user, name, *args, data=None, **params):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        url = reverse(f"marking:{name}", args=args)
        if data is None:
            return client.get(url, params)
        return client.post(url, data)

    return visit


@pytest.fixture
def task(being_marked):
    being_marked()
    return MarkTask.objects.get()


@pytest.fixture
def taken(task, sitting, marker, now):
    return operations.take_task(sitting=sitting, by=marker, at=now)


@pytest.fixture
def colleague(bureau):
    user = UserFactory(name="李守田")
    RoleGrantFactory(user=user, organisation=bureau, role="marker")
    return user


def text_of(response):
    return response.content.decode()


# -- Marking


def test_a_marker_takes_an_answer_gives_points_and_gets_the_next(
    visit, sitting, marker, being_marked
):
    being_marked()
    being_marked()

    opened = visit(marker, "take", sitting.uuid, data={})
    first = MarkTask.objects.get(state="leased")
    saved = visit(marker, "task", first.uuid, data=GIVEN)

    second = MarkTask.objects.get(state="leased")
    mark = Mark.objects.get()
    assert opened.url == first.get_absolute_url()
    assert saved.url == second.get_absolute_url() != first.get_absolute_url()
    assert (mark.points, mark.lines, mark.comment) == (
        Decimal("1.6"),
        ["1.2", "0.4"],
        "写得清楚",
    )
    assert "Paper no. 2" in text_of(visit(marker, "task", second.uuid))


def test_points_in_all_count_instead_of_the_points_one_by_one(visit, taken, marker):
    visit(marker, "task", taken.uuid, data={**GIVEN, "total": "0.75"})

    mark = Mark.objects.get()
    assert (mark.points, mark.lines) == (Decimal("0.75"), [])


def test_after_the_last_answer_the_list_opens_again(visit, taken, marker):
    response = visit(marker, "task", taken.uuid, data=GIVEN)

    assert response.url == reverse("marking:task-list")
    assert Result.objects.get().raw == Decimal("9.6")


def test_a_task_with_nothing_written_says_so(visit, taken, marker):
    AttemptText.objects.all().delete()

    response = visit(marker, "task", taken.uuid)

    assert "Not answered" in text_of(response)


def test_a_short_answer_left_empty_earns_nothing_and_waits_for_nobody(
    handed_in, right, sitting, now
):
    slots = slots_of(sitting.paper.uuid)
    choices = {s: right(v) for s, v in slots.items() if v["kind"] != "short_answer"}

    result = operations.score_attempt(attempt=handed_in(choices), at=now)

    assert result.raw == Decimal(8)
    assert not MarkTask.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"line_1": "1.2"}, "Give points for each point of the answer"),
        ({"line_1": "7", "line_2": "0.4"}, "Select a valid choice"),
        ({"total": "-1"}, "greater than or equal to 0"),
        ({"total": "viel"}, "Enter a number."),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(
    visit, taken, marker, given, words
):
    response = visit(marker, "task", taken.uuid, data={**given, "comment": "且慢"})

    assert words in text_of(response)
    assert "且慢" in text_of(response)
    assert not Mark.objects.exists()


def test_too_many_points_are_refused_in_words(visit, taken, marker):
    given = {"total": "3", "comment": "且慢"}

    response = visit(marker, "task", taken.uuid, data=given)

    assert "Give between 0 and 2 points." in text_of(response)
    assert "且慢" in text_of(response)
    assert not Mark.objects.exists()


def test_the_page_shows_the_answer_and_what_is_expected_and_not_who_wrote_it(
    visit, taken, marker
):
    person = taken.attempt.admission.mediator.person
    person.name = "欧阳春晓"
    person.save()

    shown = text_of(visit(marker, "task", taken.uuid))

    secrets = [
        person.name,
        taken.attempt.admission.ticket_no,
        str(taken.attempt.uuid),
        str(taken.attempt.admission.mediator.uuid),
    ]
    assert TEXT in shown
    assert "终止调解 (1.2 points)" in shown
    assert [secret for secret in secrets if secret in shown] == []


def test_the_page_shows_the_key_of_no_other_question(visit, taken, marker, manifest):
    shown = text_of(visit(marker, "task", taken.uuid))

    assert manifest.slots["s5"]["explanation"] not in shown
    assert manifest.slots["s1"]["key"]["option"] not in shown


def test_an_answer_in_other_hands_says_so(visit, taken, marker, colleague):
    opened = visit(colleague, "task", taken.uuid)
    posted = visit(colleague, "task", taken.uuid, data=GIVEN)
    back = visit(colleague, "give-back", taken.uuid, data={})

    assert [r.url for r in (opened, posted, back)] == [reverse("marking:task-list")] * 3
    taken.refresh_from_db()
    assert (taken.state, taken.marker) == ("leased", marker)
    assert "Somebody else is marking this answer now." in text_of(
        visit(colleague, "task-list")
    )


def test_an_answer_goes_back_to_the_others(visit, taken, marker):
    visit(marker, "give-back", taken.uuid, data={})

    taken.refresh_from_db()
    assert taken.state == "waiting"


def test_another_marker_changes_a_mark(visit, scored, sitting, colleague, marker):
    scored(points=Decimal(1))
    task = MarkTask.objects.get()

    listed = text_of(visit(colleague, "mark-list", sitting.uuid))
    asked = text_of(visit(colleague, "change", task.uuid))
    refused = visit(marker, "change", task.uuid, data={**GIVEN, "reason": "漏看"})
    bare = visit(colleague, "change", task.uuid, data=GIVEN)
    done = visit(colleague, "change", task.uuid, data={**GIVEN, "reason": "漏看"})

    assert reverse("marking:change", args=[task.uuid]) in listed
    assert marker.name in listed
    assert TEXT in asked
    assert "You gave this mark. Another person changes it." in text_of(refused)
    assert "This field is required." in text_of(bare)
    assert done.url == reverse("marking:mark-list", args=[sitting.uuid])
    assert [mark.points for mark in task.marks.all()] == [Decimal(1), Decimal("1.6")]
    assert reverse("marking:change", args=[task.uuid]) not in text_of(
        visit(colleague, "mark-list", sitting.uuid)
    )


def test_a_released_mark_stands_in_the_list_no_more(visit, released, sitting, marker):
    released()

    shown = visit(marker, "mark-list", sitting.uuid)

    assert "No mark that could still be changed" in text_of(shown)


# -- Results in the Office


def test_results_are_listed_by_name_and_released_by_another_person(
    visit, scored, sitting, administrator, marker
):
    attempt = scored()
    name = attempt.admission.mediator.person.name

    listed = text_of(visit(administrator, "result-list", sitting.uuid))
    asked = text_of(visit(administrator, "release", sitting.uuid))
    done = visit(administrator, "release", sitting.uuid, data={})
    after = text_of(visit(administrator, "result-list", sitting.uuid))

    assert name in listed
    assert "90%, 9/10" in listed
    assert "1 candidate will see their result" in asked
    assert done.url == reverse("marking:result-list", args=[sitting.uuid])
    assert "1 result is released." in after
    assert reverse("marking:release", args=[sitting.uuid]) not in after
    assert Result.objects.get().released_by == administrator


def test_who_marked_is_refused_the_release_in_words(
    visit, scored, sitting, marker, bureau
):
    RoleGrantFactory(user=marker, organisation=bureau, role="trainer")
    scored()

    visit(marker, "release", sitting.uuid, data={})

    assert "You marked answers among these results." in text_of(
        visit(marker, "result-list", sitting.uuid)
    )
    assert Result.objects.get().released_at is None


def test_papers_still_being_marked_are_said_before_releasing(
    visit, scored, being_marked, sitting, administrator
):
    scored()
    being_marked()

    asked = text_of(visit(administrator, "release", sitting.uuid))
    listed = text_of(visit(administrator, "result-list", sitting.uuid))

    assert "1 paper is still being marked." in asked
    assert "Being marked" in listed


def test_an_inspector_looks_and_does_not_release(visit, scored, sitting, bureau):
    scored()
    inspector = RoleGrantFactory(organisation=bureau, role="inspector").user

    listed = visit(inspector, "result-list", sitting.uuid)

    assert listed.status_code == 200
    assert reverse("marking:release", args=[sitting.uuid]) not in text_of(listed)
    assert visit(inspector, "release", sitting.uuid, data={}).status_code == 404
    assert not Result.objects.released().exists()


def test_the_list_is_empty_in_words_for_each_role(visit):
    marker = RoleGrantFactory(role="marker").user
    administrator = RoleGrantFactory(role="administrator").user

    for_marker = text_of(visit(marker, "task-list"))
    for_administrator = text_of(visit(administrator, "task-list"))

    assert "No answer waits to be marked" in for_marker
    assert "Nobody has handed in yet" not in for_marker
    assert "Nobody has handed in yet" in for_administrator
    assert "No answer waits to be marked" not in for_administrator


# -- The candidate


def test_a_candidate_reads_the_result_only_after_the_release(
    visit, scored, sitting, administrator, now
):
    attempt = scored({"s4": {"texts": ["三", "十"]}})
    user = attempt.admission.mediator.person.user

    before = text_of(visit(user, "result", attempt.uuid))
    operations.release(sitting=sitting, by=administrator, at=now)
    after = text_of(visit(user, "result", attempt.uuid))

    assert "The result is not released yet" in before
    assert "1/10" not in before
    assert "Not passed this time" in after
    assert "1 points (out of 10)" in after
    assert "5 points were missing." in after
    assert "1/2" in after


def test_a_pass_is_said_in_kind_words(visit, released):
    attempt = released()
    user = attempt.admission.mediator.person.user

    assert "Congratulations." in text_of(visit(user, "result", attempt.uuid))


def test_what_is_released_stands_in_the_file_of_who_sat_it(
    client, scored, sitting, administrator, now
):
    attempt = scored()
    client.force_login(attempt.admission.mediator.person.user)
    page = reverse("marking:result", args=[attempt.uuid])

    def stands():
        return page in client.get(reverse("mediators:me")).content.decode()

    before = stands()
    operations.release(sitting=sitting, by=administrator, at=now)

    assert (before, stands()) == (False, True)


def test_an_annulled_attempt_has_no_result(visit, scored, now):
    attempt = annul_attempt(attempt=scored(), reason="替考", by=UserFactory(), at=now)
    user = attempt.admission.mediator.person.user

    shown = text_of(visit(user, "result", attempt.uuid))

    assert "This attempt was annulled" in shown
    assert "9/10" not in shown


def test_an_attempt_not_handed_in_has_no_result_page(visit):
    attempt = AttemptFactory(running=True)
    user = attempt.admission.mediator.person.user

    assert visit(user, "result", attempt.uuid).status_code == 404


def test_nothing_of_key_rule_or_explanation_reaches_a_candidate(
    visit, scored, manifest, administrator, now
):
    slots = copy.deepcopy(manifest.slots)
    canaries = ["金丝雀答案", "金丝雀要点", "金丝雀解析", "canary_rule"]
    slots["s4"]["key"]["blanks"][0].append(canaries[0])
    slots["s5"]["key"]["points_of_answer"][0]["text"] = canaries[1]
    for rules in slots.values():
        rules["explanation"] = canaries[2]
    slots["s1"]["rule"] = canaries[3]
    ScoringManifest.objects.create(
        paper=manifest.paper, rev=2, slots=slots, sha256="0" * 64
    )
    attempt = scored()
    user = attempt.admission.mediator.person.user

    before = visit(user, "result", attempt.uuid)
    sitting = attempt.admission.sitting
    operations.release(sitting=sitting, by=administrator, at=now)
    after = visit(user, "result", attempt.uuid)

    canaries += ["不收任何费用"]
    right = [slots["s1"]["key"]["option"], *slots["s2"]["key"]["options"]]
    for response in (before, after):
        told = text_of(response) + str(response.headers)
        assert response.status_code == 200
        assert [each for each in canaries if each in told] == []
        # Four characters: by chance they are part of a longer word, of a nonce for one.
        assert not {*right} & {*re.findall(r"\w+", told)}


# -- Strangers


@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_another_branch_sees_or_does_anything(
    visit, scored, being_marked, marker, role
):
    attempt = scored()
    sitting = attempt.admission.sitting
    being_marked()
    visit(marker, "take", sitting.uuid, data={})
    task = MarkTask.objects.get(state="leased")
    done = MarkTask.objects.get(state="done")
    stranger = RoleGrantFactory(role=role).user

    looked = [
        visit(stranger, "result-list", sitting.uuid),
        visit(stranger, "release", sitting.uuid),
        visit(stranger, "mark-list", sitting.uuid),
        visit(stranger, "task", task.uuid),
        visit(stranger, "change", done.uuid),
        visit(stranger, "result", attempt.uuid),
    ]
    acted = [
        visit(stranger, "release", sitting.uuid, data={}),
        visit(stranger, "take", sitting.uuid, data={}),
        visit(stranger, "task", task.uuid, data=GIVEN),
        visit(stranger, "give-back", task.uuid, data={}),
        visit(stranger, "change", done.uuid, data={**GIVEN, "reason": "漏看"}),
    ]

    assert {response.status_code for response in looked + acted} == {404}
    assert sitting.title not in text_of(visit(stranger, "task-list"))
    task.refresh_from_db()
    assert (task.state, Mark.objects.count()) == ("leased", 1)
    assert not Result.objects.released().exists()


def test_a_marker_sees_no_names_and_releases_nothing(visit, scored, sitting, marker):
    attempt = scored()

    assert visit(marker, "result-list", sitting.uuid).status_code == 404
    assert visit(marker, "release", sitting.uuid, data={}).status_code == 404
    for page in ("task-list", "mark-list"):
        args = [sitting.uuid] if page == "mark-list" else []
        shown = text_of(visit(marker, page, *args))
        assert attempt.admission.mediator.person.name not in shown
        assert str(attempt.uuid) not in shown


def test_who_administers_and_does_not_mark_opens_no_answer(visit, taken, administrator):
    assert visit(administrator, "task", taken.uuid).status_code == 404
    assert visit(administrator, "task", taken.uuid, data=GIVEN).status_code == 404


def test_a_marker_never_opens_their_own_answer(visit, sitting, being_marked, bureau):
    mediator = MediatorFactory()
    own = mediator.person.user
    RoleGrantFactory(user=own, organisation=bureau, role="marker")
    being_marked(admission=AdmissionFactory(sitting=sitting, mediator=mediator))
    task = MarkTask.objects.get()

    assert visit(own, "task", task.uuid).status_code == 404
    assert visit(own, "take", sitting.uuid, data={}).status_code == 404


def test_another_candidate_sees_nothing_of_a_result(
    visit, released, handed_in, administrator
):
    attempt = released()
    other = handed_in().admission.mediator.person.user

    assert visit(other, "result", attempt.uuid).status_code == 404
    assert visit(administrator, "result", attempt.uuid).status_code == 404


@pytest.mark.parametrize("name", ["task-list"])
def test_a_mediator_has_no_business_in_marking(visit, name):
    assert visit(MediatorFactory().person.user, name).status_code == 404


# -- What lists cost


@pytest.fixture
def every_role(bureau):
    user = UserFactory()
    for role in ROLES:
        RoleGrantFactory(user=user, organisation=bureau, role=role)
    return user


@pytest.mark.parametrize("how_many", [1, 5])
@pytest.mark.parametrize(
    ("name", "cost"), [("task-list", 8), ("mark-list", 8), ("result-list", 10)]
)
def test_lists_cost_the_same_however_long(  # noqa: PLR0913, PLR0917 -- fixtures
    client, scored, being_marked, every_role, name, cost, how_many, request
):
    for _ in range(how_many):
        sitting = scored().admission.sitting
    for _ in range(how_many):
        being_marked()
    args = [] if name == "task-list" else [sitting.uuid]
    count = request.getfixturevalue("django_assert_num_queries")
    client.force_login(every_role)

    with count(cost):
        client.get(reverse(f"marking:{name}", args=args))


def test_the_own_result_costs_little(client, released, django_assert_num_queries):
    attempt = released()
    client.force_login(attempt.admission.mediator.person.user)

    with django_assert_num_queries(4):
        client.get(reverse("marking:result", args=[attempt.uuid]))


def test_a_released_sitting_stays_in_the_list(visit, released, administrator, sitting):
    attempt = released()

    shown = text_of(visit(administrator, "task-list"))

    assert attempt.state == Attempt.State.RELEASED
    assert reverse("marking:result-list", args=[sitting.uuid]) in shown
