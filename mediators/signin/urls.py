from django.urls import path

from mediators.signin.views import counter, sessions

app_name = "signin"
urlpatterns = [
    path("account/sessions/", sessions.session_list, name="sessions"),
    path("account/sessions/ended/", sessions.ended, name="ended"),
    path("account/sessions/alive/", sessions.alive, name="alive"),
    path("account/sessions/others/", sessions.session_end_others, name="end-others"),
    path("account/sessions/<slug:code>/end/", sessions.session_end, name="end"),
    path("office/counter/", counter.counter, name="counter"),
    path(
        "office/counter/people/<uuid:uuid>/",
        counter.counter_person,
        name="counter-person",
    ),
    path(
        "office/counter/accounts/<uuid:uuid>/",
        counter.counter_account,
        name="counter-account",
    ),
    path(
        "office/counter/accounts/<uuid:uuid>/<slug:what>/",
        counter.counter_act,
        name="counter-act",
    ),
]
