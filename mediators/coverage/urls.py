from django.urls import path

from mediators.coverage import views

app_name = "coverage"
urlpatterns = [
    path("office/coverage/", views.overview, name="overview"),
    path("office/coverage/<uuid:uuid>/", views.branch, name="branch"),
    path("office/coverage/<uuid:uuid>/gaps/<slug:gap>/", views.gap, name="gap"),
    path("office/coverage/<uuid:uuid>/coverage.xlsx", views.export, name="export"),
]
