from django.urls import path, re_path

from courses import viewsets
from courses.views import flags, learning, pilots, studio
from lms.kernel.views import absent

app_name = "courses"
urlpatterns = [
    path("learn/", learning.home, name="home"),
    path("learn/history/", learning.history, name="history"),
    path("learn/notes/", learning.notes, name="notes"),
    path("learn/flags/", flags.flags, name="flags"),
    path("learn/classes/<uuid:uuid>/", pilots.pilot_class, name="pilot-class"),
    path("learn/drafts/<uuid:uuid>/", pilots.pilot, name="pilot"),
    path("courses/", learning.catalogue, name="catalogue"),
    path("office/studio/", studio.studio_list, name="studio-list"),
    path("office/studio/<uuid:uuid>/", studio.studio, name="studio"),
    # Before Wagtail's own: what it would show of other branches.
    path("studio/choose-page/<int:parent_page_id>/", viewsets.choose_below),
    path("studio/choose-page/chosen-multiple/", viewsets.chosen_pages),
    path("studio/pages/<int:page>/move/<int:to>/confirm/", viewsets.move),
    path("studio/bulk/<str:app_label>/<str:model_name>/<str:action>/", viewsets.bulk),
    path("studio/images/chooser/<int:image_id>/select_format/", viewsets.image_format),
    # The Studio's own pages ask for pages only; the rest would list every branch's.
    re_path(r"^studio/api/main/(?!pages/)", absent),
    re_path(r"^studio/reports/page-types-usage/", absent),
    # What tells of every branch's workflow is for who looks after all of them.
    re_path(r"^studio/(?P<path>(?:reports|workflows)/.*)$", viewsets.of_all_branches),
    # Whoever writes for two branches would open all that lies between them.
    re_path(
        r"^studio/(?P<path>pages/(?P<page_id>\d+)/(?:results/)?)$", viewsets.of_own_page
    ),
    re_path(
        r"^studio/(?P<path>pages/workflow/confirm_cancellation/(?P<page_id>\d+)/)$",
        viewsets.of_own_page,
    ),
]
