from django.urls import path

from mediators.views import me, mediators, organisations, posts

app_name = "mediators"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/language/", me.language, name="language"),
    path("office/mediators/", mediators.mediator_list, name="mediator-list"),
    path("office/mediators/<uuid:uuid>/", mediators.mediator, name="mediator"),
    path("office/organisations/", organisations.tree, name="tree"),
    path(
        "office/organisations/<uuid:uuid>/",
        organisations.organisation,
        name="organisation",
    ),
    path("office/posts/add/", posts.post_add, name="post-add"),
    path("office/posts/add/new/", posts.post_add_new, name="post-add-new"),
    path("office/posts/add/<uuid:person>/", posts.post_add_for, name="post-add-for"),
    path("office/posts/<uuid:uuid>/end/", posts.post_end, name="post-end"),
    path("office/posts/<uuid:uuid>/annul/", posts.post_annul, name="post-annul"),
]
