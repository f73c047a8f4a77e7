"""QR codes as small inline drawings."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawing(address: str, *, title: str) -> SafeString:
    """Return an inline SVG of the QR code of `address`, without style attributes.

    `title` says to whoever does not see it where it leads.
    """
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True,
        border=2,
        dark="#1E2A2B",
        light="#FFFFFF",
        svgclass="qr",
        lineclass=None,
        title=title,
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn by us from an address of ours
