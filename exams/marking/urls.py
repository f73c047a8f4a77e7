from django.urls import path

from exams.marking.views import candidate, marker, office

app_name = "marking"
urlpatterns = [
    # The Office: who marks
    path("office/marking/", marker.task_list, name="task-list"),
    path("office/marking/sittings/<uuid:uuid>/take/", marker.take, name="take"),
    path(
        "office/marking/sittings/<uuid:uuid>/marks/", marker.mark_list, name="mark-list"
    ),
    path("office/marking/answers/<uuid:uuid>/", marker.task, name="task"),
    path(
        "office/marking/answers/<uuid:uuid>/back/", marker.give_back, name="give-back"
    ),
    path("office/marking/answers/<uuid:uuid>/change/", marker.change, name="change"),
    # The Office: who answers for the sitting
    path(
        "office/marking/sittings/<uuid:uuid>/results/",
        office.result_list,
        name="result-list",
    ),
    path(
        "office/marking/sittings/<uuid:uuid>/release/", office.release, name="release"
    ),
    # The Classroom
    path("exams/result/<uuid:uuid>/", candidate.result, name="result"),
]
