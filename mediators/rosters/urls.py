from django.urls import path

from mediators.rosters.views import exports, imports

app_name = "rosters"
urlpatterns = [
    path("office/rosters/", imports.import_list, name="import-list"),
    path("office/rosters/add/", imports.import_add, name="import-add"),
    path("office/rosters/template/", exports.template, name="template"),
    path("office/rosters/export/", exports.export_add, name="export-add"),
    path("office/rosters/exports/<uuid:uuid>/", exports.export, name="export"),
    path(
        "office/rosters/exports/<uuid:uuid>/file/",
        exports.export_file,
        name="export-file",
    ),
    path("office/rosters/<uuid:uuid>/", imports.import_detail, name="import"),
    path("office/rosters/<uuid:uuid>/table/", imports.import_table, name="table"),
    path(
        "office/rosters/<uuid:uuid>/encoding/",
        imports.import_encoding,
        name="import-encoding",
    ),
    path(
        "office/rosters/<uuid:uuid>/doubts/<int:doubt>/",
        imports.import_decide,
        name="import-decide",
    ),
    path(
        "office/rosters/<uuid:uuid>/apply/", imports.import_apply, name="import-apply"
    ),
    path("office/rosters/<uuid:uuid>/undo/", imports.import_undo, name="import-undo"),
]
