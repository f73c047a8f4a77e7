import hashlib

from django.core.files.base import ContentFile

from certificates import pdf
from certificates.models import Certificate
from lms.kernel.clock import local_day
from lms.kernel.storage import private


def render(*, certificate: Certificate) -> Certificate:
    """Make the file of a certificate, or return it as it is if it has one.

    The file is written before the row names it, and outside any transaction.
    """
    if certificate.has_file:
        return certificate
    content = pdf.render(certificate)
    year = local_day(certificate.issued_at).year
    name = private().save(
        f"certificates/{year}/{certificate.uuid}.pdf", ContentFile(content)
    )
    digest = hashlib.sha256(content).hexdigest()
    is_ours = Certificate.objects.due().filter(pk=certificate.pk)
    if not is_ours.update(pdf=name, sha256=digest):
        private().delete(name)  # another worker was quicker
    return Certificate.objects.get(pk=certificate.pk)
