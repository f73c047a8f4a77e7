"""The demo as its visitors find it: a whole district, and what waits can be done."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses.queries import asked_of, drafts_of, due_for_review
from exams.banks.models import QuestionVersion
from exams.delivery.models import AttemptText, ResponseEvent, Sitting
from exams.marking.models import MarkTask
from exams.practice.models import PracticeQuestion
from incentives.models import Commendation, SubsidyEntry
from laws.models import Version
from lms.demo import exam, towns
from lms.demo.accounts import ACCOUNTS
from lms.demo.beyond import CLOSED, MARKET
from lms.demo.notice import is_demo
from lms.kernel.clock import local_day
from mediators import queries
from mediators.coverage.queries.pages import gaps_administered_by
from mediators.models import (
    Division,
    Organisation,
    OrganisationEvent,
    Person,
    Post,
    RoleGrant,
    Rule,
    User,
)

HOUR = timedelta(hours=1)
Kind, Type, Code = Organisation.Kind, Organisation.CommitteeType, Rule.Code
#: Committees of the demo that lack something, and what they are warned of.
WARNED = {
    towns.NO_CHAIR: ["no_chairs"],
    towns.TWO_CHAIRS: [Code.CHAIRS],
    towns.TWO_MEMBERS: [Code.MEMBERS_MIN],
    towns.TEN_MEMBERS: [Code.MEMBERS_MAX],
    towns.NO_WOMAN: [Code.WOMEN_MIN],
    towns.NO_MINORITY: ["peoples"],
    towns.LAPSED: [Code.MEMBERS_MIN, "no_chairs", Code.WOMEN_MIN, Code.TERM_YEARS],
    towns.NEVER_ELECTED: [Code.MEMBERS_MIN, "no_chairs", Code.WOMEN_MIN],
    towns.OVERDUE: [Code.FILING_DAYS],
}


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    """The demo, once its story is told; nothing of it is left to others."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def today(now):
    return local_day(now)


def committee_of(unit):
    return Organisation.objects.committees().get(establishing_unit=unit)


def sign_in(client, username):
    user = User.objects.get(username=username)
    client.force_login(user)
    return user


def test_every_answer_that_waits_can_be_read_and_marked(client, now):
    marker = sign_in(client, "yuejuan")
    waiting = MarkTask.objects.open()
    assert waiting.exists()
    for task in list(waiting.order_by("pk")):
        MarkTask.objects.filter(pk=task.pk).update(
            state="leased", marker=marker, lease_until=now + HOUR
        )
        written = AttemptText.objects.get(attempt=task.attempt_id, slot=task.slot)

        page = client.get(reverse("marking:task", args=[task.uuid]))

        assert page.status_code == 200
        assert written.text in page.content.decode()
    accepted = ResponseEvent.Disposition.ACCEPTED
    assert not ResponseEvent.objects.exclude(disposition=accepted).exists()


def test_a_third_of_the_questions_is_for_practice_and_enough_is_left(client, now):
    released = PracticeQuestion.objects.offered_on(local_day(now))
    approved = QuestionVersion.objects.approved()
    by_kind = approved.secret().order_by().values_list("kind").annotate(Count("pk"))
    left = dict(by_kind)

    share = released.count() / approved.count()
    assert 0.25 < share < 0.4
    assert all(left[kind] >= 2 * count for kind, count, _points in exam.RULES)
    assert not released.filter(version__slots__isnull=False).exists()

    sign_in(client, "tiaojie")
    page = client.get(reverse("practice:home"))
    assert len(page.context["subjects"]) >= 10
    assert client.get("/practice/start/", follow=True).status_code == 200


