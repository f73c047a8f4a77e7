"""The QR code of a certificate: where a stranger verifies it."""

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lms.kernel import qr


def verify_address(code: str) -> str:
    """Return the whole address at which a stranger verifies the certificate."""
    path = reverse("certificates:verify", args=[code])
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def drawing(address: str) -> SafeString:
    """Return an inline SVG of the QR code, without style attributes."""
    words = _("QR code that leads to the page of verification")
    return qr.drawing(address, title=words)
