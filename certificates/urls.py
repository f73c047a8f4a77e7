from django.urls import path, re_path

from certificates import views, viewsets
from lms.kernel.views import absent

app_name = "certificates"
_office = "office/certificates/<uuid:uuid>/"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>", views.verify, name="verify"),
    path("certificates/", views.mine, name="mine"),
    path("certificates/<uuid:uuid>/file.pdf", views.file, name="file"),
    path("office/certificates/", views.office_list, name="office-list"),
    path(_office, views.certificate, name="certificate"),
    path(f"{_office}suspend/", views.decide, {"verb": "suspend"}, name="suspend"),
    path(f"{_office}reinstate/", views.decide, {"verb": "reinstate"}, name="reinstate"),
    path(f"{_office}revoke/", views.decide, {"verb": "revoke"}, name="revoke"),
    # Before Wagtail's own, which knows no branches.
    re_path(
        r"^studio/snippets/certificates/certificatetype/(?P<rest>.*)$",
        viewsets.only_own_kinds,
    ),
    re_path(r"^studio/snippets/choose/certificates/", absent),
]