def test_there_is_a_district_of_ten_towns():
    existing = Organisation.objects.existing()
    mediating = Person.objects.filter(posts__in=Post.objects.in_force()).distinct()

    assert existing.filter(kind=Kind.OFFICE).count() == 10
    assert 110 <= existing.committees().count() <= 130
    assert 520 <= mediating.count() <= 580
    assert {kind for (kind,) in existing.values_list("kind")} == set(Kind) - {Kind.AREA}
    types = existing.committees().values_list("committee_type", flat=True)
    assert set(types) == set(Type) - {Type.OTHER}
    assert not Division.objects.exclude(code__startswith="99").exists()


def test_every_gap_is_in_a_village_that_is_named_for_it(today):
    committees = list(Organisation.objects.committees())
    found = queries.warnings_of(committees, day=today)

    warned = {
        each.establishing_unit: [warning.code for warning in found[each.pk]]
        for each in committees
        if found[each.pk]
    }

    assert warned == WARNED


def test_somebody_is_too_old_too_little_schooled_or_full_time_twice(today):
    people = Person.objects.filter(posts__in=Post.objects.in_force()).distinct()
    found = queries.people_warnings(people, day=today)

    warned = {
        warning.code: {
            post.organisation.establishing_unit
            for post in Post.objects.in_force().filter(person=key)
        }
        for key, warnings in found.items()
        for warning in warnings
    }

    assert sum(map(len, found.values())) == 3
    assert warned[Code.AGE_MAX] == {towns.OLD_CHAIR}
    assert warned[Code.EDUCATION_MIN] == {towns.UNSCHOOLED}
    assert towns.TWO_POSTS in warned[Code.FULL_TIME_MAX]


def test_coverage_counts_every_kind_of_gap():
    gaps = gaps_administered_by(User.objects.get(username="quguan"))

    assert all(gaps.values()), gaps
    assert gaps["villages_uncovered"] == 2


def test_filings_are_overdue_in_one_town_and_due_in_another():
    ours, town = (User.objects.get(username=each) for each in ("quguan", "zhenguan"))
    today = local_day(timezone.now())

    every = queries.filings_administered_by(ours, today=timezone.localdate())
    of_town = queries.filings_administered_by(town, today=timezone.localdate())

    assert [filing.is_overdue(today) for filing in every].count(True) == 3
    assert {filing.post.organisation.establishing_unit for filing in of_town} == {
        towns.OVERDUE
    }
    assert len(every) > len(of_town)


def test_there_are_three_terms_of_history():
    begins = Post.objects.filter(role=Post.Role.CHAIR).values("person", "organisation")
    three = begins.annotate(terms=Count("pk")).filter(terms=3)

    assert three.count() > 20
    assert set(Post.EndReason) >= {"resigned", "died", "dissolved", "term_expired"}
    reasons = set(Post.objects.values_list("end_reason", flat=True))
    assert reasons >= {"resigned", "died", "dissolved", "term_expired", ""}


def test_places_were_merged_dissolved_moved_and_renamed():
    into = committee_of(towns.MERGED_INTO)
    assert committee_of(towns.MERGED).successor == into
    assert committee_of(CLOSED).dissolved_on
    assert committee_of(MARKET).get_parent().kind == Kind.BUREAU
    assert committee_of(towns.RENAMED).division.name == towns.RENAMED
    kinds = set(OrganisationEvent.objects.values_list("kind", flat=True))
    assert kinds >= {"founded", "moved", "merged", "dissolved", "changed"}
    assert Division.objects.get(name=towns.MERGED).successor == into.division


def test_names_are_as_hard_as_those_of_people():
    names = list(Person.objects.values_list("name", flat=True))

    assert {len(name) for name in names} >= {2, 3, 4, 10}
    assert {"周䶮", "陈𬱖", "欧阳若水", "古丽娜尔·阿卜杜外力"} < set(names)
    assert names.count("张建国") == 2
    shared = Person.objects.exclude(phone="").values("phone")
    assert shared.annotate(people=Count("pk")).filter(people=2).count() > 10


