from datetime import timedelta

import pytest
from celery import shared_task

from lms.kernel import jobs, reconcilers
from lms.kernel.models import Job
from tests.factories.mediators import UserFactory


@shared_task(name="tests.count_to")
def count_to(*, job_id, n, **_later):
    job = Job.objects.get(pk=job_id)
    with job.running():
        for _ in job.track(range(n)):
            pass


@shared_task(name="tests.break_down")
def break_down(*, job_id, **_later):
    with Job.objects.get(pk=job_id).running():
        raise ValueError("the paper is out")


@pytest.fixture
def start(django_capture_on_commit_callbacks):
    def start(task, **params):
        with django_capture_on_commit_callbacks(execute=True):
            return jobs.start(title="数数", task=task, user=UserFactory(), **params)

    return start


def test_a_job_counts_what_it_did(start):
    job = start("tests.count_to", n=3)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.tries) == (Job.State.DONE, 3, 3, 1)


def test_a_job_that_fails_says_why(start):
    with pytest.raises(ValueError, match="paper"):
        start("tests.break_down")

    job = Job.objects.get()
    assert (job.state, job.problem) == (Job.State.FAILED, "the paper is out")


def lose(now, tries):
    """Return a job whose worker died."""
    return Job.objects.create(
        title="数数",
        task="tests.count_to",
        params={"n": 2},
        started_by=UserFactory(),
        state=Job.State.RUNNING,
        tries=tries,
        touched_at=now - timedelta(hours=1),
    )


def test_a_lost_job_is_sent_again(now):
    job = lose(now, tries=1)

    assert jobs.due_count() == 1
    reconcilers.run_all(at=now)

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 2)


def test_a_job_lost_three_times_is_given_up_in_words(now):
    job = lose(now, tries=3)

    jobs.send_again(now)

    job.refresh_from_db()
    assert (job.state, bool(job.problem)) == (Job.State.FAILED, True)


def test_a_living_job_is_left_alone(now):
    job = lose(now, tries=1)
    Job.objects.filter(pk=job.pk).update(touched_at=now)

    assert jobs.due_count() == 0


def test_a_failing_reconciler_stops_no_other(now):
    ran = []
    reconcilers.register(name="a-broken", due=lambda: 1, run=lambda at: 1 / 0)
    reconcilers.register(name="z-sound", due=lambda: 1, run=ran.append)

    reconcilers.run_all(at=now)

    assert ran == [now]
    for name in ("a-broken", "z-sound"):
        del reconcilers._registered[name]  # noqa: SLF001 -- put back as it was


def test_nobody_sees_the_jobs_of_another(client, start):
    job = start("tests.count_to", n=1)
    client.force_login(UserFactory())

    assert client.get(f"/office/jobs/{job.uuid}/").status_code == 404


def test_its_starter_watches_a_job(client, start):
    job = start("tests.count_to", n=1)
    client.force_login(job.started_by)

    assert "数数" in client.get(f"/office/jobs/{job.uuid}/").content.decode()
    part = client.get(f"/office/jobs/{job.uuid}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("of_each", [1, 5])
def test_listing_jobs_costs_the_same_however_many(
    client, of_each, django_assert_num_queries
):
    user = UserFactory()
    for _ in range(of_each):
        Job.objects.create(title="数数", task="t", started_by=user)
    client.force_login(user)

    with django_assert_num_queries(6):
        assert client.get("/office/jobs/").status_code == 200


def test_of_a_great_many_only_some_counts_are_written_down(django_assert_num_queries):
    job = Job.objects.create(title="数数", task="t", started_by=UserFactory())

    with django_assert_num_queries(1 + 2):  # the beginning; the fifth, and the last
        seen = list(job.track(range(7), every=5))

    job.refresh_from_db()
    assert (seen, job.done, job.total) == (list(range(7)), 7, 7)
