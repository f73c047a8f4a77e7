"""Records that any app may need and that know nothing of the others."""

from lms.kernel.models.audit import AuditEntry, AuditSeal, AuditValue, PersonKey
from lms.kernel.models.dated import Dated, DatedQuerySet
from lms.kernel.models.heartbeat import Heartbeat
from lms.kernel.models.job import Job
from lms.kernel.models.search import SearchEntry

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "AuditValue",
    "Dated",
    "DatedQuerySet",
    "Heartbeat",
    "Job",
    "PersonKey",
    "SearchEntry",
]