def test_no_identity_number_of_anybody_is_in_the_demo(client):
    assert not Person.objects.exclude(id_number_lookup=None).exists()
    sign_in(client, "quguan")

    page = client.get(reverse("mediators:mediator-list")).content.decode()

    assert not re.search(r"(?<!\d)\d{17}[\dX](?!\d)", page)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda each: each.username)
def test_everybody_signs_in_as_what_they_are_said_to_be(client, account):
    user = sign_in(client, account.username)

    assert client.get("/me/").status_code == 200
    held = Post.objects.in_force().filter(person__user=user)
    assert held.exists() == (account.mediator >= 0)
    if account.town:
        office = RoleGrant.objects.get(user=user).organisation
        assert office.name.startswith(account.town)
        assert all(post.organisation.is_descendant_of(office) for post in held)


def test_some_certificates_have_run_out_and_some_soon_will(today):
    ends = Certificate.objects.filter(valid_until__lt=today + timedelta(days=90))
    over = ends.filter(valid_until__lt=today)

    assert over.count() >= 3
    assert ends.count() - over.count() >= 3


def test_nobody_is_rewarded_whose_certificate_is_not_valid(today):
    commended = Commendation.objects.values_list("mediator", flat=True)
    subsidised = SubsidyEntry.objects.values_list("mediator", flat=True)
    valid = Certificate.objects.valid_on(today)
    lost = Certificate.objects.exclude(pk__in=valid.values("pk"))
    lost = lost.filter(valid_until__gte=today)

    assert lost.count() == 2
    assert not lost.filter(mediator__in=[*commended, *subsidised]).exists()
    assert valid.filter(mediator__in=commended).exists()


def test_exams_begin_at_nine_and_one_can_be_sat_now(now):
    sittings = Sitting.objects.order_by("opens_at")

    hours = {timezone.localtime(each.starts_at).strftime("%H:%M") for each in sittings}

    assert hours == {"09:00"}
    assert sittings.filter(opens_at__lte=now, closes_at__gt=now).count() == 1


def test_it_is_not_loaded_twice(capsys):
    call_command("demo")
    call_command("demo", accounts=True)

    told = capsys.readouterr().out
    assert "不再装入" in told
    assert "liangjiao" in told


def test_the_texts_of_a_folder_stand_beside_our_digests(settings, tmp_path, capsys):
    law = Version.objects.get(statute__code="peoples-mediation-law")
    lines = [
        f"# {law.statute.title}",
        f"（{law.promulgated_on:%Y年%m月%d日}通过）",
        *(f"{each.label} 样文。" for each in law.articles.order_by("position")),
    ]
    lines[-1] = lines[-1].replace("样文", "本法自2011年1月1日起施行")
    (tmp_path / "法.md").write_text("\n\n".join(lines))
    settings.LAWS_DIR = str(tmp_path)

    with transaction.atomic():
        call_command("demo")
        first = law.articles.earliest("position")
        transaction.set_rollback(True)

    assert "1 个文件已在库中" in capsys.readouterr().out
    assert (first.text, bool(first.digest)) == ("样文。", True)


def test_each_list_of_the_studio_has_something(today):
    author, reviewer = (
        User.objects.get(username=each) for each in ("jiangshi", "shenhe")
    )

    drafts = drafts_of(author, limit=9)
    due = due_for_review(author, day=today)

    assert {(each.waits, each.came_back) for each in drafts} == {
        (False, False),
        (True, False),
        (False, True),
    }
    assert len(asked_of(reviewer, limit=9)) == 1
    assert due.filter(review_by__lt=today).exists()
    assert due.filter(review_by__gt=today).exists()


@pytest.mark.parametrize("frame", ["public.html", "classroom.html", "office.html"])
def test_every_page_of_a_demonstration_says_that_its_review_is_simulated(
    rf, frame, django_user_model
):
    request = rf.get("/")
    request.user = django_user_model()
    said = "课程和试题的审核是模拟的"

    assert said in render_to_string(frame, is_demo(request), request)
    assert said not in render_to_string(frame, {}, request)
