"""What comes of an exam: marks, results, certificates."""

from datetime import datetime, timedelta
from decimal import Decimal

from certificates import operations as certificates
from certificates.models import Certificate, CertificateType
from certificates.queries import results_to_certify
from exams.delivery import operations as delivery
from exams.delivery.models import Attempt, Exam, Sitting
from exams.marking import operations as marking
from exams.marking.models import MarkTask
from mediators.models import Mediator, Organisation, User

#: The share of the points a short answer is given, in turn.
SHARES = (Decimal("0.8"), Decimal("0.6"), Decimal("0.7"), Decimal("0.5"))


def score(sitting: Sitting, *, at: datetime) -> None:
    """Score what was handed in, as the worker does."""
    attempts = Attempt.objects.filter(admission__sitting=sitting)
    for attempt in attempts.submitted().order_by("pk"):
        marking.score_attempt(attempt=attempt, at=at)


def mark(sitting: Sitting, *, by: User, at: datetime) -> None:
    """Mark every short answer of a sitting, one after the other."""
    waiting = MarkTask.objects.filter(attempt__admission__sitting=sitting).count()
    for number in range(waiting):
        task = marking.take_task(sitting=sitting, by=by, at=at)
        points = (task.points * SHARES[number % len(SHARES)]).quantize(Decimal("0.5"))
        marking.give_mark(
            task=task,
            points=points,
            by=by,
            at=at,
            comment="要点基本说到，步骤可以再清楚一些。",
        )


def withhold(sitting: Sitting, mediator: Mediator, *, by: User, at: datetime) -> None:
    """Keep one result back, so that it can be seen and restored."""
    delivery.withhold(
        attempt=Attempt.objects.get(
            admission__sitting=sitting, admission__mediator=mediator
        ),
        reason="简答题与邻座的答卷雷同，正在核实",
        by=by,
        at=at,
    )


def release(sitting: Sitting, *, by: User, at: datetime) -> None:
    marking.release(sitting=sitting, by=by, at=at)


def name_certificate(
    exam: Exam,
    organisation: Organisation,
    *,
    by: User,
    at: datetime,
    is_trial: bool = False,
) -> CertificateType:
    """Let the branch's administrator write what a pass is certified with."""
    certificates.let_write_wording(user=by, actor=None, at=at)
    return certificates.publish_kind(
        code=f"pre-service{'-trial' if is_trial else ''}",
        title=f"人民调解员岗前培训合格证书{'（试行）' if is_trial else ''}",
        exam=exam,
        organisation=organisation,
        organiser=organisation.name,
        purpose="证明您通过岗前考试。",
        wording=(
            "{name}同志（{committee}）于{day}参加“{exam}”，成绩{score}分，合格。特发此证。"
        ),
        number_prefix="GQSX" if is_trial else "GQPX",
        validity_months=1 if is_trial else 36,
        actor=by,
        at=at,
    )


def issue(*, at: datetime) -> dict[int, Certificate]:
    """Issue what is due, as the worker does; return it by mediator."""
    issued = [
        certificates.issue(result=result, at=at)
        for result in results_to_certify().order_by("pk")
    ]
    return {certificate.mediator_id: certificate for certificate in issued}


def certify(*, suspended: Mediator, revoked: Mediator, by: User, at: datetime) -> None:
    """Issue what is due; suspend one and revoke one, so that both can be seen."""
    issued = issue(at=at)
    certificates.suspend(
        certificate=issued[suspended.pk],
        reason="姓名登记有误，正在核对。",
        actor=by,
        at=at + timedelta(hours=1),
    )
    certificates.revoke(
        certificate=issued[revoked.pk],
        category="misconduct",
        reason="演示：发现该场次冒名替考。",
        actor=by,
        at=at + timedelta(hours=2),
    )
