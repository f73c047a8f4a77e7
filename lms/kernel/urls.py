from django.urls import path

from lms.kernel import views

app_name = "office"
urlpatterns = [
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/<uuid:uuid>/", views.job_detail, name="job"),
]
