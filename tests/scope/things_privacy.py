"""What people ask about their data, and rosters brought in and given out, of a place."""

from datetime import date

from django.utils import timezone

from lms.kernel.models import AuditEntry, Job
from mediators.privacy import operations as privacy
from mediators.rosters.operations import exporting
from tests.factories.mediators import (
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.rosters import applied, read
from tests.mediators.rosters.conftest import csv_of, row
from tests.scope.rows import INSIDE


def of_requests(place):
    now = place.world.now
    place.asked = privacy.file_request(
        person=place.person,
        kind="correction",
        about=f"{place.word}的电话",
        wanted="0531-00000000",
        at=now,
        actor=place.user,
    )
    place.entry = AuditEntry.objects.get(
        subject_type="privacy.datarequest", person=place.person.uuid
    ).pk
    # Whoever holds a post is not deleted.
    place.leaver = PersonFactory(name=f"{place.word}离任", user=UserFactory())
    PostFactory(
        person=place.leaver,
        organisation=place.committee,
        valid_to=timezone.localdate(),
        end_reason="resigned",
    )
    place.deletion = privacy.file_request(
        person=place.leaver, kind="deletion", at=now, actor=place.leaver.user
    )
    privacy.propose_erasure(request=place.deletion, words="", by=UserFactory(), at=now)
    if place.name == INSIDE:
        privacy.set_rule(
            kind="exam_devices",
            months=12,
            action="minimise",
            document="青川司发〔2026〕1号",
            valid_from=date(2026, 1, 1),
            at=now,
            actor=None,
        )


def of_rosters(place):
    now, word = place.world.now, place.word
    clerk = RoleGrantFactory(
        user=UserFactory(name="何书记"), organisation=place.unit
    ).user

    def line(name, **changes):
        where = place.committee.name
        return row(name=name, organisation=where, **changes)

    def brought_in(how, content, name):
        return how(content, clerk, place.unit, now, name=f"{word}{name}.csv")

    doubtful = line(f"{word}无户", born_on=None, phone=None)
    place.roster = brought_in(read, csv_of(line(f"{word}新"), doubtful), "名册")
    place.doubt = [
        place.roster.uuid,
        place.roster.rows.exclude(doubts=None).get().doubts.get().pk,
    ]
    unclear = csv_of(line(f"{word}旧")).decode().encode("gb18030")
    place.unclear = brought_in(read, unclear, "旧册")
    place.applied = brought_in(
        applied, csv_of(line(f"{word}来", phone="13900000002")), "来册"
    )
    place.giving_out = Job.objects.create(
        title=f"{word}导出",
        task="mediators.rosters.tasks.export_roster",
        started_by=clerk,
    )
    place.export = exporting.make_export(
        job=place.giving_out, filters={}, shape="csv", reason="", at=now
    )


def give(job, user):
    """Let it be somebody else's who started a job."""
    job.started_by = user
    job.save()
