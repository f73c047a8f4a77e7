from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import CertificateType


class CertificateTypeViewSet(SnippetViewSet):
    """The wording of certificates: drafts, revisions, preview."""

    model = CertificateType
    icon = "doc-full-inverse"
    menu_label = _("Certificate wording")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["title", "organiser", "number_prefix", "validity_months"]
    search_fields = ["title", "code"]
    copy_view_enabled = False
