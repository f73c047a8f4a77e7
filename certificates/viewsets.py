"""The wording of certificates in the Studio: each branch writes its own."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import CertificateType
from certificates.models.kind import EXAM_STAYS
from courses.models import Course
from exams.delivery.models import Exam
from lms.kernel.http import UserRequest
from mediators.models import Organisation


class CertificateTypeForm(WagtailAdminModelForm):
    """Offers what the writer's branches have; the exam stays once it was certified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user, kind = self.for_user, self.instance
        branches = Organisation.objects.administered_by(user).existing()
        organisation, exam = self.fields["organisation"], self.fields["exam"]
        organisation.queryset = branches.exclude(kind=Organisation.Kind.COMMITTEE)
        exam.queryset = Exam.objects.run_by(user).filter(
            certificate_type=None
        ) | Exam.objects.filter(pk=kind.exam_id)
        self.fields["course"].queryset = Course.objects.live() | Course.objects.filter(
            pk=kind.course_id
        )
        if kind.pk and kind.certificates.exists():
            exam.disabled = True
            exam.help_text = EXAM_STAYS


class CertificateTypeViewSet(SnippetViewSet):
    """Drafts, revisions, preview."""

    model = CertificateType
    icon = "doc-full-inverse"
    menu_label = _("Certificate wording")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["title", "organiser", "number_prefix", "validity_months"]
    search_fields = ["title", "code"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        CertificateType.panels, base_form_class=CertificateTypeForm
    )

    def get_queryset(self, request: UserRequest) -> QuerySet[CertificateType]:
        return CertificateType.objects.administered_by(request.user)


def only_own_kinds(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer as the Studio does for one kind, if the visitor's branch issues it."""
    found = resolve(
        f"/snippets/certificates/certificatetype/{rest}", urlconf="wagtail.admin.urls"
    )
    if request.user.is_authenticated and "pk" in found.kwargs:
        own = CertificateType.objects.administered_by(request.user)
        kind = str(found.kwargs["pk"])
        get_object_or_404(own, pk=int(kind) if kind.isdecimal() else None)
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
