"""Rosters brought in, read and carried out, by calling the operations."""

from lms.kernel.models import Job
from mediators.rosters import operations


def received(content, by, branch, at, name="名册.csv"):
    return operations.receive(branch=branch, name=name, content=content, by=by, at=at)


def job_of(by, at):
    return Job.objects.create(
        title="名册", task="tests.none", started_by=by, created_at=at
    )


def read(content, by, branch, at, *, encoding="", **named):
    """An import whose file was read."""
    roster = received(content, by, branch, at, **named)
    operations.begin_reading(roster=roster, job=job_of(by, at), by=by, at=at)
    operations.read_roster(roster=roster, encoding=encoding, by=by, at=at)
    return roster


def carry_out(roster, by, at, *, whole=False):
    operations.begin_applying(
        roster=roster, whole=whole, job=job_of(by, at), by=by, at=at
    )
    operations.apply_rows(roster=roster, by=by, at=at)


def applied(content, by, branch, at, **named):
    """An import whose good rows were carried out."""
    roster = read(content, by, branch, at, **named)
    carry_out(roster, by, at)
    return roster


def undo(roster, by, at):
    operations.begin_undoing(roster=roster, job=job_of(by, at), by=by, at=at)
    operations.undo_rows(roster=roster, by=by, at=at)


def begun(content, by, branch, at):
    """An import that the worker is asked to read."""
    roster = received(content, by, branch, at)
    operations.begin_reading(roster=roster, job=job_of(by, at), by=by, at=at)
    return roster
