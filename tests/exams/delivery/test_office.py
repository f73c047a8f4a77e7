"""The Office's pages of exams: scopes, costs, forms."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exams.delivery.models import Attempt, Exam, Sitting
from tests.factories.delivery import (
    AdmissionFactory,
    AttemptFactory,
    ExamFactory,
    FrozenPaperFactory,
    SittingFactory,
    move_on,
)
from tests.factories.marking import ResultFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau", name="清河区司法局")


@pytest.fixture
def sitting(bureau):
    return SittingFactory(exam__organisation=bureau)


@pytest.fixture
def trainer(bureau):
    return RoleGrantFactory(organisation=bureau, role="trainer").user


@pytest.fixture
def office(client, trainer):
    client.force_login(trainer)
    return client


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def moment(delta):
    local = timezone.localtime(timezone.now() + delta)
    return local.strftime("%Y-%m-%dT%H:%M")


def seats(sitting, number):
    return [
        AttemptFactory(admission__sitting=sitting, running=True)
        for _number in range(number)
    ]


def test_a_trainer_sees_the_sittings_of_the_branch_with_their_numbers(office, sitting):
    SittingFactory()  # of another branch
    seats(sitting, 2)
    AttemptFactory(admission__sitting=sitting)

    response = office.get(reverse("delivery:sitting-list"))

    (shown,) = response.context["page_obj"]
    assert (shown, shown.admitted, shown.working, shown.handed_in) == (sitting, 3, 2, 0)


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_list_costs_the_same_however_long(
    office, bureau, of_each, django_assert_num_queries
):
    for _number in range(of_each):
        seats(SittingFactory(exam__organisation=bureau), 1)

    with django_assert_num_queries(7):
        office.get(reverse("delivery:sitting-list"))


def test_an_empty_list_says_what_to_do(office):
    assert "还没有考试场次" in text(office.get(reverse("delivery:sitting-list")))


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize(("name", "queries"), [("sitting", 11), ("sitting-live", 9)])
def test_watching_a_sitting_costs_the_same_however_many_sit(  # noqa: PLR0913, PLR0917 -- fixtures
    office, sitting, number, name, queries, django_assert_num_queries
):
    seats(sitting, number)

    with django_assert_num_queries(queries):
        office.get(reverse(f"delivery:{name}", args=[sitting.uuid]))


def test_a_large_sitting_is_watched_page_by_page(office, sitting, monkeypatch):
    monkeypatch.setattr("exams.delivery.views.office._CANDIDATES", 2)
    seats(sitting, 3)
    url = reverse("delivery:sitting-live", args=[sitting.uuid])

    first, second = office.get(url), office.get(url, {"page": 2})

    assert [len(each.context["page_obj"]) for each in (first, second)] == [2, 1]
    assert dict(first.context["counts"])["作答中"] == 3
    assert f"{url}?page=2" in text(second)


def test_the_live_part_is_the_table_alone(office, sitting):
    (attempt,) = seats(sitting, 1)

    response = office.get(reverse("delivery:sitting-live", args=[sitting.uuid]))

    shown = text(response)
    assert shown.strip().startswith("<div")
    assert attempt.admission.ticket_no in shown
    assert "作答中" in shown


def test_an_inspector_looks_and_changes_nothing(client, bureau, sitting):
    (attempt,) = seats(sitting, 1)
    client.force_login(RoleGrantFactory(organisation=bureau, role="inspector").user)

    looks = [
        client.get(reverse("delivery:sitting-list")),
        client.get(reverse("delivery:sitting", args=[sitting.uuid])),
        client.get(reverse("delivery:attempt-file", args=[attempt.uuid])),
    ]
    acts = [client.post(url, data) for url, data in acts_on(sitting, attempt)]

    assert [one.status_code for one in looks] == [200] * 3
    assert [one.status_code for one in acts] == [404] * len(acts)
    assert unchanged(sitting, attempt)


@pytest.mark.parametrize("role", ["administrator", "trainer", "inspector", "marker"])
def test_nobody_from_another_branch_learns_of_a_sitting(client, sitting, role):
    (attempt,) = seats(sitting, 1)
    client.force_login(RoleGrantFactory(role=role).user)

    looks = [
        client.get(reverse(f"delivery:{name}", args=[row.uuid]))
        for name, row in (
            ("sitting", sitting),
            ("sitting-live", sitting),
            ("admit", sitting),
            ("sitting-cancel", sitting),
            ("attempt-file", attempt),
            ("attempt-time", attempt),
            ("attempt-annul", attempt),
        )
    ]
    acts = [client.post(url, data) for url, data in acts_on(sitting, attempt)]

    assert {one.status_code for one in looks + acts} == {404}
    assert unchanged(sitting, attempt)


def test_a_candidate_has_no_business_in_the_office(client, sitting):
    (attempt,) = seats(sitting, 1)
    client.force_login(attempt.admission.mediator.person.user)

    response = client.get(reverse("delivery:attempt-file", args=[attempt.uuid]))

    assert response.status_code == 404


def acts_on(sitting, attempt):
    return [
        (reverse("delivery:sitting-cancel", args=[sitting.uuid]), {"reason": "停电"}),
        (reverse("delivery:admit", args=[sitting.uuid]), {"extra_minutes": 0}),
        (
            reverse("delivery:attempt-time", args=[attempt.uuid]),
            {"minutes": 10, "reason": "停电"},
        ),
        (reverse("delivery:attempt-annul", args=[attempt.uuid]), {"reason": "替考"}),
    ]


def unchanged(sitting, attempt):
    before = (attempt.deadline_at, attempt.state)
    attempt.refresh_from_db()
    sitting.refresh_from_db()
    return before == (attempt.deadline_at, attempt.state) and not sitting.is_cancelled


def test_an_exam_then_a_sitting_then_its_candidates(office, bureau):
    village = OrganisationFactory(parent=bureau)
    mediator, elsewhere = MediatorFactory(organisation=village), MediatorFactory()
    paper = FrozenPaperFactory(organisation=bureau)

    added = office.post(
        reverse("delivery:exam-create"),
        {
            "organisation": bureau.uuid,
            "title": "年度考试",
            "pass_mark": "60",
            "minutes": "90",
            "max_attempts": "1",
        },
    )
    exam = Exam.objects.get()
    offered = office.post(
        added["Location"],
        {
            "exam": exam.uuid,
            "paper": paper.uuid,
            "opens_at": moment(HOUR),
            "closes_at": moment(3 * HOUR),
            "late_entry": "30",
        },
    )
    sitting = Sitting.objects.get()
    admitted = office.post(
        offered["Location"], {"organisation": village.uuid, "extra_minutes": "10"}
    )

    assert admitted["Location"] == sitting.get_absolute_url()
    assert (exam.duration_s, sitting.duration_s, sitting.late_entry_s) == (
        5400,
        5400,
        1800,
    )
    admission = sitting.admissions.get()
    assert (admission.mediator, admission.extra_s) == (mediator, 600)
    assert elsewhere.admissions.count() == 0


def test_people_are_admitted_by_name_unless_several_bear_it(office, bureau, sitting):
    village = OrganisationFactory(parent=bureau)
    one, other, same = (
        MediatorFactory(organisation=village, person__name=name)
        for name in ("郑䶮", "王秀兰", "王秀兰")
    )
    MediatorFactory(person__name="郑䶮")  # of another branch
    url = reverse("delivery:admit", args=[sitting.uuid])
    user = other.person.user.username

    unsure = office.post(url, {"names": "郑䶮\n王秀兰", "extra_minutes": 0})
    done = office.post(url, {"names": f"郑䶮\n{user}", "extra_minutes": 0})

    assert "有多人叫 王秀兰，请改填用户名" in text(unsure)
    assert done.status_code == 302
    admitted = {each.mediator for each in sitting.admissions.all()}
    assert admitted == {one, other}
    assert same not in admitted


def test_people_are_admitted_by_user_name_within_the_branch(office, bureau, sitting):
    village = OrganisationFactory(parent=bureau)
    mediator, stranger = MediatorFactory(organisation=village), MediatorFactory()
    url = reverse("delivery:admit", args=[sitting.uuid])
    name = mediator.person.user.username
    outsider = stranger.person.user.username

    refused = office.post(url, {"names": f"{name}\n{outsider}", "extra_minutes": 0})
    empty = office.post(url, {"names": "", "extra_minutes": 0})
    done = office.post(url, {"names": f" {name} \n\n", "extra_minutes": 0})

    assert f"您的单位没有这些人：{outsider}。" in text(refused)
    assert "请选择单位或填写人员" in text(empty)
    assert done.status_code == 302
    assert [each.mediator for each in sitting.admissions.all()] == [mediator]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens_at": moment(3 * HOUR)}, "截止时间应晚于开放时间"),
        ({"opens_at": moment(-3 * HOUR), "closes_at": moment(-HOUR)}, "不能已经过去"),
        ({"closes_at": "9999-12-31T23:59"}, "请核对年份"),
        ({"opens_at": "0001-01-01T00:00"}, "请核对年份"),
        ({"pass_mark": "101"}, "及格线超过了试卷总分"),
        ({"paper": ""}, "data-error-summary"),
    ],
)
def test_a_wrong_sitting_comes_back_with_a_sentence(office, bureau, change, words):
    data = {
        "exam": ExamFactory(organisation=bureau).uuid,
        "paper": FrozenPaperFactory(organisation=bureau).uuid,
        "opens_at": moment(HOUR),
        "closes_at": moment(2 * HOUR),
        **change,
    }

    response = office.post(reverse("delivery:sitting-create"), data)

    assert words in text(response)
    assert Sitting.objects.count() == 0


@pytest.mark.parametrize("role", ["administrator", "trainer"])
def test_whoever_runs_exams_chooses_among_the_sealed_papers_of_the_branch(
    client, bureau, role
):
    paper = FrozenPaperFactory(organisation=bureau)
    FrozenPaperFactory(
        organisation=bureau, state="draft", sealed_by=None, sealed_at=None
    )
    client.force_login(RoleGrantFactory(organisation=bureau, role=role).user)

    response = client.get(reverse("delivery:sitting-create"))

    assert list(response.context["form"].fields["paper"].queryset) == [paper]
    assert paper.title in text(response)


def test_whoever_only_looks_on_is_offered_nothing_to_add(client, bureau):
    client.force_login(RoleGrantFactory(organisation=bureau, role="inspector").user)

    empty = text(client.get(reverse("delivery:sitting-list")))
    SittingFactory(exam__organisation=bureau)
    filled = text(client.get(reverse("delivery:sitting-list")))

    for name in ("sitting-create", "exam-create"):
        assert reverse(f"delivery:{name}") not in empty + filled


def test_papers_and_exams_of_other_branches_are_not_offered(office, bureau):
    own = FrozenPaperFactory(organisation=bureau)
    FrozenPaperFactory()
    ExamFactory()

    form = office.get(reverse("delivery:sitting-create")).context["form"]

    assert list(form.fields["paper"].queryset) == [own]
    assert list(form.fields["exam"].queryset) == []


def test_an_exam_of_the_same_title_is_refused_in_words(office, bureau):
    ExamFactory(organisation=bureau, title="年度考试")

    response = office.post(
        reverse("delivery:exam-create"),
        {
            "organisation": bureau.uuid,
            "title": "年度考试",
            "pass_mark": 60,
            "minutes": 60,
            "max_attempts": 1,
        },
    )

    assert "该单位已有同名考试" in text(response)


def test_a_sitting_is_cancelled_with_a_reason_that_everybody_reads(
    office, client, sitting
):
    attempt = AttemptFactory(admission__sitting=sitting)
    url = reverse("delivery:sitting-cancel", args=[sitting.uuid])

    unexplained = office.post(url, {"reason": ""})
    done = office.post(url, {"reason": "停电"}, follow=True)

    assert "data-error-summary" in text(unexplained)
    assert "停电" in text(done)
    assert office.get(url).status_code == 404
    client.force_login(attempt.admission.mediator.person.user)
    shown = client.get(reverse("delivery:entry", args=[sitting.uuid]))
    assert "停电" in text(shown)


def test_a_refusal_of_the_domain_stands_in_the_form(office, sitting):
    (attempt,) = seats(sitting, 1)
    Attempt.objects.update(
        state="submitted",
        submitted_at=attempt.started_at,
        submit_cause="candidate",
        receipt="X",
    )
    move_on(attempt, "released")
    refusals = {
        "停电": ("sitting-cancel", sitting, "不能整场取消"),
        "替考": ("attempt-annul", attempt, "请撤销相应证书"),
        "补时": ("attempt-time", attempt, "不能再调整时间"),
    }

    for reason, (name, row, words) in refusals.items():
        url = reverse(f"delivery:{name}", args=[row.uuid])
        response = office.post(url, {"reason": reason, "minutes": 5})
        assert words in text(response)


def test_nobody_is_admitted_to_a_sitting_that_is_over(office, bureau):
    opens = timezone.now() - 3 * HOUR
    over = SittingFactory(
        exam__organisation=bureau, opens_at=opens, closes_at=opens + HOUR
    )

    response = office.post(
        reverse("delivery:admit", args=[over.uuid]),
        {"organisation": bureau.uuid, "extra_minutes": 0},
    )

    assert "不能再安排考生" in text(response)


def test_time_is_given_with_a_reason_and_stands_in_the_file(office, sitting):
    (attempt,) = seats(sitting, 1)
    url = reverse("delivery:attempt-time", args=[attempt.uuid])

    nothing = office.post(url, {"minutes": 0, "reason": "停电"})
    done = office.post(url, {"minutes": 10, "reason": "停电"}, follow=True)

    before = attempt.deadline_at
    attempt.refresh_from_db()
    assert "请填写分钟数" in text(nothing)
    assert attempt.deadline_at - before == timedelta(minutes=10)
    assert "时间调整 +10 分钟" in text(done)
    assert "停电" in text(done)


def test_an_attempt_is_annulled_and_its_file_says_so(office, sitting):
    (attempt,) = seats(sitting, 1)
    url = reverse("delivery:attempt-annul", args=[attempt.uuid])

    done = office.post(url, {"reason": "替考"}, follow=True)

    attempt.refresh_from_db()
    assert attempt.is_void
    assert "答卷作废" in text(done)
    assert "替考" in text(done)


def test_the_file_of_an_attempt_says_what_came_of_it_once_that_is_released(
    office, sitting
):
    of_this = {"attempt__admission__sitting": sitting}
    told, untold = ResultFactory(released=True, **of_this), ResultFactory(**of_this)

    after, before = (
        text(office.get(reverse("delivery:attempt-file", args=[each.attempt.uuid])))
        for each in (told, untold)
    )

    assert "合格，80 分" in after
    assert "80 分" not in before


@pytest.mark.parametrize("number", [1, 5])
def test_the_file_of_an_attempt_costs_the_same_however_much_happened(
    office, sitting, number, django_assert_num_queries
):
    (attempt,) = seats(sitting, 1)
    for _time in range(number):
        office.post(
            reverse("delivery:attempt-time", args=[attempt.uuid]),
            {"minutes": 1, "reason": "停电"},
        )
    office.get(reverse("delivery:attempt-file", args=[attempt.uuid]))  # its messages

    with django_assert_num_queries(13):
        office.get(reverse("delivery:attempt-file", args=[attempt.uuid]))


def test_the_office_shows_sittings_to_who_runs_them(office, client):
    trainer = office.get(reverse("delivery:sitting-list"))
    marker = RoleGrantFactory(role="marker").user
    client.force_login(marker)

    assert reverse("delivery:sitting-list") in text(trainer)
    assert client.get(reverse("delivery:sitting-list")).status_code == 404


def test_a_seat_without_an_attempt_made_in_advance_is_no_error(client, sitting):
    admission = AdmissionFactory(sitting=sitting)
    client.force_login(admission.mediator.person.user)

    response = client.get(reverse("delivery:exam-list"))

    assert response.context["open"][0]["seat"].may_start


def test_once_somebody_has_handed_in_the_sitting_cannot_be_cancelled(office, sitting):
    (attempt,) = seats(sitting, 1)
    offered = text(office.get(sitting.get_absolute_url()))

    Attempt.objects.update(
        state="submitted",
        submitted_at=attempt.started_at,
        submit_cause="candidate",
        receipt="X",
    )

    left = text(office.get(sitting.get_absolute_url()))
    cancel = reverse("delivery:sitting-cancel", args=[sitting.uuid])
    admit = reverse("delivery:admit", args=[sitting.uuid])
    assert (cancel in offered, admit in offered) == (True, True)
    assert (cancel in left, admit in left) == (False, True)


def test_nobody_is_admitted_to_what_is_over(office, bureau):
    over = SittingFactory(
        exam__organisation=bureau,
        opens_at=timezone.now() - 3 * HOUR,
        closes_at=timezone.now() - HOUR,
    )

    page = text(office.get(over.get_absolute_url()))

    assert reverse("delivery:admit", args=[over.uuid]) not in page
