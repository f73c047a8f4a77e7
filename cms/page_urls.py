"""Where pages and their files answer: after every other address, for these fit any."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from cms import views

urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    re_path(serve_pattern, views.page, name="wagtail_serve"),
]
