from django.urls import path

from incentives import views

app_name = "incentives"
urlpatterns = [
    path("office/incentives/", views.record_list, name="record-list"),
    path("office/incentives/add/<slug:what>/", views.choose, name="choose"),
    path(
        "office/incentives/add/subsidy/<uuid:mediator>/",
        views.subsidy_add,
        name="subsidy-add",
    ),
    path(
        "office/incentives/add/commendation/<uuid:mediator>/",
        views.commendation_add,
        name="commendation-add",
    ),
    path(
        "office/incentives/add/commendation/unit/<uuid:organisation>/",
        views.commendation_add_unit,
        name="commendation-add-unit",
    ),
    path("office/incentives/<slug:kind>/<uuid:uuid>/", views.record, name="record"),
    path(
        "office/incentives/<slug:kind>/<uuid:uuid>/annul/",
        views.record_annul,
        name="record-annul",
    ),
]
