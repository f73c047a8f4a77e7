"""QR codes as small inline drawings."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def verify_address(code: str) -> str:
    """Return the whole address at which a stranger verifies the certificate."""
    path = reverse("certificates:verify", args=[code])
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def drawing(address: str) -> SafeString:
    """Return an inline SVG of the QR code, without style attributes."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True,
        border=2,
        dark="#1E2A2B",
        light="#FFFFFF",
        svgclass="qr",
        lineclass=None,
        title=_("QR code that leads to the page of verification"),
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn by us from an address of ours
