"""What the district's documents ask for beyond the Law.

Neither bureau nor documents exist: the figures show what a rule can say, not what is
asked for anywhere.
"""

from datetime import date, datetime

from lms.demo.ground import District
from mediators import operations
from mediators.models import Organisation, Person, Post, Rule

DOCUMENT = "示例区司法局〔{year}〕1 号（演示用，并非真实文件）"
SENIOR = Rule.EDUCATION.index(Person.Education.SENIOR)


def load(district: District, *, at: datetime) -> None:
    """Lay down rules for the bureau, in force since before the last elections."""
    since = date(district.terms[-1].year - 1, 1, 1)
    code, kind = Rule.Code, Organisation.CommitteeType
    for rule, value, narrowed in (
        (code.FILING_DAYS, 30, {}),
        (code.AGE_MAX, 65, {"post_kind": Post.Kind.FULL_TIME}),
        (code.EDUCATION_MIN, SENIOR, {"committee_type": kind.TOWNSHIP}),
        (code.EDUCATION_MIN, SENIOR, {"post_kind": Post.Kind.FULL_TIME}),
    ):
        operations.add_rule(
            organisation=district.bureau,
            code=rule,
            value=value,
            document=DOCUMENT.format(year=since.year),
            valid_from=since,
            at=at,
            actor=None,
            **narrowed,
        )
