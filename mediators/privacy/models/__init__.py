from mediators.privacy.models.consent import Consent, ConsentText
from mediators.privacy.models.notice import Acknowledgement, NoticeVersion
from mediators.privacy.models.request import AnswerPeriod, DataRequest, RequestEvent
from mediators.privacy.models.retention import RetentionRule, RetentionRun

__all__ = [
    "Acknowledgement",
    "AnswerPeriod",
    "Consent",
    "ConsentText",
    "DataRequest",
    "NoticeVersion",
    "RequestEvent",
    "RetentionRule",
    "RetentionRun",
]
