"""An exam: drawn, sealed, sat by some, open to others. Answers are invented."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from exams.assembly import operations as assembly
from exams.assembly.models import Paper, ScoringManifest
from exams.delivery import operations as delivery
from exams.delivery.answers import slots_of
from exams.delivery.incoming import read_events
from exams.delivery.models import Admission, Attempt, Exam, Sitting
from lms.kernel.clock import local_day
from mediators.models import Mediator, Organisation, User

RULES = (
    ("single_choice", 15, 2),
    ("multiple_choice", 5, 4),
    ("true_false", 10, 2),
    ("fill_in", 5, 2),
    ("short_answer", 2, 10),
)
ANSWERS = (
    "先把双方分开，各自听他们把话说完，再坐到一起商量。调解要自愿，谁也不能逼着签字。",
    "告诉当事人协议可以三十日内一起去法院申请司法确认，确认以后不履行可以申请执行。",
    "记下来谁说了什么、谈成了什么，念给双方听，双方签字按手印，村里留一份。",
)
#: What the phones of the candidates call themselves.
PHONE = "Mozilla/5.0 (Linux; Android 12) Chrome/130.0 Mobile"


@dataclass(frozen=True)
class Staff:
    author: User
    reviewer: User
    administrator: User


def draw(
    organisation: Organisation, *, staff: Staff, at: datetime
) -> tuple[Paper, Paper]:
    """Draw and seal two papers of one blueprint."""
    rules = [
        assembly.Rule(kind=kind, count=count, points=Decimal(points))
        for kind, count, points in RULES
    ]
    blueprint = assembly.draft_blueprint(
        organisation=organisation,
        code="PML-100",
        title="人民调解员岗前考试（百分制）",
        rules=rules,
        by=staff.author,
        at=at,
    )
    assembly.approve_blueprint(blueprint=blueprint, by=staff.reviewer, at=at)
    drawn = [
        assembly.draw_paper(
            blueprint=blueprint,
            code=f"PML-100-{letter}",
            title=f"人民调解员岗前考试 {letter} 卷",
            day=local_day(at),
            seed=seed,
            by=staff.author,
            at=at,
        )
        for letter, seed in (("A", "枫桥"), ("B", "试行"))
    ]
    one, other = (
        assembly.seal_paper(paper=paper, by=staff.reviewer, at=at) for paper in drawn
    )
    return one, other


def set_terms(
    organisation: Organisation, *, title: str, staff: Staff, at: datetime
) -> Exam:
    return delivery.create_exam(
        organisation=organisation,
        title=title,
        description="学完课程后参加。可以翻书，不能请人代答。",
        pass_mark=Decimal(60),
        duration_s=60 * 60,
        max_attempts=2,
        by=staff.administrator,
        at=at,
    )


def offer(  # noqa: PLR0913 -- when it is offered, and to whom
    exam: Exam,
    paper: Paper,
    *,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    mediators: Iterable[Mediator],
    by: User,
    at: datetime,
    starts_at: datetime | None = None,
    first_seat: int | None = None,
) -> Sitting:
    sitting = delivery.create_sitting(
        exam=exam,
        paper=paper,
        title=title,
        opens_at=opens_at,
        starts_at=starts_at,
        closes_at=closes_at,
        by=by,
        at=at,
    )
    delivery.admit(
        sitting=sitting, mediators=mediators, first_seat=first_seat, by=by, at=at
    )
    return sitting


def hold(  # noqa: PLR0913 -- what a sitting is made of
    exam: Exam,
    paper: Paper,
    *,
    title: str,
    day: datetime,
    mediators: Iterable[Mediator],
    by: User,
) -> Sitting:
    """Hold a sitting that is over: of ten, each knows a little less than the one before."""
    sitting = offer(
        exam,
        paper,
        title=title,
        opens_at=day - timedelta(minutes=30),
        starts_at=day,
        closes_at=day + timedelta(hours=8),
        mediators=mediators,
        first_seat=1,
        by=by,
        at=day - timedelta(days=4),
    )
    for number, admission in enumerate(sitting.admissions.order_by("pk")):
        begun = day + timedelta(minutes=2 * number)
        delivery.check_identity(
            attempt=sit(admission, skill=1 - number % 10 * 0.09, at=begun),
            same_person=True,
            reason="身份证与本人相符",
            by=by,
            at=begun,
        )
    return sitting


def sit(admission: Admission, *, skill: float, at: datetime) -> Attempt:
    """Sit the exam from `at` on, as somebody who knows a share `skill` of it."""
    random = Random(f"{admission.mediator.person.name} {skill}")  # noqa: S311 -- nothing secret is drawn
    attempt = delivery.start_attempt(admission=admission, at=at)
    device = uuid.UUID(int=random.getrandbits(128), version=4)
    epoch = delivery.open_device(
        attempt=attempt, device=device, at=at, user_agent=PHONE
    )
    paper = admission.sitting.paper
    keys = ScoringManifest.objects.get(paper=paper).slots
    sent = [
        {
            "seq": seq,
            "epoch": epoch,
            "kind": "text" if said["kind"] == "short_answer" else "answer",
            "slot": slot,
            "v": _answer(said, skill, random),
        }
        for seq, (slot, said) in enumerate(sorted(keys.items()), start=1)
    ]
    delivery.hand_in(
        attempt=attempt.uuid,
        device=device,
        epoch=epoch,
        events=read_events(sent, slots=slots_of(paper.uuid), epoch=epoch),
        at=at + timedelta(minutes=35),
    )
    attempt.refresh_from_db()
    return attempt


def _answer(slot: Mapping[str, Any], skill: float, random: Random) -> dict[str, Any]:
    """Return a right answer to one question, or a wrong one."""
    kind, key, knows = slot["kind"], slot["key"], random.random() < skill
    if kind == "short_answer":
        return {"text": random.choice(ANSWERS)}
    if kind == "fill_in":
        return {"texts": [blank[0] if knows else "不记得" for blank in key["blanks"]]}
    if kind == "multiple_choice":
        right = sorted(key["options"])
        return {"options": right if knows else right[:1]}
    if knows:
        return {"option": key["option"]}
    return {"option": {"t": "f", "f": "t"}.get(key["option"], key["option"])}
