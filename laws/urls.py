"""The public reader of statutes."""

from datetime import date

from django.urls import path, register_converter

from laws import views


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "laws"
urlpatterns = [
    path("laws/", views.statute_list, name="statute-list"),
    path("laws/<str:code>/", views.statute, name="statute"),
    path("laws/<str:code>/as-of/", views.as_of, name="as-of"),
    path("laws/<str:code>/<day:effective_on>/", views.version, name="version"),
    path(
        "laws/<str:code>/<day:effective_on>/<str:key>/", views.article, name="article"
    ),
]
