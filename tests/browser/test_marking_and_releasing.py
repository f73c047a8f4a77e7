"""A marker marks, another person releases, and the candidate reads the result."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from exams.delivery.models import AttemptText
from tests.browser.conftest import DESK
from tests.factories.assembly import SealedPaperFactory
from tests.factories.delivery import AdmissionFactory, SittingFactory
from tests.factories.marking import MarkTaskFactory, SubmittedAttemptFactory
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory


@pytest.fixture
def bureau():
    return OrganisationFactory(name="青禾区司法局", kind="bureau")


@pytest.fixture
def sitting(bureau):
    """A sitting with a paper of one short answer, handed in by one candidate."""
    return SittingFactory(
        exam__organisation=bureau,
        exam__title="人民调解员上岗考试",
        paper=SealedPaperFactory(organisation=bureau, kinds=["short_answer"]),
        pass_mark=1,
    )


@pytest.fixture
def attempt(sitting):
    admission = AdmissionFactory(sitting=sitting, mediator__person__name="周小满")
    attempt = SubmittedAttemptFactory(admission=admission)
    text = "终止调解，告知双方可以向法院起诉。"
    AttemptText.objects.create(attempt=attempt, slot="s1", text=text, rev=1)
    MarkTaskFactory(attempt=attempt, slot="s1", points=2)
    return attempt


def test_a_marker_marks_another_releases_and_the_candidate_reads(
    attempt, bureau, make_page, picture
):
    marker = RoleGrantFactory(organisation=bureau, role="marker").user
    administrator = RoleGrantFactory(organisation=bureau, role="administrator").user
    candidate = make_page(attempt.admission.mediator.person.user)
    marking = make_page(marker)
    office = make_page(administrator, viewport=DESK)

    candidate.goto(f"/exams/result/{attempt.uuid}/")
    expect(candidate.get_by_text("成绩尚未发布")).to_be_visible()

    marking.goto("/office/marking/")
    marking.get_by_role("button", name="评阅下一份").click()
    expect(marking.get_by_role("heading", name="第 1 份")).to_be_visible()
    expect(marking.get_by_text("周小满")).to_have_count(0)
    first = marking.get_by_role("group", name="终止调解")
    first.get_by_label("1.2", exact=True).check()
    second = marking.get_by_role("group", name="告知其他途径")
    second.get_by_label("0.4", exact=True).check()
    expect(marking.get_by_text("合计 1.6 分，满分 2 分")).to_be_visible()
    picture(marking, "points")
    marking.get_by_role("button", name="保存并评下一份").click()
    expect(marking.get_by_text("本场次没有等您评阅的答案了。")).to_be_visible()

    office.goto("/office/marking/")
    office.get_by_role("link", name="人民调解员上岗考试").click()
    expect(office.get_by_role("row", name="周小满")).to_contain_text("80%，1.6/2")
    picture(office, "results")
    office.get_by_role("link", name="发布成绩").click()
    office.get_by_role("button", name="确认发布").click()
    expect(office.get_by_text("已发布 1 份成绩。")).to_be_visible()

    candidate.reload()
    expect(candidate.get_by_text("祝贺您，成绩达到了及格线。")).to_be_visible()
    picture(candidate, "result")


def test_a_marker_marks_by_keyboard(attempt, bureau, make_page):
    marking = make_page(
        RoleGrantFactory(organisation=bureau, role="marker").user, viewport=DESK
    )
    marking.goto("/office/marking/")
    marking.get_by_role("button", name="评阅下一份").click()

    expect(marking.get_by_text("按键 1、2、3")).to_be_visible()
    marking.keyboard.press("3")
    marking.keyboard.press("1")
    expect(marking.get_by_text("合计 1.2 分，满分 2 分")).to_be_visible()
    marking.keyboard.press("Control+Enter")

    expect(marking.get_by_text("本场次没有等您评阅的答案了。")).to_be_visible()
    assert attempt.results.get().raw == Decimal("1.2")
