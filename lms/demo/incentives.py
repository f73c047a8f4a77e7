"""A subsidy by case and a commendation, in the file of a mediator who exists nowhere."""

from datetime import date, datetime
from decimal import Decimal

from incentives import operations
from lms.kernel.clock import local_day
from mediators.models import Mediator, Organisation, User

RATES = (("simple", 50), ("ordinary", 100), ("difficult", 300), ("major", 600))


def load(
    bureau: Organisation, mediators: list[Mediator], *, by: User, at: datetime
) -> None:
    """Lay down rates and a programme; subsidise a case of each, commend the last."""
    today = local_day(at)
    operations.add_schedule(
        organisation=bureau,
        title="以案定补标准（演示）",
        document=f"示司〔{today.year - 1}〕9号（演示）",
        rates=[
            operations.Rate(case_class=kind, amount=Decimal(n)) for kind, n in RATES
        ],
        valid_from=date(today.year - 1, 1, 1),
        at=at,
        actor=by,
    )
    for number, mediator in enumerate(mediators, start=1):
        operations.enter_subsidy(
            mediator=mediator,
            organisation=_place(mediator),
            case_ref=f"演示调字〔{today.year}〕{number:03d}号",
            mediated_on=today,
            case_class=RATES[number][0],
            form="written",
            at=at,
            actor=by,
        )
    _commend(bureau, mediators[-1], by=by, at=at)


def _commend(
    bureau: Organisation, mediator: Mediator, *, by: User, at: datetime
) -> None:
    today = local_day(at)
    programme = operations.open_programme(
        organisation=bureau,
        name="先进人民调解员（演示）",
        year=today.year,
        approval_authority="省级表彰工作主管部门（演示）",
        approval_document=f"示批〔{today.year}〕1号（演示）",
        quota=10,
        at=at,
        actor=by,
    )
    operations.decide_commendation(
        programme=programme,
        organisation=_place(mediator),
        mediator=mediator,
        title="先进人民调解员",
        merit="全年调解邻里纠纷二十余件，件件回访。",
        authority=bureau.name,
        decided_by=by,
        decided_on=today,
        document_no=f"示司表〔{today.year}〕1号（演示）",
        at=at,
        actor=by,
    )


def _place(mediator: Mediator) -> Organisation:
    return mediator.person.posts.in_force().latest("valid_from", "pk").organisation
