from django.urls import path

from incentives.views import bases, entering, imports, proposals, records

app_name = "incentives"
urlpatterns = [
    path("office/incentives/", records.record_list, name="record-list"),
    path("office/incentives/waiting/", proposals.waiting, name="waiting"),
    path("office/incentives/export/", records.record_export, name="record-export"),
    path("office/incentives/import/<slug:kind>/", imports.record_import, name="import"),
    path(
        "office/incentives/import/<slug:kind>/confirm/",
        imports.record_import_confirm,
        name="import-confirm",
    ),
    path(
        "office/incentives/import/<slug:kind>/template/",
        imports.import_template,
        name="import-template",
    ),
    path("office/incentives/bases/", bases.basis_list, name="basis-list"),
    path("office/incentives/bases/<slug:kind>/add/", bases.basis_add, name="basis-add"),
    path("office/incentives/bases/<slug:kind>/<uuid:uuid>/", bases.basis, name="basis"),
    path(
        "office/incentives/bases/<slug:kind>/<uuid:uuid>/end/",
        bases.basis_end,
        name="basis-end",
    ),
    path("office/incentives/add/", entering.enter, name="enter"),
    path(
        "office/incentives/add/for/<uuid:mediator>/",
        entering.enter_for,
        name="enter-for",
    ),
    path("office/incentives/add/<slug:kind>/", entering.choose, name="choose"),
    path(
        "office/incentives/add/<slug:kind>/<uuid:mediator>/",
        entering.record_add,
        name="record-add",
    ),
    path(
        "office/incentives/add/<slug:kind>/unit/<uuid:organisation>/",
        entering.record_add_unit,
        name="record-add-unit",
    ),
    path("office/incentives/<slug:kind>/<uuid:uuid>/", records.record, name="record"),
    path(
        "office/incentives/<slug:kind>/<uuid:uuid>/settle/",
        proposals.settle,
        name="settle",
    ),
    path(
        "office/incentives/<slug:kind>/<uuid:uuid>/annul/",
        records.record_annul,
        name="record-annul",
    ),
]
