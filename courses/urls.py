from django.urls import path, re_path

from courses import views, viewsets
from lms.kernel.views import absent

app_name = "courses"
urlpatterns = [
    path("learn/", views.home, name="home"),
    # Before Wagtail's own: what it would show of other branches.
    path("studio/choose-page/<int:parent_page_id>/", viewsets.choose_below),
    path("studio/choose-page/chosen-multiple/", viewsets.chosen_pages),
    re_path(r"^studio/reports/page-types-usage/", absent),
]
