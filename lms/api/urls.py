from django.urls import include, path

from lms.api.views import keys
from lms.api.views.v1 import api

urlpatterns = [
    path("api/v1/", api.urls),
    path(
        "",
        include(
            (
                [
                    path("office/keys/", keys.keys, name="keys"),
                    path("office/keys/<uuid:uuid>/revoke/", keys.revoke, name="revoke"),
                ],
                "api",
            )
        ),
    ),
]
