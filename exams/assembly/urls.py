from django.urls import path

from exams.assembly.views import blueprints, papers

app_name = "assembly"
urlpatterns = [
    path("office/papers/", papers.paper_list, name="paper-list"),
    path("office/papers/new/", papers.paper_new, name="paper-new"),
    path("office/papers/<uuid:uuid>/", papers.paper, name="paper"),
    path(
        "office/papers/<uuid:uuid>/preview/",
        papers.paper_preview,
        name="paper-preview",
    ),
    path("office/papers/<uuid:uuid>/redraw/", papers.redraw, name="paper-redraw"),
    path("office/papers/<uuid:uuid>/seal/", papers.seal, name="paper-seal"),
    path("office/papers/<uuid:uuid>/retire/", papers.retire, name="paper-retire"),
    path("office/papers/blueprints/", blueprints.blueprint_list, name="blueprint-list"),
    path(
        "office/papers/blueprints/new/", blueprints.blueprint_new, name="blueprint-new"
    ),
    path(
        "office/papers/blueprints/<uuid:uuid>/", blueprints.blueprint, name="blueprint"
    ),
    path(
        "office/papers/blueprints/<uuid:uuid>/edit/",
        blueprints.blueprint_edit,
        name="blueprint-edit",
    ),
    path(
        "office/papers/blueprints/<uuid:uuid>/approve/",
        blueprints.approve,
        name="blueprint-approve",
    ),
    path(
        "office/papers/blueprints/<uuid:uuid>/revise/",
        blueprints.revise,
        name="blueprint-revise",
    ),
    path(
        "office/papers/blueprints/<uuid:uuid>/retire/",
        blueprints.retire,
        name="blueprint-retire",
    ),
]
