"""Two content security policies: ours, and the Studio's, whose widgets emit inline code.

`{media}` is where site media are, if that is another host.
"""

OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' {media} data: blob:; media-src 'self' {media}; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STUDIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' {media} data: blob:; media-src 'self' {media}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
