"""What the district's documents ask for beyond the Law, and what is yet to be filed.

Neither bureau nor documents exist: the figures show what a rule can say, not what is
asked for anywhere.
"""

from datetime import date, datetime, timedelta

from lms.demo.district import District
from lms.kernel.clock import local_day
from mediators import operations
from mediators.models import Organisation, Person, Post, Rule

DOCUMENT = "示例区司法局〔2024〕1 号（演示用，并非真实文件）"
SINCE = date(2024, 1, 1)
SENIOR = Rule.EDUCATION.index(Person.Education.SENIOR)


def load(district: District, *, at: datetime) -> None:
    """Lay down rules for the bureau, and let the first committee owe two filings."""
    code, kind = Rule.Code, Organisation.CommitteeType
    for rule, value, narrowed in (
        (code.FILING_DAYS, 30, {}),
        (code.AGE_MAX, 65, {"post_kind": Post.Kind.FULL_TIME}),
        (code.EDUCATION_MIN, SENIOR, {"committee_type": kind.TOWNSHIP}),
    ):
        operations.add_rule(
            organisation=district.bureau,
            code=rule,
            value=value,
            document=DOCUMENT,
            valid_from=SINCE,
            at=at,
            actor=None,
            **narrowed,
        )
    _owe_filings(district, at)


def _owe_filings(district: District, at: datetime) -> None:
    """Two posts ended without a filing: one long ago, one the other day."""
    for number, days in ((48, 80), (44, 10)):
        post = district.mediators[number].person.posts.get()
        operations.end_post(
            post=post,
            on=local_day(at) - timedelta(days=days),
            reason=Post.EndReason.RESIGNED,
            at=at,
            actor=None,
        )
