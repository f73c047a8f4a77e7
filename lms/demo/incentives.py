"""Records of incentive of every kind, and what they rest on; of people who exist nowhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from incentives import operations, queries
from incentives.models import (
    AccountabilityRecord,
    AwardProgramme,
    EvaluationResult,
    SubsidyEntry,
    SubsidyRate,
)
from lms.kernel.clock import local_day
from mediators.models import Mediator, Organisation, User

RATES = (("simple", 50), ("ordinary", 100), ("difficult", 300), ("major", 600))
GRADES = ("一级人民调解员", "二级人民调解员", "三级人民调解员")


@dataclass
class Ledger:
    """Whose records they are, who enters them, and when."""

    bureau: Organisation
    by: User
    at: datetime

    @property
    def day(self) -> date:
        return local_day(self.at)

    def decided(self, document: str, *, days_ago: int = 0) -> operations.Decision:
        return {
            "authority": self.bureau.name,
            "decided_by": self.by,
            "decided_on": self.day - timedelta(days=days_ago),
            "document_no": f"{document}（演示）",
        }


def load(  # noqa: PLR0913 -- whom the records are about, and who enters them
    bureau: Organisation,
    mediators: list[Mediator],
    *,
    held: Mediator,
    by: User,
    clerk: User,
    at: datetime,
) -> None:
    """Subsidise a case of each, judge and thank the first, commend and grade the last.

    `held` is who has been held to account. `clerk`, of a town, proposes what `by` decides.
    """
    ledger = Ledger(bureau, by, at)
    _subsidise(ledger, mediators)
    _commend(ledger, mediators[-1])
    _grade(ledger, mediators[-1])
    _judge(ledger, mediators)
    _hold_to_account(ledger, held)
    _propose(ledger, clerk)


def _subsidise(ledger: Ledger, mediators: list[Mediator]) -> None:
    """The rates of before and of now; a case typed wrongly is annulled and entered again."""
    year = ledger.day.year
    for since, more in ((year - 3, 0), (year - 1, 1)):
        operations.add_schedule(
            organisation=ledger.bureau,
            title=f"以案定补标准（{since} 年，演示）",
            document=f"示司〔{since}〕9号（演示）",
            rates=[
                *[operations.Rate(kind, Decimal(n + 20 * more)) for kind, n in RATES],
                operations.Rate(
                    SubsidyRate.CaseClass.SIMPLE,
                    Decimal(80 + 20 * more),
                    form=SubsidyRate.Form.CONFIRMED,
                ),
            ],
            valid_from=date(since, 1, 1),
            at=ledger.at,
            actor=ledger.by,
        )
    for number, mediator in enumerate(mediators, start=1):
        _enter(ledger, mediator, number, RATES[number][0])
    wrong = _enter(ledger, mediators[0], len(mediators) + 1, "major")
    operations.annul(
        record=wrong, reason="案件类别录错，已重新登记", at=ledger.at, actor=ledger.by
    )
    _enter(ledger, mediators[0], len(mediators) + 1, "simple")


def _enter(
    ledger: Ledger, mediator: Mediator, number: int, case_class: str
) -> SubsidyEntry:
    return operations.enter_subsidy(
        mediator=mediator,
        organisation=_place(mediator),
        case_ref=f"演示调字〔{ledger.day.year}〕{number:03d}号",
        mediated_on=ledger.day,
        case_class=case_class,
        form=SubsidyRate.Form.WRITTEN,
        at=ledger.at,
        actor=ledger.by,
    )


def _commend(ledger: Ledger, mediator: Mediator) -> None:
    """Last year's programme is over; in this year's one is commended."""
    year = ledger.day.year
    programmes = [
        operations.open_programme(
            organisation=ledger.bureau,
            name="先进人民调解员（演示）",
            year=each,
            for_whom=AwardProgramme.Subject.BOTH,
            approval_authority="省级表彰工作主管部门（演示）",
            approval_document=f"示批〔{each}〕1号（演示）",
            quota=10,
            hours_needed=Decimal(3),
            hours_months=12,
            at=ledger.at,
            actor=ledger.by,
        )
        for each in (year - 1, year)
    ]
    operations.end_programme(
        programme=programmes[0], on=date(year, 1, 1), at=ledger.at, actor=ledger.by
    )
    operations.decide_commendation(
        programme=programmes[1],
        organisation=_place(mediator),
        mediator=mediator,
        title="先进人民调解员",
        merit="全年调解邻里纠纷二十余件，件件回访。",
        at=ledger.at,
        actor=ledger.by,
        **ledger.decided(f"示司表〔{year}〕1号"),
    )


def _grade(ledger: Ledger, mediator: Mediator) -> None:
    """Whoever has learnt and is certified may be graded."""
    year = ledger.day.year
    scheme = operations.add_grade_scheme(
        organisation=ledger.bureau,
        name="人民调解员等级评定办法（演示）",
        document=f"示司〔{year - 1}〕12号（演示）",
        labels=GRADES,
        valid_from=date(year - 1, 1, 1),
        cycle_months=36,
        hours_needed=Decimal(3),
        hours_months=24,
        certificate_needed=True,
        at=ledger.at,
        actor=ledger.by,
    )
    operations.record_grade(
        grade=scheme.grades.get(label=GRADES[-1]),
        organisation=_place(mediator),
        mediator=mediator,
        at=ledger.at,
        actor=ledger.by,
        **ledger.decided(f"示司评〔{year}〕3号"),
    )


def _judge(ledger: Ledger, mediators: list[Mediator]) -> None:
    """Everybody's year was evaluated; the first is thanked besides, and their committee."""
    year = ledger.day.year - 1
    # A year is evaluated after it is over, also where the story is told in January.
    ago = min(30, ledger.day.timetuple().tm_yday - 1)
    for mediator in mediators:
        operations.record_evaluation(
            branch=ledger.bureau,
            organisation=_place(mediator),
            mediator=mediator,
            year=year,
            level=EvaluationResult.Level.QUALIFIED,
            at=ledger.at,
            actor=ledger.by,
            **ledger.decided(f"示司考〔{year}〕2号", days_ago=ago),
        )
    for thanked in (mediators[0], None):
        operations.record_recognition(
            organisation=_place(mediators[0]),
            mediator=thanked,
            title="热心邻里事，感谢信" if thanked else "平安村建设先进集体",
            given_by="示范镇人民政府（演示）",
            given_on=ledger.day - timedelta(days=20),
            at=ledger.at,
            actor=ledger.by,
        )


