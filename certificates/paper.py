"""What the sheet of paper needs, whoever shows it: the worker, or the Studio."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from certificates import qr
from certificates.evidence import written
from lms.kernel.clock import local_day

if TYPE_CHECKING:
    from certificates.models import Certificate

#: A name, or a text, longer than this is set smaller; longer than that, smaller still.
NAMES = (8, 14)
TEXTS = (140, 280)


def paper(certificate: "Certificate") -> dict[str, Any]:
    """Return the context of `certificates/paper.html`."""
    address = qr.verify_address(certificate.code)
    paragraphs = certificate.paragraphs
    return {
        "paper": certificate,
        "qr": qr.drawing(address),
        "address": address,
        "issued_on": written(local_day(certificate.issued_at)),
        "valid_until": certificate.valid_until and written(certificate.valid_until),
        "host": settings.BASE_URL.partition("//")[2].rstrip("/"),
        "paragraphs": paragraphs,
        "name_size": _size(len(certificate.holder_name), *NAMES),
        "text_size": _size(len("".join(paragraphs)), *TEXTS),
    }


def _size(length: int, long: int, very_long: int) -> str:
    if length > very_long:
        return "small"
    return "medium" if length > long else "large"
