from django.urls import path

from exams.delivery.views import attempts, candidate, device, office

app_name = "delivery"
urlpatterns = [
    # The Classroom
    path("exams/", candidate.exam_list, name="exam-list"),
    path("exams/<uuid:uuid>/", candidate.entry, name="entry"),
    path("exams/<uuid:uuid>/start/", candidate.start, name="start"),
    path("exams/attempt/<uuid:uuid>/", candidate.attempt, name="attempt"),
    path(
        "exams/attempt/<uuid:uuid>/done/", candidate.attempt_done, name="attempt-done"
    ),
    # The page of an exam: JSON, by token (opening by login)
    path("exams/attempt/<uuid:uuid>/open/", device.open_device, name="open-device"),
    path("exams/attempt/<uuid:uuid>/state/", device.state, name="state"),
    path("exams/attempt/<uuid:uuid>/paper/", device.paper, name="paper"),
    path("exams/attempt/<uuid:uuid>/save/", device.save, name="save"),
    path("exams/attempt/<uuid:uuid>/submit/", device.submit, name="submit"),
    # The Office
    path("office/sittings/", office.sitting_list, name="sitting-list"),
    path("office/sittings/new/", office.sitting_create, name="sitting-create"),
    path("office/exams/new/", office.exam_create, name="exam-create"),
    path("office/sittings/<uuid:uuid>/", office.sitting, name="sitting"),
    path("office/sittings/<uuid:uuid>/live/", office.sitting_live, name="sitting-live"),
    path("office/sittings/<uuid:uuid>/admit/", office.admit, name="admit"),
    path("office/sittings/<uuid:uuid>/cancel/", office.cancel, name="sitting-cancel"),
    path("office/attempts/<uuid:uuid>/", attempts.attempt, name="attempt-file"),
    path(
        "office/attempts/<uuid:uuid>/time/", attempts.adjust_time, name="attempt-time"
    ),
    path(
        "office/attempts/<uuid:uuid>/identity/",
        attempts.identity,
        name="attempt-identity",
    ),
    path("office/attempts/<uuid:uuid>/late/", attempts.late, name="attempt-late"),
    path(
        "office/attempts/<uuid:uuid>/withhold/",
        attempts.withhold,
        name="attempt-withhold",
    ),
    path(
        "office/attempts/<uuid:uuid>/restore/",
        attempts.restore,
        name="attempt-restore",
    ),
    path("office/attempts/<uuid:uuid>/annul/", attempts.annul, name="attempt-annul"),
]
