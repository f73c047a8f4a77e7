"""Registration only: what is registered is written in `viewsets.py`."""

from wagtail.snippets.models import register_snippet

from certificates.viewsets import CertificateTypeViewSet

register_snippet(CertificateTypeViewSet)
