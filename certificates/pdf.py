"""From a certificate to the bytes of its PDF/A-3a: for the worker, never a request."""

import atexit
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from certificates import glyphs
from certificates.models import Certificate
from certificates.paper import paper

STYLES = Path(__file__).parent / "static" / "certificates" / "css" / "paper.css"
VARIANT = "pdf/a-3a"
#: Dots per inch of what is not drawn by lines; there is nothing such on it so far.
DPI = 150


def render(certificate: Certificate) -> bytes:
    """Return the PDF. Takes about a tenth of a second, the first one a second more.

    :raises FontsMissing: if `bin/fonts.py` has not been run
    """
    from weasyprint import HTML  # noqa: PLC0415 -- slow import, and the worker's alone

    with translation.override("zh-hans"):
        page = render_to_string("certificates/pdf.html", paper(certificate))
    fonts, styles = _styles(tuple(glyphs.files().values()))
    document = HTML(string=page, base_url=STYLES.parent.as_uri())
    return document.write_pdf(
        stylesheets=[styles], font_config=fonts, pdf_variant=VARIANT, dpi=DPI
    )


@lru_cache(maxsize=1)
def _styles(_files: tuple[Path, ...]) -> tuple[Any, Any]:
    """Return the fonts and the style sheet, read once for each process."""
    from weasyprint import CSS  # noqa: PLC0415 -- as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- as above

    atexit.register(_styles.cache_clear)  # its fonts must go before WeasyPrint does
    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{path.as_uri()}"); }}\n'
        for family, path in glyphs.files().items()
    )
    styles = CSS(
        string=faces + STYLES.read_text(encoding="utf-8"),
        base_url=STYLES.as_uri(),
        font_config=fonts,
    )
    return fonts, styles