def _propose(ledger: Ledger, clerk: User) -> None:
    """A town enters how one of its people was evaluated; the bureau has not confirmed it."""
    own = Mediator.objects.administered_by(clerk).living().order_by("pk")
    mediator = own.select_related("person")[0]
    place = queries.places_of(mediator, by=clerk).earliest("pk")
    year = ledger.day.year - 1
    operations.record_evaluation(
        branch=ledger.bureau,
        organisation=place,
        mediator=mediator,
        year=year,
        level=EvaluationResult.Level.EXCELLENT,
        at=ledger.at,
        actor=clerk,
        **ledger.decided(f"示司考〔{year + 1}〕4号"),
    )


def _hold_to_account(ledger: Ledger, held: Mediator) -> None:
    operations.record_accountability(
        branch=ledger.bureau,
        organisation=_place(held),
        mediator=held,
        ground=AccountabilityRecord.Ground.FAILING,
        measure=AccountabilityRecord.Measure.CRITICISM,
        account="三次未按约定时间到场，未说明原因。",
        effective_until=ledger.day + timedelta(days=180),
        at=ledger.at,
        actor=ledger.by,
        **ledger.decided(f"示司纪〔{ledger.day.year}〕1号", days_ago=10),
    )


def _place(mediator: Mediator) -> Organisation:
    return mediator.person.posts.in_force().latest("valid_from", "pk").organisation
