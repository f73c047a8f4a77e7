from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, Job
from mediators import operations as mediators
from mediators.models import Person, Post, RoleGrant
from mediators.operations import annul_post
from mediators.rosters import tables
from mediators.rosters.models import Doubt, Export, Import, Withdrawal
from mediators.rosters.operations import exporting
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
)
from tests.factories.rosters import applied, job_of, read, received, undo
from tests.mediators.rosters.conftest import csv_of, row

LIST = "/office/rosters/"
ADD = "/office/rosters/add/"
EXPORT = "/office/rosters/export/"


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return clerk


@pytest.fixture
def inspector(client, office):
    user = RoleGrantFactory(organisation=office, role=RoleGrant.Role.INSPECTOR).user
    client.force_login(user)
    return user


@pytest.fixture
def stranger(client):
    """The administrator of another town."""
    user = RoleGrantFactory(organisation=OrganisationFactory()).user
    client.force_login(user)
    return user


def upload(client, office, content, name="名册.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(ADD, {"branch": str(office.uuid), "file": file})


def text(response):
    return response.content.decode()


def of(roster, tail=""):
    return f"{roster.get_absolute_url()}{tail}"


@pytest.fixture
def roster(clerk, office, committee, now):
    """Three rows: one good, one bad, one doubtful."""
    PostFactory(person=PersonFactory(name="王芳", born_on=None), organisation=committee)
    rows = [row(), row(name="赵六", role="组长"), row(name="王芳", phone=None)]
    return read(csv_of(*rows), clerk, office, now)


@pytest.mark.usefixtures("signed_in", "committee")
def test_a_file_is_taken_in_read_and_carried_out(
    client, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = upload(client, office, csv_of(row()))
    review = client.get(sent.url)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{sent.url}apply/", {"which": "all"})
    result = client.get(sent.url)

    assert [each["row"].plan for each in review.context["rows"]] == ["newcomer"]
    assert Post.objects.get().person.name == "李梅"
    assert result.context["outcomes"]["people"] == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.usefixtures("signed_in", "committee")
def test_other_characters_are_shown_and_confirmed(
    client, office, django_capture_on_commit_callbacks
):
    content = csv_of(row(name="周䶮")).decode().encode("gb18030")
    with django_capture_on_commit_callbacks(execute=True):
        sent = upload(client, office, content)
    asked = text(client.get(sent.url))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{sent.url}encoding/")
        client.post(f"{sent.url}encoding/")

    assert "周䶮" in asked
    assert client.get(sent.url).context["counts"]["newcomer"] == 1


@pytest.mark.usefixtures("signed_in", "committee")
def test_a_file_that_is_no_roster_is_refused_on_its_page(
    client, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = upload(client, office, b"%PDF-1.7")

    assert "这不是表格" in text(client.get(sent.url))


@pytest.mark.usefixtures("signed_in")
def test_a_file_that_is_too_big_is_refused_in_the_form(client, office, monkeypatch):
    monkeypatch.setattr("mediators.rosters.tables.problems.MOST_BYTES", 10)

    response = upload(client, office, csv_of(row()))

    assert (response.status_code, Import.objects.count()) == (200, 0)
    assert "file" in response.context["form"].errors


@pytest.mark.usefixtures("signed_in")
def test_another_branch_cannot_be_chosen(client):
    response = upload(client, OrganisationFactory(), csv_of(row()))

    assert (response.status_code, Import.objects.count()) == (200, 0)


@pytest.mark.usefixtures("signed_in")
def test_a_doubt_is_decided_on_the_page(client, roster):
    doubt = Doubt.objects.get()
    page = text(client.get(of(roster, "?plan=doubtful")))

    client.post(of(roster, f"doubts/{doubt.pk}/"), {"answer": "nonsense"})
    client.post(of(roster, f"doubts/{doubt.pk}/"), {"answer": "another"})

    doubt.refresh_from_db()
    assert ("没有登记出生日期" in page, doubt.answer) == (True, "another")
    assert client.get(of(roster)).context["counts"]["newcomer"] == 2


@pytest.mark.usefixtures("signed_in")
def test_a_doubt_about_somebody_taken_back_says_so(client, roster, now):
    person, words = Doubt.objects.get().person, "随一次已撤销的导入登记"
    before = text(client.get(of(roster, "?plan=doubtful")))

    annul_post(post=person.posts.get(), reason="导入已撤销", at=now, actor=None)
    Withdrawal.objects.create(person=person, roster=roster, at=now)

    after = text(client.get(of(roster, "?plan=doubtful")))
    assert (words in before, words in after) == (False, True)


@pytest.mark.usefixtures("signed_in")
def test_rows_in_the_way_are_told_and_nothing_is_lost(client, roster):
    before = Post.objects.count()

    response = client.post(of(roster, "apply/"), {"which": "all"}, follow=True)

    assert "有 2 行现在不能导入" in text(response)
    assert (
        Post.objects.count(),
        Job.objects.filter(title__contains="导入").count(),
    ) == (
        before,
        0,
    )


@pytest.mark.usefixtures("signed_in")
def test_rows_are_filtered_by_what_would_happen(client, roster):
    plans = {
        plan: [
            each["row"].plan
            for each in client.get(of(roster, f"?plan={plan}")).context["rows"]
        ]
        for plan in ("bad", "same", "nonsense")
    }

    assert plans == {
        "bad": ["bad"],
        "same": [],
        "nonsense": ["newcomer", "bad", "doubtful"],
    }


@pytest.mark.usefixtures("signed_in")
def test_the_review_is_saved_as_a_table(client, roster):
    response = client.get(of(roster, "table/"))

    (sheet,) = tables.sheets(response.content)
    assert [cells[:2] for cells in sheet.rows] == [
        ["行号", "姓名"],
        ["2", "李梅"],
        ["3", "赵六"],
        ["4", "王芳"],
    ]


@pytest.mark.usefixtures("signed_in")
def test_work_under_way_shows_how_far_it_is_and_then_the_whole_page(
    client, clerk, office, now
):
    from mediators.rosters import operations  # noqa: PLC0415 -- one test

    roster = received(csv_of(row()), clerk, office, now)
    job = job_of(clerk, now)
    not_read = text(client.get(of(roster)))
    operations.begin_reading(roster=roster, job=job, by=clerk, at=now)

    page = text(client.get(of(roster)))
    part = client.get(of(roster), headers={"HX-Request": "true"})
    job.state = Job.State.FAILED
    job.save()
    stopped = text(client.get(of(roster)))
    whole = client.get(of(roster), headers={"HX-Request": "true"})

    assert "文件已保存，但没有读取" in not_read
    assert ("正在读取" in page, "<html" in text(part)) == (True, False)
    assert "任务中断了" in stopped
    assert whole.headers["HX-Redirect"] == roster.get_absolute_url()


@pytest.mark.usefixtures("signed_in")
def test_an_import_is_undone_once_that_was_agreed_to(  # noqa: PLR0913, PLR0917 -- fixtures
    client, clerk, office, committee, now, django_capture_on_commit_callbacks
):
    roster = applied(csv_of(row()), clerk, office, now)
    url = of(roster, "undo/")

    asked = client.post(url)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"agreed": "on"})
    page = client.get(of(roster))

    assert (asked.status_code, page.context["outcomes"]["undone"]) == (200, 1)
    assert url not in text(page)  # nothing is left to be undone
    assert Post.objects.get().is_annulled


@pytest.mark.usefixtures("signed_in", "committee")
@pytest.mark.parametrize(
    ("since", "said", "phone"),
    [
        ("", "已撤销，资料已恢复原样", "13900000001"),
        ("13900000003", "资料后来有改动", "13900000003"),
    ],
)
def test_of_an_undone_row_the_page_says_what_its_details_are(  # noqa: PLR0913, PLR0917 -- fixtures
    client, clerk, office, now, since, said, phone
):
    applied(csv_of(row()), clerk, office, now)
    later = now + timedelta(hours=1)
    roster = applied(
        csv_of(row(role="调解员", phone="13900000002")), clerk, office, later
    )

    person = Person.objects.get(name="李梅")
    if since:
        mediators.correct_person(person=person, phone=since, at=later, actor=clerk)

    undo(roster, clerk, later + timedelta(minutes=5))

    person.refresh_from_db()
    assert (said in text(client.get(of(roster))), person.phone) == (True, phone)


@pytest.mark.usefixtures("signed_in")
def test_an_import_that_was_not_carried_out_is_not_undone(client, roster):
    response = client.post(of(roster, "undo/"), {"agreed": "on"})

    assert "这次导入已有新的进展" in text(response)


# -- who may look, and who may act


@pytest.mark.usefixtures("stranger")
def test_nobody_from_another_branch_learns_of_an_import_or_acts_on_it(client, roster):
    doubt = Doubt.objects.get()
    gets = [client.get(of(roster, tail)) for tail in ("", "table/", "undo/")]
    posts = [
        client.post(of(roster, tail), {"answer": "same", "agreed": "on"})
        for tail in ("apply/", "undo/", "encoding/", f"doubts/{doubt.pk}/")
    ]

    assert {each.status_code for each in gets + posts} == {404}
    assert "名册.csv" not in text(client.get(LIST))
    doubt.refresh_from_db()
    assert (doubt.answer, Post.objects.count()) == ("", 1)


@pytest.mark.usefixtures("inspector")
def test_an_inspector_looks_and_does_not_act(client, roster):
    doubt = Doubt.objects.get()
    seen = [client.get(LIST), client.get(of(roster)), client.get(of(roster, "table/"))]
    acts = [
        client.get(ADD),
        client.get("/office/rosters/template/"),
        client.post(of(roster, "apply/")),
        client.post(of(roster, "undo/"), {"agreed": "on"}),
        client.post(of(roster, f"doubts/{doubt.pk}/"), {"answer": "same"}),
    ]

    assert {each.status_code for each in seen} == {200}
    assert {each.status_code for each in acts} == {404}
    assert "另一人" not in text(seen[1])


def test_an_inspector_is_told_of_nobody_of_another_branch(
    client, bureau, office, committee, now
):
    above = RoleGrantFactory(organisation=bureau, role="administrator").user
    elsewhere = OrganisationFactory(parent=bureau)
    other = MediatorFactory(organisation=elsewhere, person__name="别处人")
    number = str(other.uuid)
    brought = read(csv_of(row(mediator=number)), above, office, now)
    inspector = RoleGrantFactory(organisation=office, role="inspector").user

    said = {}
    for user in (above, inspector):
        client.force_login(user)
        said[user] = text(client.get(of(brought)))

    assert "别处人" in said[above]
    assert "别处人" not in said[inspector]


def test_a_doubt_about_somebody_who_left_the_branch_is_no_longer_answered(
    client, signed_in, roster, bureau, now
):
    client.force_login(signed_in)
    doubt = Doubt.objects.get()
    post = doubt.person.posts.get()
    mediators.annul_post(post=post, reason="录入有误", at=now, actor=None)
    elsewhere = OrganisationFactory(parent=bureau)
    PostFactory(person=doubt.person, organisation=elsewhere)

    answered = client.post(of(roster, f"doubts/{doubt.pk}/"), {"answer": "same"})

    assert answered.status_code == 404
    assert not Doubt.objects.exclude(answer="").exists()


def test_somebody_without_a_role_finds_nothing(client, roster):
    client.force_login(MediatorFactory().person.user)

    addresses = [LIST, ADD, EXPORT, of(roster), "/office/rosters/template/"]

    assert {client.get(address).status_code for address in addresses} == {404}


# -- giving out


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_the_list_is_given_out_as_it_is_filtered(client, clerk, committee, shape):
    MediatorFactory(organisation=committee, person__name="李梅")
    MediatorFactory(organisation=committee, person__name="王芳")
    MediatorFactory(person__name="吴别处")
    form = client.get(f"{EXPORT}?q=李")

    response = client.post(EXPORT, {"q": "李", "shape": shape})

    (sheet,) = tables.sheets(response.content)
    assert (form.context["people"], [cells[0] for cells in sheet.rows]) == (
        1,
        ["姓名", "李梅"],
    )
    assert AuditEntry.objects.get(action="roster.exported").actor == clerk


@pytest.mark.usefixtures("signed_in")
def test_a_long_list_is_made_by_the_worker_and_fetched_by_its_starter(
    client, committee, monkeypatch, django_capture_on_commit_callbacks
):
    MediatorFactory(organisation=committee)
    monkeypatch.setattr(exporting, "AT_ONCE", 0)

    waiting = client.post(EXPORT, {"shape": "xlsx"})
    under_way = text(client.get(waiting.url))
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(EXPORT, {"shape": "xlsx"})
    page = text(client.get(sent.url))
    address = reverse("rosters:export-file", args=[Export.objects.get().uuid])

    assert ("已完成 0 行" in under_way, address in page) == (True, True)
    assert client.get(address).headers["Content-Disposition"].startswith("attachment")
    client.force_login(RoleGrantFactory(organisation=committee).user)
    assert {client.get(each).status_code for each in (sent.url, address)} == {404}


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("change", ["ended", "suspended"])
def test_an_export_is_closed_to_who_has_lost_a_role_it_was_made_under(  # noqa: PLR0913, PLR0917 -- fixtures
    client,
    clerk,
    committee,
    now,
    monkeypatch,
    change,
    django_capture_on_commit_callbacks,
):
    MediatorFactory(organisation=committee)
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(EXPORT, {"shape": "xlsx"})
    address = reverse("rosters:export-file", args=[Export.objects.get().uuid])
    role = clerk.roles.get()
    if change == "ended":
        role.valid_to = local_day(timezone.now())
    else:
        role.suspended_at = now
    role.save()
    RoleGrantFactory(user=clerk)

    assert client.get(address).status_code == 404
    assert "这份文件已关闭" in text(client.get(sent.url))


@pytest.mark.usefixtures("signed_in")
def test_identity_numbers_need_a_reason(  # noqa: PLR0913, PLR0917 -- fixtures
    client, clerk, office, committee, now, django_capture_on_commit_callbacks
):
    applied(csv_of(row(id_number="37011519800501332X")), clerk, office, now)

    refused = client.post(EXPORT, {"shape": "csv", "with_numbers": "on", "reason": " "})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(EXPORT, {"shape": "csv", "with_numbers": "on", "reason": "核查"})

    assert "reason" in refused.context["form"].errors
    content = exporting.content_of(Export.objects.get())
    assert b"37011519800501332X" in content


@pytest.mark.usefixtures("inspector")
def test_an_inspector_is_given_no_identity_number(
    client, clerk, office, committee, now
):
    applied(csv_of(row(id_number="37011519800501332X")), clerk, office, now)

    response = client.post(
        EXPORT, {"shape": "csv", "with_numbers": "on", "reason": "看"}
    )

    assert b"37011519800501332X" not in response.content
    assert b"1980-05-01" not in response.content
    assert "李梅".encode() in response.content


@pytest.mark.usefixtures("signed_in", "committee")
def test_the_template_offers_the_committees_of_the_branch(client, office):
    OrganisationFactory(name="别处村人民调解委员会")

    response = client.get("/office/rosters/template/")

    sheets = tables.sheets(response.content)
    offered = {cell for cells in sheets[2].rows for cell in cells}
    assert "临河镇司法所/青禾村人民调解委员会" in offered
    assert not any("别处村" in str(cell) for cell in offered)


@pytest.mark.usefixtures("signed_in")
def test_the_list_of_mediators_leads_to_rosters(client, committee):
    MediatorFactory(organisation=committee)

    page = text(client.get(reverse("mediators:mediator-list") + "?q=周&page=1"))

    assert f'href="{ADD}"' in page
    assert f'href="{EXPORT}?q=%E5%91%A8"' in page


@pytest.mark.usefixtures("signed_in")
def test_an_empty_list_says_what_it_is(client):
    assert "还没有导入过名册" in text(client.get(LIST))
    assert "没有符合条件的调解员" in text(client.get(EXPORT))


# -- what pages cost


@pytest.mark.parametrize("of_each", [1, 5])
def test_listing_imports_costs_the_same_however_many(  # noqa: PLR0913, PLR0917 -- fixtures
    client, signed_in, office, now, of_each, django_assert_num_queries
):
    for _ in range(of_each):
        received(csv_of(row()), signed_in, office, now)
    client.force_login(signed_in)

    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize("of_each", [1, 5])
def test_looking_through_rows_costs_the_same_however_many(  # noqa: PLR0913, PLR0917 -- fixtures
    client, signed_in, office, committee, now, of_each, django_assert_num_queries
):
    known = [
        PersonFactory(name=f"王{'一二三四五'[n]}", born_on=None) for n in range(of_each)
    ]
    for person in known:
        PostFactory(person=person, organisation=committee)
    rows = []
    for n in range(of_each):
        rows += [
            row(name=f"赵{'一二三四五'[n]}", phone=None),
            row(name=f"钱{'一二三四五'[n]}", role="组长"),
            row(name=f"王{'一二三四五'[n]}", phone=None),
        ]
    roster = read(csv_of(*rows), signed_in, office, now)
    client.force_login(signed_in)

    with django_assert_num_queries(24):
        client.get(of(roster))


def test_nobody_is_recorded_by_looking(client, signed_in, roster):
    before = Person.objects.count()

    client.get(of(roster))

    assert Person.objects.count() == before
