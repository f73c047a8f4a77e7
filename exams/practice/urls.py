from django.urls import path

from exams.practice.views import classroom, office

app_name = "practice"
urlpatterns = [
    path("practice/", classroom.home, name="home"),
    path("practice/start/", classroom.start, name="start"),
    path("practice/<uuid:uuid>/", classroom.question, name="question"),
    path(
        "office/banks/<uuid:uuid>/practice/", office.released_list, name="released-list"
    ),
    path("office/banks/<uuid:uuid>/practice/release/", office.release, name="release"),
    path(
        "office/banks/questions/<uuid:uuid>/practice/",
        office.release_one,
        name="release-one",
    ),
    path("office/banks/practice/<uuid:uuid>/", office.released, name="released"),
    path(
        "office/banks/practice/<uuid:uuid>/withdraw/", office.withdraw, name="withdraw"
    ),
]
